import { spawnSync } from "node:child_process";
import { childEnvironment } from "../lib/env.ts";
import { build, isBuilt } from "./start/build.ts";
import { prepareClient } from "./start/prepare.ts";

/** Everything that must hold, cheapest first, so that a slip is told within seconds. The first failure ends the run. */
const checks: { name: string; run: () => boolean | Promise<boolean> }[] = [
  { name: "format and lint", run: () => tool("@biomejs/biome/bin/biome", ["ci", "--error-on-warnings"]) },
  { name: "Prisma client", run: made(prepareClient) },
  { name: "types", run: () => tool("typescript/bin/tsc", ["--noEmit", "-p", "."]) },
  { name: "unit and integration", run: () => tool("vitest/vitest.mjs", ["run"]) },
  { name: "build", run: made(() => (isBuilt() ? undefined : build("build.log"))) },
  { name: "bench, small", run: () => ["intake", "reads", "parse", "hostile", "notices"].every(bench) },
  { name: "browser", run: () => tool("@playwright/test/cli.js", ["test"]) },
];

/** A benchmark small enough for every run: that it works, not how fast. */
const bench = (name: string) =>
  spawnSync(process.execPath, ["bench/run.ts", name, "--small"], { stdio: "inherit" }).status === 0;

function tool(program: string, args: string[]): boolean {
  const env = childEnvironment({ NEXT_TELEMETRY_DISABLED: "1" });
  return spawnSync(process.execPath, [`node_modules/${program}`, ...args], { stdio: "inherit", env }).status === 0;
}

function made(make: () => void | Promise<void>): () => Promise<boolean> {
  return async () => {
    try {
      await make();
      return true;
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : "unknown"}\n`);
      return false;
    }
  };
}

let passed = 0;
for (const { name, run } of checks) {
  process.stdout.write(`\n== ${name}\n`);
  const began = Date.now();
  const held = await run();
  process.stdout.write(`== ${name}: ${held ? "passed" : "FAILED"} in ${((Date.now() - began) / 1_000).toFixed(1)} s\n`);
  if (!held) {
    process.stdout.write(`\n${passed} passed, 1 failed (${name}), ${checks.length - passed - 1} not run\n`);
    process.exit(1);
  }
  passed += 1;
}
process.stdout.write(`\n${passed} passed, 0 failed\n`);
