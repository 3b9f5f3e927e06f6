import { HOT_SHARE } from "@/lib/status/incidents/clocks.ts";

/** A promise of a time: counted from an instant to another (ms), and met at a third or not yet. */
export type Promised = { from: number; due: number; met: number | null };
export type ClockView = {
  name: "running" | "hot" | "met" | "missed" | "overdue";
  /** What is left, what it took, or how far past it is; milliseconds, never negative. */
  ms: number;
  /** How much of the time is used, 0 to 1. */
  used: number;
};

/** What a clock shows at an instant (ms). */
export function clockView({ from, due, met }: Promised, now: number): ClockView {
  const share = (at: number) => (due <= from ? 1 : Math.min(1, Math.max(0, (at - from) / (due - from))));
  if (met !== null) return { name: met <= due ? "met" : "missed", ms: Math.max(0, met - from), used: share(met) };
  if (now > due) return { name: "overdue", ms: now - due, used: 1 };
  const used = share(now);
  return { name: used >= HOT_SHARE ? "hot" : "running", ms: due - now, used };
}

/** `01:02`, `27:52`, `1:04:10`: minutes and seconds, hours where there are any. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
}
