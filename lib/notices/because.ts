import type { Locale } from "../i18n/locales.ts";
import { texts } from "../i18n/texts.ts";
import type { Because } from "../subscriptions/shapes.ts";

const LISTS = { da: new Intl.ListFormat("da"), en: new Intl.ListFormat("en") };

/**
 * Reasons in plain words, in their order: what of the filter was met, and by which fact, where that has a word of its own:
 * `slags (driftsforstyrrelse)`. Whom it hits stands in the notice, as far as the reader may know.
 */
export function reasonsOf(because: readonly Because[], locale: Locale): string[] {
  const say = texts(locale)("notices");
  const window = because.some(({ axis, value }) => axis === "kinds" && value === "window");
  const words = because.map((one) => {
    // It concerns them by their services or what they run: whether it hits them, nobody knows.
    const axis = say(one.axis === "mine" && one.value === "" ? "concerns" : `axis.${one.axis}`);
    const fact = factOf(one, window, locale);
    return fact === null ? axis : say("met", { axis, fact });
  });
  return [...new Set(words)];
}

function factOf({ axis, value }: Because, window: boolean, locale: Locale): string | null {
  const say = texts(locale)("notices");
  if (axis === "organisations" && value === "") return say("hitsUnknown");
  if (value === "") return null;
  if (axis === "kinds") return say(`kind.${value}`).toLowerCase();
  if (axis === "moments") return say(`${window ? "windowMoment" : "moment"}.${value}`).toLowerCase();
  if (axis === "severity") return texts(locale)("states")(`severity.${value}.label`).toLowerCase();
  if (axis === "types") return LISTS[locale].format(value.split(" "));
  if (axis === "stations")
    return LISTS[locale].format(value.split(" ").map((one) => texts(locale)("subscriptions")(`station.${one}`)));
  if (axis !== "impact") return null;
  const [municipalities = "0", messages] = value.split(" ");
  const count = texts(locale)("subscriptions");
  return (
    LISTS[locale].format([
      ...(municipalities === "0" ? [] : [count("sentence.municipalities", { count: Number(municipalities) })]),
      ...(messages === undefined ? [] : [count("sentence.messages", { count: Number(messages) })]),
    ]) || null
  );
}
