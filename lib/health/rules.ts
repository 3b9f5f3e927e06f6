/** A worker beats every two to three seconds; after this long it is taken for dead. */
export const SILENT_AFTER_MS = 15_000;

export type Readiness = {
  ready: boolean;
  database: "ok" | "down";
  migrations: "ok" | "pending" | "unknown";
  worker: "ok" | "silent" | "unknown";
};

/** What can be said where the database does not answer: nothing of the rest. */
export const DATABASE_DOWN: Readiness = { ready: false, database: "down", migrations: "unknown", worker: "unknown" };

/** Whether requests may be sent here: the database is of this version, and a worker folds what comes in. */
export function readinessOf(wanted: string[], applied: string[], beat: Date | null, now: Date): Readiness {
  const had = new Set(applied);
  const migrations = wanted.every((name) => had.has(name)) ? "ok" : "pending";
  const worker = beat !== null && now.getTime() - beat.getTime() < SILENT_AFTER_MS ? "ok" : "silent";
  return { ready: migrations === "ok" && worker === "ok", database: "ok", migrations, worker };
}

export type Metric = { name: string; help: string; type: "counter" | "gauge"; value: number | null };

/** The metrics as Prometheus reads them; what is not known is left out, never 0. */
export function prometheusText(metrics: Metric[]): string {
  const known = metrics.filter((metric) => metric.value !== null);
  const lines = known.flatMap(({ name, help, type, value }) => [
    `# HELP kvittering_${name} ${help}`,
    `# TYPE kvittering_${name} ${type}`,
    `kvittering_${name} ${value}`,
  ]);
  return `${lines.join("\n")}\n`;
}
