import type { Pool, PoolClient } from "pg";
import { quarantineKey } from "../../ledger/keys.ts";
import type { Part } from "../../medcom/shapes.ts";
import { danishDay } from "../../time/danish.ts";
import { type Fate, takeEach } from "../commands.ts";
import { knownPlaces } from "../places.ts";
import type { ReportingSource } from "../source.ts";
import type { Read } from "./parser-pool.ts";
import { asReported, type CountedFacts, countsOf, outcomeOf } from "./rules.ts";
import type { MessageOutcome } from "./shapes.ts";
import { closeQuarantined, count, type Quarantined, quarantine } from "./sql.ts";

type Told = { part: Part; outcome: MessageOutcome };

/**
 * Takes a message that was read: its events go the way of every event, and in the same commit what could not be taken is
 * noted in quarantine, what now arrived whole is closed there, and what the message lacked is counted. Of a FHIR batch
 * the good entries are taken; of a transaction all or none. Answers one outcome a message, in their order.
 */
export async function takeMessage(
  pool: Pool,
  source: ReportingSource,
  message: Read,
  now: Date,
): Promise<MessageOutcome[]> {
  const { form, parts } = message.reading;
  const spoiled = form === "transaction" && parts.some((part) => part.outcome !== "taken");
  const places = await knownPlaces(pool);
  const events = parts.map((part) => (spoiled ? [] : asReported(part, source, places)));
  let told: Told[] = [];
  await takeEach(pool, source, { events: events.flat() }, now, {
    idsAreMeaning: true,
    alongside: async (tx, fates) => {
      told = tellEach(parts, events, fates, spoiled);
      await note(tx, source, message, told, now);
    },
  });
  return told.map(({ outcome }) => outcome);
}

function tellEach(
  parts: readonly Part[],
  events: readonly unknown[][],
  fates: readonly Fate[],
  spoiled: boolean,
): Told[] {
  let from = 0;
  return parts.map((part, i) => {
    const own = fates.slice(from, from + (events[i]?.length ?? 0));
    from += own.length;
    const left = spoiled && part.outcome === "taken";
    return { part, outcome: left ? { outcome: "refused", code: "not_taken_with_others" } : outcomeOf(part, own) };
  });
}

async function note(
  tx: PoolClient,
  source: ReportingSource,
  message: Read,
  told: readonly Told[],
  now: Date,
): Promise<void> {
  const ownId = message.ownId === null ? null : quarantineKey(source.id, "id", message.ownId);
  const hashOf = (i: number) =>
    quarantineKey(source.id, "bytes", told.length === 1 ? message.digest : `${message.digest} ${i}`);
  const kept: { entry: Quarantined; facts: CountedFacts }[] = [];
  for (const [i, { part, outcome }] of told.entries()) {
    if (outcome.outcome === "taken" || outcome.outcome === "duplicate") {
      await closeQuarantined(tx, source.id, hashOf(i), told.length === 1 ? ownId : null, now);
    }
    if (outcome.outcome !== "refused" || outcome.code === "not_taken_with_others") continue;
    const standard = part.outcome === "refused" ? part.standard : part.outcome === "taken" ? part.facts.standard : null;
    const facts = part.outcome === "taken" ? part.facts : unknownFacts(part);
    const position = outcome.position === undefined ? null : String(outcome.position);
    const entry = { hash: hashOf(i), ownId, size: message.size, reason: outcome.code ?? "invalid", position, standard };
    kept.push({ entry, facts });
  }
  const fresh = await quarantine(
    tx,
    source.id,
    kept.map(({ entry }) => entry),
    now,
  );
  const refused = kept.flatMap(({ entry, facts }, i) => (fresh[i] ? [{ facts, refusal: entry.reason }] : []));
  const taken = told.flatMap(({ part, outcome }) =>
    part.outcome === "taken" && outcome.outcome === "taken" ? [{ facts: part.facts }] : [],
  );
  await count(tx, source.id, danishDay(now.getTime()), countsOf([...taken, ...refused]));
}

/** Of what could not be read only its standard and its sender's location number may be known. */
const unknownFacts = (part: Exclude<Part, { outcome: "taken" }>): CountedFacts => ({
  standard: (part.outcome === "refused" ? part.standard : null) ?? "",
  format: "",
  type: null,
  version: null,
  senderGln: part.outcome === "refused" ? part.senderGln : null,
  codes: [],
  remarks: [],
});
