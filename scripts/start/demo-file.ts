import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const account = z.object({ email: z.string(), password: z.string(), role: z.string(), organisation: z.string() });
const demoFile = z.object({ url: z.string(), databaseUrl: z.string(), apiKey: z.string(), accounts: z.array(account) });
/** What the demo leaves in `.data/demo.json` for people and tools. */
export type Demo = z.output<typeof demoFile>;

const fileIn = (dataDir: string) => join(dataDir, "demo.json");

/** The demo's accounts, key and addresses, or null where there is none. */
export function readDemo(dataDir: string): Demo | null {
  if (!existsSync(fileIn(dataDir))) return null;
  return demoFile.safeParse(JSON.parse(readFileSync(fileIn(dataDir), "utf8"))).data ?? null;
}

/** Writes it anew, for its owner's eyes only. */
export function writeDemo(dataDir: string, demo: Demo): void {
  writeFileSync(fileIn(dataDir), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
}
