import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import { provideSettings } from "../env.ts";
import { onAdminDatabase } from "./embedded/admin.ts";
import { closePools } from "./pool.ts";
import { closePrisma } from "./prisma.ts";

declare module "vitest" {
  interface ProvidedContext {
    testServer: { url: string; template: string };
  }
}

/** A migrated, empty database of its own on the test server (`from` copies another); `drop` removes it at once. */
export async function freshDatabase(from?: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const { url: server, template } = inject("testServer");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onAdminDatabase(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${from ?? template}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = async () => {
    await onAdminDatabase(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  };
  return { url: url.href, drop };
}

/**
 * Gives the tests of this file a migrated database of their own: `ownerPool()` and `prisma()` are connected to it. What
 * one test leaves behind the next one finds.
 */
export function useFreshDatabase(): void {
  let drop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    provideSettings({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await closePools();
    await closePrisma();
    await drop?.();
  });
}
