import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { databaseUrl, env } from "../env.ts";
import { danishDay } from "../time/danish.ts";
import { passwordFits } from "./password.ts";
import { asSignIn, type DemoAccountRow, demoAccountRows, demoPerson, isMarkedDemo } from "./sql.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);

/** Whether settings allow demo accounts at all: the starter's own database, on this machine, and a demo asked for. */
export function demoSettingsOn(): boolean {
  const settings = env();
  if (settings.EMBEDDED !== "1" || settings.DEMO !== "on") return false;
  return LOOPBACK.has(new URL(databaseUrl()).hostname);
}

/** Whether one may sign in as a demo account: settings allow it and the database says that it holds a demo world. */
export async function demoSignInOn(): Promise<boolean> {
  return demoSettingsOn() && (await asSignIn(isMarkedDemo));
}

/** The demo accounts one click signs in as; none where demo sign-in is off. */
export async function demoAccounts(): Promise<DemoAccountRow[]> {
  if (!(await demoSignInOn())) return [];
  return asSignIn((tx) => demoAccountRows(tx, danishDay(Date.now())));
}

/** The person a demo e-mail and password belong to, or null; always null where demo sign-in is off. */
export async function demoPersonOf(email: string, password: string): Promise<{ id: number; name: string } | null> {
  if (!(await demoSignInOn())) return null;
  const person = await asSignIn((tx) => demoPerson(tx, email));
  return person && (await passwordFits(password, person.passwordHash)) ? { id: person.id, name: person.name } : null;
}

const demoFile = z.object({ accounts: z.array(z.object({ email: z.string(), password: z.string() })) });

/** A demo account's password, from the file the starter left for whoever sits at this machine. */
export async function demoPassword(email: string): Promise<string | null> {
  const text = await readFile(join(env().DATA_DIR, "demo.json"), "utf8").catch(() => null);
  if (text === null) return null;
  const parsed = demoFile.safeParse(JSON.parse(text));
  return parsed.data?.accounts.find((account) => account.email === email)?.password ?? null;
}
