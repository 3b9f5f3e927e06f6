import { join } from "node:path";
import { EmbeddedError } from "../lib/db/embedded/binaries.ts";
import { keepSecret } from "../lib/db/embedded/place.ts";
import { env, provideSettings, SettingsError, secretOr, startedByNpm } from "../lib/env.ts";
import { build, isBuilt } from "./start/build.ts";
import { type Database, openEmbedded, openNamed } from "./start/database.ts";
import type { Demo } from "./start/demo-file.ts";
import { endChildLater, endEverything, endLater, endOnSignals } from "./start/ending.ts";
import { codeOf, StartError, say } from "./start/line.ts";
import { requireFreePort, requireWritableFolder } from "./start/preflight.ts";
import { prepareClient } from "./start/prepare.ts";
import { keepRunning, type Placement, programs, untilReady } from "./start/processes.ts";

/** Everything in one command: database, migrations, build, demo world, web and worker, until it is told to end. */
async function start(development: boolean): Promise<void> {
  const { PORT: port, DATA_DIR: dataDir, DATABASE_URL: named, PUBLIC_URL: publicUrl } = env();
  // Demo accounts are one click away, so no other machine may reach them.
  const host = named ? "0.0.0.0" : "127.0.0.1";
  const url = `http://127.0.0.1:${port}`;
  await requireFreePort(port, host);
  requireWritableFolder(dataDir);
  prepareClient();

  const database = named ? await openNamed(named) : await openEmbedded(dataDir);
  endLater(database.close);
  const building = development || isBuilt() ? undefined : buildBeside(join(dataDir, "build.log"));
  const demo = await fill(database, dataDir, url);
  await building;

  const logFolder = named || development ? null : dataDir;
  const running = startPrograms({ host, port, development, logFolder });
  await untilReady(url, running, logFolder === null ? "see above" : `see web.log and worker.log in ${dataDir}`);
  for (const line of welcome(publicUrl ?? url, demo)) say(line);
}

/** Begins the build beside the database's work; awaiting the answer waits for it and says what went wrong. */
function buildBeside(logFile: string): Promise<void> {
  say("Build: begun");
  const building = build(logFile, endChildLater).then(() => say("Build: done"));
  // It is awaited after the database's work; until then its failure is not an unhandled one.
  building.catch(() => undefined);
  return building;
}

/** Migrations and, on our own database, the demo world. */
async function fill(database: Database, dataDir: string, url: string): Promise<Demo | null> {
  const own = database.embedded;
  provideSettings({
    DATABASE_URL: database.url,
    SECRET: secretOr(() => keepSecret(join(dataDir, "secret"))),
    EMBEDDED: own ? "1" : "0",
    STARTER_PID: String(process.pid),
  });
  const { migrate, demoWorld, closeConnections } = await import("./start/demo.ts");
  await migrate(database.url, own ? dataDir : null, new Date());
  const wanted = own && env().DEMO === "on";
  const demo = wanted ? await demoWorld(dataDir, url, database.url, new Date()) : null;
  await closeConnections();
  if (wanted && demo === null)
    say("Demo world: demo.json is gone, so its passwords are unknown; delete the data folder to begin anew");
  return demo;
}

function startPrograms(placement: Placement) {
  return programs(placement).map((program) => {
    const running = keepRunning(program);
    endLater(running.stop);
    return running;
  });
}

function welcome(url: string, demo: Demo | null): string[] {
  if (demo === null) return [`Ready: ${url}`];
  const accounts = demo.accounts.map(({ organisation, role }) => `${organisation} (${role})`).join(", ");
  return [`Ready: open ${url}/sign-in and choose one of the demo accounts, no password needed: ${accounts}`];
}

function reasonOf(error: unknown): string {
  const known = error instanceof StartError || error instanceof EmbeddedError || error instanceof SettingsError;
  if (known) return error.message;
  return error instanceof Error ? `${codeOf(error)}: ${error.message.split("\n")[0]}` : "unknown";
}

try {
  endOnSignals(startedByNpm(), () => say("Ending: web, worker and database"));
  await start(process.argv.includes("--dev"));
} catch (error) {
  process.stderr.write(`Cannot start. ${reasonOf(error)}\n`);
  await endEverything();
  process.exit(1);
}
