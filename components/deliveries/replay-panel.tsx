import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { TimeField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { AddressPage } from "@/lib/notices/deliveries/shapes.ts";
import { addressHref } from "./address.ts";

const DAY_MS = 24 * 3_600_000;

/** All that failed since a time: first how many, then one button. */
export function ReplayPanel({ page, replay }: { page: AddressPage; replay: FormAction }) {
  const t = useTranslations("deliveries.failed");
  const { endpoint, failed, asOf } = page;
  const usual = new Date(Date.parse(asOf) - DAY_MS).toISOString();
  return (
    <Panel title={t("title")}>
      <form method="get" action={addressHref(endpoint.id)} className="stack">
        <TimeField name="since" label={t("since")} hint={t("hint")} value={failed?.since ?? usual} required />
        <p>
          <Button type="submit">{t("count")}</Button>
        </p>
      </form>
      {failed === null ? null : <Counted id={endpoint.id} failed={failed} asOf={asOf} replay={replay} />}
    </Panel>
  );
}

type Counting = { id: number; failed: { since: string; count: number }; asOf: string; replay: FormAction };
function Counted({ id, failed: { since, count }, asOf, replay }: Counting) {
  const t = useTranslations("deliveries.failed");
  const format = useFormat();
  const time = format.dateTime(since, asOf);
  if (count === 0) return <p role="status">{t("none", { time })}</p>;
  return (
    <ActionForm action={replay} label={t("title")}>
      <Callout severity="minor">
        <b role="status">{t("found", { count, time })}</b> {t("says")}
      </Callout>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="since" value={since} />
      <input type="hidden" name="count" value={count} />
      <Submit kind="go">{t("do", { count })}</Submit>
    </ActionForm>
  );
}
