import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { KeyValue } from "@/components/ui/facts.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { DeliveryPage } from "@/lib/notices/deliveries/shapes.ts";
import { addressHref } from "./address.ts";
import { Attempts, Delivered } from "./delivered.tsx";
import styles from "./deliveries.module.css";

/** One delivery: every attempt, and of a webhook what is sent. */
export function DeliveryView({ page, replay }: { page: DeliveryPage; replay: FormAction | null }) {
  const t = useTranslations("deliveries");
  const subscriptions = useTranslations("subscriptions");
  const format = useFormat();
  const words = useWords();
  const { endpoint, line, body, asOf } = page;
  const title = words(line.title);
  return (
    <>
      <Crumbs
        trail={[
          { label: subscriptions("title"), href: "/subscriptions" },
          { label: endpoint.label, href: addressHref(endpoint.id) },
          { label: t("one") },
        ]}
      />
      <PageHead title={title} lead={t("saidAt", { time: format.dateTime(line.at, asOf) })} />
      <div className="cols" data-cols="half">
        <Panel title={t("column.state")}>
          <div className="stack">
            <div>
              <Delivered line={line} asOf={asOf} />
            </div>
            <KeyValue rows={[{ name: t("key"), value: <code>{line.id}</code> }]} />
            <h3>{t("column.attempts")}</h3>
            <Attempts attempts={line.attempts} channel={endpoint.channel} asOf={asOf} />
            {replay === null || !line.mayReplay ? null : (
              <ActionForm action={replay} label={t("again")}>
                <input type="hidden" name="id" value={endpoint.id} />
                <Submit name="one" value={line.id} kind="go">
                  {t("again")}
                </Submit>
              </ActionForm>
            )}
          </div>
        </Panel>
        {body === null ? null : (
          <Panel title={t("body")}>
            <p className="note">{t("bodySays")}</p>
            <pre className={styles.code}>{JSON.stringify(body, null, 2)}</pre>
          </Panel>
        )}
      </div>
    </>
  );
}
