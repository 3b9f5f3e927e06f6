import type { CsvWords } from "../ledger/queries.ts";
import { RECEIPT_STATES, STATIONS } from "../ledger/states.ts";
import type { Locale } from "./locales.ts";
import { loadMessages, type Texts } from "./messages.ts";

/** The words of a CSV file in a language. */
export async function csvWords(locale: Locale): Promise<CsvWords> {
  const { csv, states } = await loadMessages(locale);
  const text = (from: Texts, ...path: string[]): string => {
    let found: string | Texts | undefined = from;
    for (const step of path) found = typeof found === "object" ? found[step] : undefined;
    return typeof found === "string" ? found : (path.at(-1) ?? "");
  };
  return {
    words: Object.fromEntries(
      Object.entries(csv).flatMap(([key, word]) => (typeof word === "string" ? [[key, word]] : [])),
    ),
    states: Object.fromEntries(
      RECEIPT_STATES.map((state) => [state, text(states, "receipt", state, "label")]),
    ) as CsvWords["states"],
    stations: Object.fromEntries(
      STATIONS.map((station) => [station, text(states, "station", station)]),
    ) as CsvWords["stations"],
    english: locale === "en",
  };
}
