import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { childEnvironment } from "../../lib/env.ts";
import { StartError } from "./line.ts";

const STAMP = "prisma/generated/made-from";

/** Generates the Prisma client unless it is there and made from this schema. Throws StartError. */
export function prepareClient(): void {
  const wanted = createHash("sha256");
  for (const file of ["prisma/schema.prisma", "node_modules/prisma/package.json"]) wanted.update(readFileSync(file));
  const fingerprint = wanted.digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === fingerprint) return;
  const { status, stderr } = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
    encoding: "utf8",
    env: childEnvironment({
      // It generates without an engine, but wants to download one unless a file stands here.
      PRISMA_SCHEMA_ENGINE_BINARY: "package.json",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    }),
  });
  if (status !== 0) throw new StartError(`Prisma could not generate its client: ${stderr.trim().split("\n")[0]}`);
  writeFileSync(STAMP, fingerprint);
}
