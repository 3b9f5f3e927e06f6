import { useTranslations } from "next-intl";
import { KeyValue } from "@/components/ui/facts.tsx";
import { groupedGln } from "@/components/ui/gln.ts";
import { Panel } from "@/components/ui/panel.tsx";
import type { Journey } from "@/lib/ledger/shapes.ts";
import { useNames } from "./names.ts";

const ALIASES = ["envelope", "vans", "besked", "transaktion", "converted"] as const;
const aliasKey = (kind: string) => ALIASES.find((known) => known === kind) ?? "other";
/** The ids a letter can be found by elsewhere, and who wrote it and gets it. Its content is never kept. */
export function Identification({ journey }: { journey: Journey }) {
  const t = useTranslations("journey.id");
  const names = useNames();
  const content = names.content(journey.content);
  const { sender, deliveries } = journey;
  const asked = journey.receiptExpected === null ? "unknown" : journey.receiptExpected ? "yes" : "no";
  const id = (value: string | null) =>
    value === null ? <span className="quiet">{t("forgotten")}</span> : <span className="mono">{value}</span>;
  const rows = [
    { name: t("letter"), value: id(journey.letterId) },
    ...journey.aliases.map(({ kind, value }) => ({ name: t(`alias.${aliasKey(kind)}`), value: id(value) })),
    {
      name: t("type"),
      value: content === null ? names.type(journey.type) : `${names.type(journey.type)}, ${content.toLowerCase()}`,
    },
    {
      name: t("sender"),
      value: (
        <>
          {sender.name ?? t("senderUnknown")}
          {sender.provisional ? <span className="quiet"> · {t("provisional")}</span> : null}
          {sender.gln === null ? null : <div className="mono">{groupedGln(sender.gln)}</div>}
        </>
      ),
    },
    ...deliveries.map((delivery) => ({
      name: t("recipient"),
      value: (
        <>
          {names.recipient(delivery)}, {t("role", { role: delivery.receiptRole })}
          {delivery.assumedRole ? <span className="quiet"> ({t("assumed")})</span> : null}
        </>
      ),
    })),
    { name: t("receipt"), value: t(`asked.${asked}`) },
  ];
  return (
    <Panel title={t("title")}>
      <KeyValue rows={rows} />
      <p className="note" style={{ marginTop: "var(--s-2)" }}>
        {t("never")}
      </p>
    </Panel>
  );
}
