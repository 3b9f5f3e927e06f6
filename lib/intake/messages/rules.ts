import type { StationEventInput } from "../../ledger/schema.ts";
import type { Part } from "../../medcom/shapes.ts";
import type { Fate } from "../commands.ts";
import type { Places } from "../places.ts";
import type { ReportingSource } from "../source.ts";
import type { MessageOutcome } from "./shapes.ts";
import type { Counted } from "./sql.ts";

/**
 * The events of a message as a source reports them. A FHIR receipt does not reliably say which of its two ends is the
 * letter's receiver (MedCom's own samples leave them unswapped), so a source of one organisation speaks for its own end.
 */
export function asReported(part: Part, source: ReportingSource, places: Places): StationEventInput[] {
  if (part.outcome !== "taken") return [];
  const own = new Set(source.scopes.map(({ organisationId }) => organisationId));
  if (own.has(null)) return part.events;
  const receiverGln = part.parties.find((gln) => own.has(places.gln.get(gln)?.organisationId ?? null));
  if (receiverGln === undefined) return part.events;
  return part.events.map((event) =>
    event.kind === "receipt" && event.receiverGln === undefined ? { ...event, receiverGln } : event,
  );
}

/** What became of a message, by what became of its events: taken where any was, refused where none could be. */
export function outcomeOf(part: Part, fates: readonly Fate[]): MessageOutcome {
  if (part.outcome === "skipped") return { outcome: "skipped" };
  if (part.outcome === "refused") {
    return { outcome: "refused", code: part.code, ...(part.position === null ? {} : { position: part.position }) };
  }
  if (fates.includes("accepted")) return { outcome: "taken" };
  const refused = fates.find((fate) => typeof fate !== "string");
  if (refused !== undefined && typeof refused !== "string") return { outcome: "refused", ...refused };
  return { outcome: "duplicate" };
}

/** Facts of a message; standard and format are empty where it could not even be told what it is. */
export type CountedFacts = {
  standard: string;
  format: string;
  type: string | null;
  version: string | null;
  senderGln: string | null;
  codes: string[];
  remarks: string[];
};

/** What is counted of messages that are new, added up by key. */
export function countsOf(messages: readonly { facts: CountedFacts; refusal?: string }[]): Counted[] {
  const sums = new Map<string, Counted>();
  for (const { facts, refusal } of messages) {
    const told: [Counted["kind"], string][] = refusal
      ? [["refusal", refusal]]
      : [
          ["version", facts.version ?? ""],
          ...facts.codes.map((code): [Counted["kind"], string] => ["code", code]),
          ...facts.remarks.map((remark): [Counted["kind"], string] => ["remark", remark]),
        ];
    for (const [kind, value] of told) {
      const { standard, format, type, senderGln } = facts;
      const one = { standard, format, type: type ?? "", senderGln: senderGln ?? "", kind, value };
      const key = JSON.stringify(one);
      sums.set(key, { ...one, n: (sums.get(key)?.n ?? 0) + 1 });
    }
  }
  return [...sums.values()];
}
