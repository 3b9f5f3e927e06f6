import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "../../lib/env.ts";
import { StartError } from "./line.ts";

const SOURCES = ["app", "components", "lib", "messages", "styles", "public", "prisma/schema.prisma"];
const SETTINGS = ["next.config.ts", "tsconfig.json", "package-lock.json"];
const STAMP = ".next/made-from";
const NOT_BUILT = /\.test\.tsx?$/;

/** Whether the build that lies there is of these sources. */
export function isBuilt(): boolean {
  return existsSync(".next/BUILD_ID") && existsSync(STAMP) && readFileSync(STAMP, "utf8") === fingerprint();
}

/** Builds the web part; `started` is handed the process, to be ended with everything else. Throws StartError. */
export async function build(logFile: string, started: (child: ChildProcess) => void = () => undefined): Promise<void> {
  const sources = fingerprint();
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    env: childEnvironment({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
    stdio: ["ignore", log, log],
  });
  started(child);
  const code = await new Promise((done) => child.once("exit", done));
  if (code !== 0) throw new StartError(`The build failed: ${reasonIn(logFile)} (all of it in ${logFile})`);
  writeFileSync(STAMP, sources);
}

function reasonIn(logFile: string): string {
  const lines = readFileSync(logFile, "utf8").split("\n");
  return (
    (lines.find((line) => /^Error: /.test(line)) ?? lines.find((line) => /error|cannot|failed/i.test(line)))?.trim() ??
    "no reason given"
  );
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const file of [...SOURCES.flatMap(filesOf), ...SETTINGS]) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = entries.flatMap((entry) => (entry.isFile() ? join(entry.parentPath, entry.name) : []));
  return files.filter((file) => !NOT_BUILT.test(file)).sort();
}
