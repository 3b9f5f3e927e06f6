import type { Journey, JourneyStep, MissingStep } from "@/lib/ledger/shapes.ts";
import { type ReceiptState, STATIONS } from "@/lib/ledger/states.ts";
import { beside, LANE, laned } from "./label-rules.ts";
import { stepsOf, waysBack, waysOut } from "./leg-rules.ts";
import { type Axis, clockTicks, xOf } from "./time-rules.ts";
import { answerTone, type Drawing, drawBack, drawEnd, drawGhost, drawOut } from "./timetable-draw.ts";
import type { Delivery, Label, Rule, TimetableLayout, TimetableWords, Tone } from "./timetable-shapes.ts";

const WIDTH = 1120;
const LEFT = 132;
const RIGHT = 1096;
const ROW = 46;

type Limits = { due: number | null; warn: number | null };
type Way = { attempt: number; steps: JourneyStep[] };

/** The deadline and the warning of a delivery that owes a receipt, in ms since 1970. */
function limitsOf({ dueAt, warnAt, state }: Delivery): Limits {
  if (state === "not_due" || dueAt === null) return { due: null, warn: null };
  return { due: Date.parse(dueAt), warn: warnAt === null ? null : Date.parse(warnAt) };
}

/** The time one delivery needs: from the sending to the last event, and as far as the deadline, or a while past it while an answer is out. */
function needOf(journey: Journey, delivery: Delivery): { from: number; to: number } {
  const times = stepsOf(journey, delivery.installationId).map(({ at }) => Date.parse(at));
  const { due } = limitsOf(delivery);
  const sent = Date.parse(journey.sentAt ?? delivery.sentAt);
  const open = delivery.decidedAt === null && due !== null;
  const past = open ? Math.min(Date.parse(journey.asOf), due + (due - sent)) : 0;
  return { from: Math.min(sent, ...times), to: Math.max(sent + 1_000, ...times, due ?? 0, past) };
}

/** One span for every recipient of a letter, so that their timetables can be compared. */
function spanOf(journey: Journey): { from: number; to: number } {
  const needs = journey.deliveries.map((delivery) => needOf(journey, delivery));
  const from = Math.min(...needs.map((need) => need.from));
  const to = Math.max(...needs.map((need) => need.to));
  const room = (to - from) * 0.04;
  return { from: from - room, to: to + room };
}

/** What stands above the first station: the limits, when each sending left, and when each answer arrived. */
function headLabels(
  outs: readonly Way[],
  backs: readonly Way[],
  { due, warn }: Limits,
  axis: Axis,
  words: TimetableWords,
) {
  const labels: (Omit<Label, "y"> & { rule?: "deadline" | "warn" })[] = [];
  const add = (at: number, text: string, tone: Tone, strong: boolean, rule?: "deadline" | "warn") =>
    labels.push({ ...beside(xOf(at, axis), text, WIDTH), text, tone, strong, ...(rule && { rule }) });
  if (due !== null) add(due, words.deadline(due), "deadline", true, "deadline");
  if (warn !== null) add(warn, words.warn(warn), "warn", false, "warn");
  for (const { attempt, steps } of outs) {
    const [first] = steps;
    if (first !== undefined) add(Date.parse(first.at), words.attempt(attempt, Date.parse(first.at)), "ink", false);
  }
  for (const { steps } of backs) {
    const end = steps.at(-1);
    if (end === undefined || end.station !== "sender") continue;
    const at = Date.parse(end.at);
    const lateMs = due !== null && at > due ? at - due : null;
    add(at, words.receipt(at, lateMs), answerTone(outcomeOf(steps), lateMs !== null), true);
  }
  return laned(labels);
}

const outcomeOf = (steps: readonly JourneyStep[]) => steps.find(({ receipt }) => receipt !== null)?.receipt?.outcome;

/** What a delivery lacks; a sender sees no installations, so all of it belongs to its one recipient. */
function missingOf(journey: Journey, { installationId }: Delivery): MissingStep[] {
  return journey.missing.filter((step) => installationId === null || step.installationId === installationId);
}

