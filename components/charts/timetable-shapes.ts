import type { Journey } from "@/lib/ledger/shapes.ts";
import type { ReceiptState, Station } from "@/lib/ledger/states.ts";
import type { Axis } from "./time-rules.ts";

export type Delivery = Journey["deliveries"][number];

/** How the labels read; the layout needs the words to keep them apart. Instants are ms since 1970, durations ms. */
export type TimetableWords = {
  attempt: (attempt: number, at: number) => string;
  lastSeen: (at: number) => string;
  waits: (ms: number) => string;
  arrived: (at: number) => string;
  receipt: (at: number, lateMs: number | null) => string;
  deadline: (at: number) => string;
  warn: (at: number) => string;
  now: string;
  /** Expected, and did not come. */
  ghost: string;
  /** Expected, and we cannot see whether it came. */
  blind: string;
};

export type Tone = "ink" | "quiet" | "slow" | "warn" | "deadline" | "blind" | ReceiptState;
export type Line = { d: string; kind: "move" | "slow" | "ghost" | "blind" | "back"; tone: Tone };
export type Dot = { x: number; y: number; kind: "seen" | "last"; tone: Tone };
export type Label = {
  x: number;
  y: number;
  text: string;
  anchor: "start" | "middle" | "end";
  tone: Tone;
  strong: boolean;
};
export type Rule = { x: number; top: number; tone: "deadline" | "warn" | "now" };

export type TimetableLayout = {
  width: number;
  height: number;
  axis: Axis;
  bottom: number;
  rows: { station: Station; y: number }[];
  ticks: { x: number; at: number }[];
  rules: Rule[];
  lines: Line[];
  dots: Dot[];
  labels: Label[];
};
