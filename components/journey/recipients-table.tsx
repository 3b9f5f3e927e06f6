import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel.tsx";
import { State } from "@/components/ui/state.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Journey } from "@/lib/ledger/shapes.ts";
import { leadOf } from "./lead-rules.ts";
import { LeadText } from "./lead-text.tsx";
import { useNames } from "./names.ts";

/** The recipients of one letter side by side: each has its own role, state and time. */
export function RecipientsTable({ journey }: { journey: Journey }) {
  const t = useTranslations("journey.recipients");
  const station = useTranslations("journey.station");
  const role = useTranslations("states.role");
  const format = useFormat();
  const names = useNames();
  return (
    <Panel title={t("title")} aside={t("note")} flush>
      <Table
        text
        label={t("title")}
        head={
          <tr>
            <Head>{t("who")}</Head>
            <Head>{t("role")}</Head>
            <Head>{t("state")}</Head>
            <Head num>{t("took")}</Head>
            <Head>{t("last")}</Head>
            <Head num>{t("attempts")}</Head>
          </tr>
        }
      >
        <Rows>
          {journey.deliveries.map((delivery) => (
            <tr key={delivery.id}>
              <RowHead wide>
                {names.recipient(delivery)}
                <span className="note" style={{ display: "block", fontWeight: "var(--w-text)" }}>
                  <LeadText lead={leadOf(journey, delivery)} when={journey} />
                </span>
              </RowHead>
              <Cell label={t("role")}>
                <span title={role(delivery.receiptRole)}>{delivery.receiptRole}</span>
                {delivery.assumedRole ? <span className="quiet"> · {role("assumed")}</span> : null}
              </Cell>
              <Cell label={t("state")}>
                <State state={delivery.state} />
              </Cell>
              <Cell num label={t("took")}>
                {names.took(delivery.latencyMs, journey.coarse)}
              </Cell>
              <Cell label={t("last")}>
                {delivery.lastStation === null ? format.number(null) : station(delivery.lastStation)}
              </Cell>
              <Cell num label={t("attempts")}>
                {format.number(delivery.attempts)}
              </Cell>
            </tr>
          ))}
        </Rows>
      </Table>
    </Panel>
  );
}
