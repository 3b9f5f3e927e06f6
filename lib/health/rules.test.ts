import { describe, expect, test } from "vitest";
import { prometheusText, readinessOf, SILENT_AFTER_MS } from "./rules.ts";

const NOW = new Date("2026-11-23T10:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);

describe("readiness", () => {
  test.each([
    { why: "all is well", applied: ["1", "2"], beat: ago(1_000), ready: true, migrations: "ok", worker: "ok" },
    {
      why: "a newer version has been here",
      applied: ["1", "2", "3"],
      beat: ago(0),
      ready: true,
      migrations: "ok",
      worker: "ok",
    },
    { why: "a migration is missing", applied: ["1"], beat: ago(0), ready: false, migrations: "pending", worker: "ok" },
    {
      why: "the worker went silent",
      applied: ["1", "2"],
      beat: ago(SILENT_AFTER_MS),
      ready: false,
      migrations: "ok",
      worker: "silent",
    },
    { why: "no worker ever ran", applied: ["1", "2"], beat: null, ready: false, migrations: "ok", worker: "silent" },
  ])("$why", ({ applied, beat, ready, migrations, worker }) => {
    expect(readinessOf(["1", "2"], applied, beat, NOW)).toEqual({ ready, database: "ok", migrations, worker });
  });
});

test("a metric that is not known is left out, not shown as 0", () => {
  const text = prometheusText([
    { name: "inbox_depth", help: "Waiting.", type: "gauge", value: null },
    { name: "open_streams", help: "Open.", type: "gauge", value: 0 },
  ]);
  expect(text).toBe(
    "# HELP kvittering_open_streams Open.\n# TYPE kvittering_open_streams gauge\nkvittering_open_streams 0\n",
  );
});