/** Draws what each sending lacks: one that stopped before its recipient, and the last one where its answer did not come. */
function drawOuts(drawing: Drawing, outs: readonly Way[], state: ReceiptState, missing: readonly MissingStep[]): void {
  const blind = missing.length > 0 ? missing.every(({ vouched }) => !vouched) : state === "unknown";
  const answerMissing = missing.some(({ what }) => what === "receipt") || state === "overdue" || state === "unknown";
  const lacks = missing.length > 0 || answerMissing || state === "lost";
  for (const [nth, { steps }] of outs.entries()) {
    drawOut(drawing, steps);
    const last = steps.at(-1);
    if (last === undefined) continue;
    const resent = nth < outs.length - 1;
    if (last.station === "recipient") {
      drawEnd(drawing, last, "arrived");
      if (answerMissing && !resent) drawGhost(drawing, last, true, blind);
    } else if (resent || lacks) {
      drawEnd(drawing, last, blind ? "blind" : "stuck");
      drawGhost(drawing, last, resent || answerMissing, blind);
    }
  }
}

function rulesOf(
  { due, warn }: Limits,
  now: number,
  axis: Axis,
  topOf: (tone: "deadline" | "warn") => number,
  top: number,
): Rule[] {
  const rules: Rule[] = [];
  if (warn !== null) rules.push({ x: xOf(warn, axis), top: topOf("warn"), tone: "warn" });
  if (due !== null) rules.push({ x: xOf(due, axis), top: topOf("deadline"), tone: "deadline" });
  if (now > axis.from && now < axis.to) rules.push({ x: xOf(now, axis), top, tone: "now" });
  return rules;
}

/**
 * The journey of a letter to one recipient as a railway timetable: time across, stations down. A leg that waited is drawn
 * flat at the station it waited at, then down; what was expected and did not come is drawn from where the letter was
 * last seen. Geometry only: 1120 units wide, colours are named by tone.
 */
export function layTimetable(journey: Journey, delivery: Delivery, words: TimetableWords): TimetableLayout {
  const steps = stepsOf(journey, delivery.installationId);
  const missing = missingOf(journey, delivery);
  const limits = limitsOf(delivery);
  const axis: Axis = { ...spanOf(journey), left: LEFT, right: RIGHT };
  const [outs, backs] = [waysOut(steps), waysBack(steps)];
  const { lanes, placed } = headLabels(outs, backs, limits, axis, words);

  const top = 14 + Math.max(1, lanes) * LANE;
  const shown = STATIONS.filter(
    (station) => station !== "access_point" || steps.some((step) => step.station === station),
  );
  const rows = shown.map((station, at) => ({ station, y: top + 12 + at * ROW }));
  const bottom = top + 12 + (rows.length - 1) * ROW + 26;
  const laneY = (lane: number) => top - 8 - lane * LANE;
  const drawing: Drawing = {
    words,
    right: WIDTH,
    xAt: (at) => xOf(Date.parse(at), axis),
    yOf: (station) => rows.find((row) => row.station === station)?.y ?? top,
    lines: [],
    dots: [],
    labels: placed.map(({ lane, rule: _, ...label }) => ({ ...label, y: laneY(lane) })),
  };
  drawOuts(drawing, outs, delivery.state, missing);
  for (const { steps: way } of backs) {
    const end = Date.parse(way.at(-1)?.at ?? journey.asOf);
    drawBack(drawing, way, answerTone(outcomeOf(way), limits.due !== null && end > limits.due));
  }
  const topOf = (tone: "deadline" | "warn") => laneY(placed.find(({ rule }) => rule === tone)?.lane ?? 0) - 11;
  const now = Date.parse(journey.asOf);
  const rules = rulesOf(limits, now, axis, topOf, top);
  if (rules.some(({ tone }) => tone === "now")) {
    drawing.labels.push({
      x: xOf(now, axis),
      y: bottom - 4,
      text: words.now,
      anchor: "middle",
      tone: "quiet",
      strong: false,
    });
  }
  const ticks = clockTicks(axis.from, axis.to, 9).map((at) => ({ x: xOf(at, axis), at }));
  const { lines, dots, labels } = drawing;
  return { width: WIDTH, height: bottom + 28, axis, bottom, rows, ticks, rules, lines, dots, labels };
}
