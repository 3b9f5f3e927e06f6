/** What was corrected: `what` names the text for it, `nr` the update it is of, and `values` how its values are written. */
export type Revised = {
  what: string;
  nr: number | null;
  values: "text" | "time" | "severity" | "cause" | "services" | "incidents" | "reason";
};

const VALUES: Record<string, Exclude<Revised["values"], "text">> = {
  ...{ startedAt: "time", statedAt: "time", withdrawnAt: "time" },
  ...{ severity: "severity", causeClass: "cause", services: "services", merged: "incidents", dismissed: "reason" },
};

/** Reads the name that a revision gives its field: `title`, `update 2 text`, `followUp cause`. */
export function revised(field: string): Revised {
  const [, nr, ofUpdate] = /^update (\d+) (\w+)$/.exec(field) ?? [];
  const what = ofUpdate ?? field.split(" ").at(-1) ?? field;
  return { what, nr: nr === undefined ? null : Number(nr), values: VALUES[what] ?? "text" };
}
