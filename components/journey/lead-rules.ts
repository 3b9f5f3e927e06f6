import { isSlow, legBetween, stepsOf, waysBack, waysOut } from "@/components/charts/leg-rules.ts";
import type { Delivery } from "@/components/charts/timetable-shapes.ts";
import type { Journey, JourneyStep } from "@/lib/ledger/shapes.ts";
import { type Station, WORST_FIRST } from "@/lib/ledger/states.ts";

/** The answer a journey opens with. Durations are ms, instants ISO 8601; `null` is not known. */
export type Lead =
  | { kind: "noSendTime" | "noDelivery" | "copy" | "roleC" | "notAsked" | "okClock" }
  | { kind: "ok"; tookMs: number; allowedMs: number }
  | { kind: "pending"; dueAt: string; last: Seen | null }
  | { kind: "transient"; dueAt: string; code: string | null }
  | { kind: "lateOk"; lateMs: number; waitedAt: Station[]; answeredMs: number | null }
  | { kind: "rejected"; lateMs: number | null; code: string | null; by: Station | null }
  | { kind: "overdue"; dueAt: string; last: Seen | null; arrived: boolean }
  | { kind: "repudiated"; code: string | null }
  | { kind: "lost"; last: Seen | null }
  | { kind: "unknown"; dueAt: string | null; last: Seen | null };
export type Seen = { station: Station; at: string };

/** The delivery a letter is judged by: the one whose receipt answers the sender, otherwise the worst. */
export function mainDelivery(deliveries: readonly Delivery[]): Delivery | null {
  const answering = deliveries.filter(({ receiptRole, state }) => receiptRole === "A" && state !== "not_due");
  const among = answering.length > 0 ? answering : deliveries;
  const rank = ({ state }: Delivery) => WORST_FIRST.indexOf(state);
  return [...among].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** Where a delivery was last seen on its way out. */
export function lastSeen(steps: readonly JourneyStep[]): Seen | null {
  const out = steps.filter(({ direction, receipt }) => direction === "out" && receipt === null).at(-1);
  return out === undefined ? null : { station: out.station, at: out.at };
}

/** The stations at which a letter or its answer waited longer than normal and at least `atLeastMs`, in the order it met them. */
function waitedAt(steps: readonly JourneyStep[], atLeastMs: number): Station[] {
  const found = new Set<Station>();
  for (const { steps: way } of [...waysOut(steps), ...waysBack(steps)]) {
    for (const [at, step] of way.entries()) {
      const before = way[at - 1];
      if (before === undefined) continue;
      const legMs = legBetween(before, step);
      if (legMs >= atLeastMs && isSlow({ legMs, normalMs: step.normalMs })) found.add(before.station);
    }
  }
  return [...found];
}

/**
 * How long the recipient took from having the letter to answering it, in ms. Null where it had answered that copy before:
 * then the time lies with whoever had to send again.
 */
export function answeredIn(steps: readonly JourneyStep[]): number | null {
  const answers = waysBack(steps).map(({ steps: way }) => way[0]);
  const back = answers.at(-1);
  const before = answers.at(-2);
  if (back?.station !== "recipient") return null;
  const arrived = steps.findLast(
    ({ station, direction, receipt, at }) =>
      station === "recipient" && direction === "out" && receipt === null && Date.parse(at) <= Date.parse(back.at),
  );
  if (arrived === undefined || (before !== undefined && Date.parse(before.at) >= Date.parse(arrived.at))) return null;
  return Date.parse(back.at) - Date.parse(arrived.at);
}

const lateBy = ({ decidedAt, dueAt }: Delivery) =>
  decidedAt === null || dueAt === null ? null : Math.max(0, Date.parse(decidedAt) - Date.parse(dueAt));

/** The last negative answer a delivery got: its code, and the station that said so. */
function refusal(journey: Journey, delivery: Delivery): { code: string | null; by: Station | null } {
  const negative = journey.receipts
    .filter(({ level, outcome, installationId, orphan }) => {
      const own = installationId === delivery.installationId || installationId === null;
      return level === "application" && outcome !== "ok" && own && !orphan;
    })
    .sort((a, b) => Date.parse(a.statedAt) - Date.parse(b.statedAt))
    .at(-1);
  return { code: negative?.code ?? delivery.codes.at(-1) ?? null, by: negative?.station ?? null };
}

function notDue({ notDueWhy }: Delivery): Lead {
  if (notDueWhy === "copy") return { kind: "copy" };
  return { kind: notDueWhy === "not_asked" ? "notAsked" : "roleC" };
}

/** Less than this share of the whole time is not what made a receipt late. */
const NOTABLE_SHARE = 0.1;
/** A recipient that answers within this has not kept anybody waiting. */
const PROMPT_MS = 60_000;

/** Who kept a late receipt waiting: stations, the recipient itself, or both. */
function late(delivery: Delivery, steps: readonly JourneyStep[]): Lead {
  const took = Date.parse(delivery.decidedAt ?? delivery.sentAt) - Date.parse(delivery.sentAt);
  const notable = took * NOTABLE_SHARE;
  const answeredMs = answeredIn(steps);
  const slow = answeredMs !== null && answeredMs > Math.max(notable, PROMPT_MS);
  const at = [...waitedAt(steps, notable), ...(slow ? (["recipient"] as const) : [])];
  return { kind: "lateOk", lateMs: lateBy(delivery) ?? 0, waitedAt: at, answeredMs };
}

/** What became of one delivery, as facts a sentence can be made of. */
export function leadOf(journey: Journey, delivery: Delivery): Lead {
  const steps = stepsOf(journey, delivery.installationId);
  const last = lastSeen(steps) ?? null;
  const { state, dueAt } = delivery;
  if (state === "not_due") return notDue(delivery);
  if (state === "unknown" || dueAt === null) return { kind: "unknown", dueAt, last };
  if (state === "pending") return { kind: "pending", dueAt, last };
  if (state === "overdue") {
    // A resend that got stuck does not undo that an earlier sending arrived.
    const arrived = lastSeen(steps.filter(({ station }) => station === "recipient"));
    return { kind: "overdue", dueAt, last: arrived ?? last, arrived: arrived !== null };
  }
  if (state === "lost") return { kind: "lost", last };
  if (state === "transient") return { kind: "transient", dueAt, code: refusal(journey, delivery).code };
  if (state === "repudiated") return { kind: "repudiated", code: refusal(journey, delivery).code };
  if (state === "fatal") return { kind: "rejected", lateMs: null, ...refusal(journey, delivery) };
  if (state === "late_negative") return { kind: "rejected", lateMs: lateBy(delivery), ...refusal(journey, delivery) };
  if (state === "late_ok") return late(delivery, steps);
  if (delivery.latencyMs === null) return { kind: "okClock" };
  return { kind: "ok", tookMs: delivery.latencyMs, allowedMs: Date.parse(dueAt) - Date.parse(delivery.sentAt) };
}

/** What became of a letter: of its main delivery, or why it has none. */
export function letterLead(journey: Journey): Lead {
  const main = mainDelivery(journey.deliveries);
  if (main !== null) return leadOf(journey, main);
  return { kind: journey.sentAt === null ? "noSendTime" : "noDelivery" };
}
