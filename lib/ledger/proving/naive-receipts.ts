import { receiptKey } from "../keys.ts";
import type { StationEventInput } from "../schema.ts";
import { STATIONS } from "../states.ts";
import { earliest, type Fact, type Situation } from "./facts.ts";
import { adopted, type Recipient, sole } from "./naive-recipients.ts";
import { SOURCES } from "./world.ts";

export type Receipt = {
  receipt_key: string;
  installation_id: number | null;
  orphan: boolean;
  level: number;
  outcome: number;
  code: string | null;
  stated_at: number;
  station: number;
  reports: number;
  conflicting: boolean;
  receipt_id: string;
  source_id: number;
};

/** Every receipt once, however many report it. */
export function receiptsOf(facts: readonly Fact[], recipients: readonly Recipient[], situation: Situation): Receipt[] {
  const ids = [...new Set(facts.flatMap((f) => (f.event.receipt ? [f.event.receipt.id] : [])))];
  return ids.map((id) => {
    const reports = facts.filter((f) => f.event.receipt?.id === id).sort(earliest);
    const first = reports[0] as Fact & { event: { receipt: NonNullable<StationEventInput["receipt"]> } };
    const named = reports.flatMap((f) => (f.installation === null ? [] : [adopted(f.installation, situation)]));
    const installation = named[0] ?? (reports.some((f) => f.authority === 0) ? sole(recipients) : null);
    const says = (f: Fact) => `${f.event.receipt?.level} ${f.event.receipt?.outcome}`;
    return {
      receipt_key: receiptKey(id),
      receipt_id: id,
      installation_id: installation,
      orphan: !recipients.some((r) => r.id === installation),
      level: ["transport", "application"].indexOf(first.event.receipt.level),
      outcome: ["ok", "transient", "fatal"].indexOf(first.event.receipt.outcome),
      code: reports.find((f) => f.event.receipt?.code)?.event.receipt?.code ?? null,
      stated_at: first.at,
      station: STATIONS.indexOf(first.event.station),
      source_id: SOURCES[first.source].id,
      reports: reports.length,
      conflicting: new Set(reports.map(says)).size > 1 || new Set(named).size > 1,
    };
  });
}
