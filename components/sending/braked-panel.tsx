import Link from "next/link";
import { useTranslations } from "next-intl";
import { deskHref } from "@/components/desk/address.ts";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { Braked } from "@/lib/notices/sending/shapes.ts";
import { readThread } from "@/lib/notices/thread.ts";
import { RecipientsText } from "./recipients.tsx";
import styles from "./sending.module.css";

type Props = {
  braked: readonly Braked[];
  asOf: string;
  /** Null for somebody who only reads. */
  decide: FormAction | null;
};

/** What nobody has pressed a button for and goes to many: for whom it is, when it goes, and the buttons that decide. */
export function BrakedPanel({ braked, asOf, decide }: Props) {
  const t = useTranslations("told.braked");
  const format = useFormat();
  const words = useWords();
  if (braked.length === 0) return null;
  const total = braked.reduce((sum, { told }) => sum + told.total, 0);
  return (
    <Panel title={t("title", { count: total })} aside={t("aside")}>
      {braked.map(({ id, thread, kind, title, until, told }) => {
        const name = readThread(thread)?.id ?? "";
        return (
          <section key={id} className={`stack ${styles.braked}`} aria-label={`${name} ${words(title)}`}>
            <p>
              <Link href={deskHref(thread)} prefetch={false}>
                {name} {words(title)}
              </Link>
            </p>
            <Callout severity="major">
              {t(kind === "backlog_cleared" ? "cleared" : "grown")}{" "}
              {t.rich("goes", {
                count: told.total,
                time: format.sinceTime(until, asOf),
                left: format.duration(Math.max(0, Date.parse(until) - Date.parse(asOf))),
                b: (said) => <b>{said}</b>,
              })}
            </Callout>
            <RecipientsText told={{ ...told, mustType: false }} />
            {decide === null ? null : (
              <ActionForm action={decide} label={t("label", { name })}>
                <input type="hidden" name="brakeId" value={id} />
                <input type="hidden" name="thread" value={thread} />
                <p className="note">{t("means")}</p>
                <div className={styles.buttons}>
                  <Submit kind="go" name="decision" value="go" label={t("goLabel", { name })}>
                    {t("go")}
                  </Submit>
                  <Submit kind="stop" name="decision" value="give_up" label={t("giveUpLabel", { name })}>
                    {t("giveUp")}
                  </Submit>
                </div>
              </ActionForm>
            )}
          </section>
        );
      })}
    </Panel>
  );
}
