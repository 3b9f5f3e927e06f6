import type { JourneyStep } from "@/lib/ledger/shapes.ts";
import type { ReceiptOutcome, ReceiptState, Station } from "@/lib/ledger/states.ts";
import { beside, widthOf } from "./label-rules.ts";
import { isSlow, legBetween } from "./leg-rules.ts";
import type { Dot, Label, Line, TimetableWords, Tone } from "./timetable-shapes.ts";

/** A leg longer than this on paper is drawn as waiting and then moving; a shorter one as one steep line. */
const FLAT = 14;
/** How far beside the letter's way the expected way back is drawn. */
const TURN = 11;

export type Drawing = {
  words: TimetableWords;
  right: number;
  xAt: (at: string) => number;
  yOf: (station: Station) => number;
  lines: Line[];
  dots: Dot[];
  labels: Label[];
};

const round = (value: number) => Math.round(value * 10) / 10;
const put = (drawing: Drawing, x: number, y: number, text: string, tone: Tone, strong: boolean) =>
  drawing.labels.push({ ...beside(x, text, drawing.right), y, text, tone, strong });

/** The colour of an answer, by what it said and whether it came after the deadline. */
export function answerTone(outcome: ReceiptOutcome | undefined, late: boolean): ReceiptState {
  if (outcome === "transient") return "transient";
  if (outcome === "fatal") return late ? "late_negative" : "fatal";
  return late ? "late_ok" : "ok";
}

function drawLeg(drawing: Drawing, before: JourneyStep, step: JourneyStep): void {
  const { lines, words, xAt, yOf } = drawing;
  const [x0, x, y0, y] = [xAt(before.at), xAt(step.at), yOf(before.station), yOf(step.station)];
  const legMs = legBetween(before, step);
  const slow = isSlow({ legMs, normalMs: step.normalMs });
  const tone = slow ? "slow" : "ink";
  if (x - x0 <= FLAT || y === y0) {
    lines.push({
      d: `M${round(x0)} ${y0}L${round(x)} ${y}`,
      kind: slow && y === y0 ? "slow" : "move",
      tone: y === y0 ? tone : "ink",
    });
  } else {
    lines.push({ d: `M${round(x0)} ${y0}H${round(x)}`, kind: slow ? "slow" : "move", tone });
    lines.push({ d: `M${round(x)} ${y0}V${y}`, kind: "move", tone: "ink" });
  }
  const text = words.waits(legMs);
  if (!slow || x - x0 <= FLAT) return;
  const roomy = x - x0 > widthOf(text);
  const where = roomy
    ? ({ x: round((x0 + x) / 2), y: y0 - 8, anchor: "middle" } as const)
    : ({ x: round(x - 8), y: y0 + 17, anchor: "end" } as const);
  drawing.labels.push({ ...where, text, tone: "slow", strong: true });
}

/** One sending's way out; answers where it was last seen. */
export function drawOut(drawing: Drawing, way: readonly JourneyStep[]): void {
  const [first] = way;
  if (first !== undefined)
    drawing.dots.push({ x: drawing.xAt(first.at), y: drawing.yOf(first.station), kind: "seen", tone: "ink" });
  for (const [at, step] of way.entries()) {
    const before = way[at - 1];
    if (before !== undefined) drawLeg(drawing, before, step);
  }
}

/** Where a sending ended: at its recipient, or where it was last seen. */
export function drawEnd(drawing: Drawing, last: JourneyStep, how: "arrived" | "stuck" | "blind"): void {
  const [x, y] = [drawing.xAt(last.at), drawing.yOf(last.station)];
  const at = Date.parse(last.at);
  if (how === "arrived") {
    drawing.dots.push({ x, y, kind: "seen", tone: "ink" });
    put(drawing, x, y + 18, drawing.words.arrived(at), "ink", false);
    return;
  }
  const tone = how === "blind" ? "blind" : "deadline";
  drawing.dots.push({ x, y, kind: "last", tone });
  // Above the sender's row the labels of what was sent and what was due stand.
  put(drawing, x + TURN, last.station === "sender" ? y + 18 : y - 9, drawing.words.lastSeen(at), tone, true);
}

/** The way that was expected from `last` on and did not come: to the recipient, and where `answer` is due, back to the sender. */
export function drawGhost(drawing: Drawing, last: JourneyStep, answer: boolean, blind: boolean): void {
  const [x, y] = [drawing.xAt(last.at), drawing.yOf(last.station)];
  const far = drawing.yOf("recipient");
  const turn = x + TURN;
  const down = y === far ? "" : `V${far}`;
  const back = answer ? `H${round(turn)}V${drawing.yOf("sender")}` : "";
  const kind = blind ? "blind" : "ghost";
  const tone = blind ? "blind" : "quiet";
  drawing.lines.push({ d: `M${round(x)} ${y}${down}${back}`, kind, tone });
  const middle = (y === far ? drawing.yOf("agent") : far) - 19;
  put(drawing, turn, middle, blind ? drawing.words.blind : drawing.words.ghost, tone, false);
}

/** One answer's way back to the sender. */
export function drawBack(drawing: Drawing, way: readonly JourneyStep[], tone: ReceiptState): void {
  const points = way.map(({ at, station }) => ({ x: drawing.xAt(at), y: drawing.yOf(station) }));
  if (points.length > 1) {
    drawing.lines.push({ d: `M${points.map(({ x, y }) => `${round(x)} ${y}`).join("L")}`, kind: "back", tone });
  }
  const ends = points.length > 1 ? [points[0], points.at(-1)] : points;
  for (const point of ends) if (point !== undefined) drawing.dots.push({ ...point, kind: "seen", tone });
}
