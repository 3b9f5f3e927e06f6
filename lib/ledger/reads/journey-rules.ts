import type { BoardLeg, Journey, JourneyStep, MissingStep } from "../shapes.ts";
import type { Direction, ReceiptState, Station } from "../states.ts";

const MINUTE_MS = 60_000;

/** A report before it is told as a step; `at` in ms. Reports come in time order. */
export type Report = Omit<JourneyStep, "at" | "attempt" | "legMs" | "normalMs"> & { at: number };

/**
 * Which attempt (1 is the first send) each report belongs to: that of its envelope, as a resend gets a new one (DOMAIN
 * 1.2), else the latest that had begun. Coarse letters state times to the minute, so sends within one are the same.
 */
export function attemptsOf(reports: readonly Report[], coarse: boolean): number[] {
  const starts: number[] = [];
  const byEnvelope = new Map<string, number>();
  for (const report of reports) {
    if (report.station !== "sender" || report.kind !== "sent" || report.direction !== "out") continue;
    const at = coarse ? Math.floor(report.at / MINUTE_MS) * MINUTE_MS : report.at;
    if (starts.at(-1) !== at) starts.push(at);
    if (report.envelopeId !== null && !byEnvelope.has(report.envelopeId))
      byEnvelope.set(report.envelopeId, starts.length);
  }
  return reports.map((report) => {
    const ofEnvelope = report.envelopeId === null ? undefined : byEnvelope.get(report.envelopeId);
    return ofEnvelope ?? Math.max(1, starts.filter((start) => start <= report.at).length);
  });
}

/** Reports told as steps, each with the delay since the step before it in its attempt and direction, beside the normal one. */
export function stepsOf(reports: readonly Report[], coarse: boolean, normal: readonly BoardLeg[]): JourneyStep[] {
  const attempts = attemptsOf(reports, coarse);
  const before = new Map<string, number>();
  return reports.map((report, index) => {
    const attempt = attempts[index] ?? 1;
    const way = `${attempt}.${report.direction}`;
    const last = before.get(way);
    before.set(way, report.at);
    const { medianMs } = normal.find((leg) => leg.station === report.station && leg.direction === report.direction) ?? {
      medianMs: null,
    };
    return {
      ...report,
      at: new Date(report.at).toISOString(),
      attempt,
      legMs: last === undefined ? null : report.at - last,
      normalMs: medianMs,
    };
  });
}

type Delivery = Pick<Journey["deliveries"][number], "installationId" | "state" | "dueAt" | "transport" | "lastStation">;
type Passed = { station: Station; direction: Direction; installationId: number | null };

const UNANSWERED: readonly ReceiptState[] = ["overdue", "unknown", "lost"];
const AT_DISTRIBUTOR: readonly (Station | null)[] = ["distributor", "mailbox", "recipient"];

/**
 * What was expected of one delivery and did not come: its receipt, the transport receipt before it, and stations that
 * this receiver's letters usually pass. `vouched` is false where the hole may be ours: we cannot say that it did not happen.
 */
export function missingOf(delivery: Delivery, passed: readonly Passed[], usual: readonly BoardLeg[]): MissingStep[] {
  const unanswered = UNANSWERED.includes(delivery.state);
  const vouched = delivery.state === "overdue" || delivery.state === "lost";
  // A sender's deliveries bear no installation; 0 names none.
  const common = { installationId: delivery.installationId ?? 0, dueAt: null, vouched };
  const missing: MissingStep[] = [];
  const seen = new Set(
    passed
      .filter((step) => step.direction === "out")
      .filter((step) => step.installationId === null || step.installationId === delivery.installationId)
      .map((step) => step.station),
  );
  for (const leg of usual) {
    if (leg.direction !== "out" || seen.has(leg.station) || seen.size === 0) continue;
    // Whoever answered has had the message, so a station that says nothing of it has only not told us.
    missing.push({
      ...common,
      station: leg.station,
      direction: "out",
      what: "station",
      vouched: vouched && unanswered,
    });
  }
  if (unanswered && delivery.transport === null && AT_DISTRIBUTOR.includes(delivery.lastStation)) {
    missing.push({ ...common, station: "mailbox", direction: "back", what: "transport_receipt" });
  }
  if (unanswered) {
    missing.push({ ...common, station: "recipient", direction: "back", what: "receipt", dueAt: delivery.dueAt });
  }
  return missing;
}
