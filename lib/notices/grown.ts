import type { Locale } from "../i18n/locales.ts";
import { type Say, texts } from "../i18n/texts.ts";
import type { Signal } from "../subscriptions/shapes.ts";
import type { Told } from "./message.ts";

/** The axis that kept the recipient out, and what it was then. */
export type Grown = { axis: string; value: string };
/** What kept the recipient out before, where this is the first it hears of a thread that has come to concern it since. */
export function grownOf(
  signal: Pick<Signal, "thread">,
  { signals, reasons }: Pick<Told, "signals" | "reasons">,
): Grown | null {
  const first = signals.find(({ thread }) => thread === signal.thread);
  const found = reasons
    .flatMap(({ because }) => because)
    .find(({ axis, value }) => axis === "grown" && value.split(" ")[0] === signal.thread);
  if (first !== signal || !found) return null;
  const [, axis = "", ...value] = found.value.split(" ");
  return { axis, value: value.join(" ") };
}

/** The sentence that says so. */
export function grownText(
  { axis, value }: Grown,
  signal: Pick<Signal, "severity" | "municipalities" | "messages">,
  locale: Locale,
): string {
  const say = texts(locale)("notices");
  const severity = (of: string) => texts(locale)("states")(`severity.${of}.label`).toLowerCase();
  if (axis === "severity" && signal.severity !== null)
    return say("grown.severity", { before: severity(value), now: severity(signal.severity) });
  if (axis === "impact") {
    const [municipalities = "0", messages] = value.split(" ");
    const before = reachOf(Number(municipalities), messages === undefined ? null : Number(messages), say);
    return say("grown.impact", { before, now: reachOf(signal.municipalities.length, signal.messages, say) });
  }
  return say(axis === "mine" || axis === "organisations" ? `grown.${axis}` : "grown.other");
}

const reachOf = (municipalities: number, messages: number | null, say: Say): string =>
  say(messages === null ? "grown.uncounted" : "grown.reach", { municipalities, messages: messages ?? 0 });
