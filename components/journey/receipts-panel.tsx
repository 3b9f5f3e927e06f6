import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel.tsx";
import { Mark, State } from "@/components/ui/state.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { explainCode } from "@/lib/ledger/codes.ts";
import type { Journey, JourneyReceipt } from "@/lib/ledger/shapes.ts";
import { newDays } from "./hop-rules.ts";
import { useNames } from "./names.ts";
import { signOfReceipt } from "./receipt-rules.ts";

/** Every receipt of the letter, also the late, the contradicting and those that fit no delivery. */
export function ReceiptsPanel({ journey }: { journey: Journey }) {
  const t = useTranslations("journey.receipts");
  const expected = journey.missing.filter(({ what }) => what !== "station").length;
  const sealed = journey.sealedAt !== null;
  const receipts = [...journey.receipts].sort((a, b) => Date.parse(a.statedAt) - Date.parse(b.statedAt));
  return (
    <Panel title={t("title")} aside={sealed ? undefined : t("count", { got: receipts.length, missing: expected })}>
      {receipts.length === 0 ? <p className="quiet">{t(sealed ? "sealed" : "none")}</p> : null}
      <ul className="stack">
        {receipts.map((receipt) => (
          <ReceiptItem
            key={`${receipt.receiptId}${receipt.statedAt}${receipt.level}${receipt.station}`}
            receipt={receipt}
            journey={journey}
          />
        ))}
      </ul>
    </Panel>
  );
}

function ReceiptItem({ receipt, journey }: { receipt: JourneyReceipt; journey: Journey }) {
  const t = useTranslations("journey.receipts");
  const at = useTranslations("journey.at");
  const meaning = useTranslations("codes.meaning");
  const format = useFormat();
  const names = useNames();
  const { level, code, reports, receiptId } = receipt;
  const own = journey.deliveries.find(({ installationId }) => installationId === receipt.installationId);
  const explained = code === null || receipt.outcome === "ok" ? null : explainCode(code);
  const clock = journey.coarse ? format.time(receipt.statedAt) : format.timeWithSeconds(receipt.statedAt);
  const [otherDay] = newDays([receipt.statedAt], journey.sentAt);
  const time = otherDay ? `${format.date(receipt.statedAt, journey.asOf)} ${clock}` : clock;
  return (
    <li>
      <Sign receipt={receipt} dueAt={own?.dueAt ?? null} />
      <div className="quiet">
        {t("saidBy", { level: t(level), where: at(receipt.station), time })}
        {code === null ? null : (
          <>
            {" · "}
            <span className="mono">{code}</span>
          </>
        )}
        {receiptId === null ? null : (
          <>
            {" · "}
            <span className="mono">{names.shortId(receiptId)}</span>
          </>
        )}
        {reports > 1 ? ` · ${t("reports", { count: reports })}` : null}
        {journey.deliveries.length > 1 && own !== undefined ? ` · ${names.recipient(own)}` : null}
      </div>
      {explained === null || explained.key === "other" ? null : <div>{meaning(explained.key)}</div>}
      {receipt.conflicting ? <div>{t("conflicting")}</div> : null}
      {receipt.orphan ? <div className="note">{t("orphanWhy")}</div> : null}
    </li>
  );
}

function Sign({ receipt, dueAt }: { receipt: JourneyReceipt; dueAt: string | null }) {
  const t = useTranslations("journey.receipts");
  if (receipt.orphan) return <Mark glyph="st-unknown">{t("orphan")}</Mark>;
  const state = signOfReceipt(receipt, dueAt);
  if (receipt.level === "application") return <State state={state} />;
  const words = { ok: "transportOk", transient: "transportTransient", fatal: "transportFatal" } as const;
  return <State state={state}>{t(words[receipt.outcome])}</State>;
}
