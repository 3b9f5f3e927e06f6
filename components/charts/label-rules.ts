import type { Label } from "./timetable-shapes.ts";

/** Wide enough for the widest glyphs at 12 px, so that two labels never touch. */
const CHAR = 6.6;
export const LANE = 16;

export const widthOf = (text: string): number => text.length * CHAR;

/** Where a label stands beside a point: to its right, or to its left where the chart ends. */
export function beside(x: number, text: string, right: number): Pick<Label, "x" | "anchor"> {
  return x + 10 + widthOf(text) > right ? { x: x - 8, anchor: "end" } : { x: x + 10, anchor: "start" };
}

type Unplaced = Omit<Label, "y">;
const startOf = ({ x, text, anchor }: Unplaced) =>
  anchor === "start" ? x : anchor === "end" ? x - widthOf(text) : x - widthOf(text) / 2;

/** Puts labels that would touch into lanes above each other; lane 0 is the one nearest the chart. */
export function laned<L extends Unplaced>(labels: readonly L[]): { lanes: number; placed: (L & { lane: number })[] } {
  const ends: number[] = [];
  const inOrder = [...labels].sort((a, b) => startOf(a) - startOf(b));
  const placed = inOrder.map((label) => {
    const start = startOf(label);
    const free = ends.findIndex((end) => end <= start);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = start + widthOf(label.text) + 8;
    return { ...label, lane };
  });
  return { lanes: ends.length, placed };
}
