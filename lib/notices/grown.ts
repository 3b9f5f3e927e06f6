import type { Locale } from "../i18n/locales.ts";
import { type Say, texts } from "../i18n/texts.ts";
import type { Axis, Signal } from "../subscriptions/shapes.ts";
import type { Told } from "./message.ts";
import { readThread } from "./thread.ts";

/** The axis that kept the recipient out, and what it was then. */
export type Grown = { axis: string; value: string };
/** What kept the recipient out before, where this is the first it hears of a thread that has come to concern it since. */
export function grownOf(
  signal: Pick<Signal, "thread">,
  { signals, reasons }: Pick<Told, "signals" | "reasons">,
): Grown | null {
  const found = atFirst("grown", signal, { signals, reasons });
  if (found === null) return null;
  const [axis = "", ...value] = found;
  return { axis, value: value.join(" ") };
}

/** That what was told before goes on in this thread, where this is the first that is heard of it since. */
export function mergedText(
  signal: Pick<Signal, "thread">,
  told: Pick<Told, "signals" | "reasons">,
  locale: Locale,
): string | null {
  const found = atFirst("merged", signal, told);
  if (found === null) return null;
  const numbers = found.map((thread) => readThread(thread)?.id ?? thread);
  const into = readThread(signal.thread)?.id ?? signal.thread;
  return texts(locale)("notices")("merged", { numbers: LISTS[locale].format(numbers), count: numbers.length, into });
}
const LISTS = { da: new Intl.ListFormat("da"), en: new Intl.ListFormat("en") };

/** What a reason of this axis says of a thread beside its name, at the first signal of it in a message. */
function atFirst(
  wanted: Axis,
  signal: Pick<Signal, "thread">,
  { signals, reasons }: Pick<Told, "signals" | "reasons">,
): string[] | null {
  if (signals.find(({ thread }) => thread === signal.thread) !== signal) return null;
  const found = reasons
    .flatMap(({ because }) => because)
    .find(({ axis, value }) => axis === wanted && value.split(" ")[0] === signal.thread);
  return found ? found.value.split(" ").slice(1) : null;
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
