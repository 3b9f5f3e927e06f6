import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(process.cwd(), "../shared/medcom");

/** A file of MedCom's public examples, and what is expected of it. */
export type Sample = { file: string; path: string; outcome: "taken" | "skipped" | "refused" | "either" };

/** MedCom's public examples where they lie beside the project, for tests; null where they do not. */
export function medcomSamples(): Sample[] | null {
  const list = join(FOLDER, "expected.csv");
  if (!existsSync(list)) return null;
  const [, ...lines] = readFileSync(list, "utf8").trim().split("\n");
  return lines.map((line) => {
    const [file = "", outcome = ""] = line.split(",");
    return { file, path: join(FOLDER, file), outcome: outcome as Sample["outcome"] };
  });
}

const NAMES = [
  /"(?:family|given)"\s*:\s*\[?\s*"([^"]{4,40})"/g,
  /<(?:family|given) value="([^"]{4,40})"/g,
  /<Person(?:Surname|Given)Name>([^<]{4,40})</g,
];

/** Every number shaped like a CPR number and every citizen's name in the examples: what must never be found elsewhere. */
export function personsIn(texts: readonly string[]): { numbers: string[]; names: string[] } {
  const all = (pattern: RegExp) =>
    texts.flatMap((text) => [...text.matchAll(pattern)].map(([, found = ""]) => found.trim()));
  const numbers = all(/(?<!\d)((?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{6})(?!\d)/g);
  return { numbers: [...new Set(numbers)], names: [...new Set(NAMES.flatMap(all))] };
}
