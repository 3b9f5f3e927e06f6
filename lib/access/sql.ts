import type { PoolClient } from "pg";
import { ownerPool } from "../db/pool.ts";
import { readOnlyAs } from "../db/read-only.ts";
import type { Role } from "./viewer.ts";

/** Runs reads in the role that sees persons and grants, and nothing else. */
export const asSignIn = <T>(run: (tx: PoolClient) => Promise<T>): Promise<T> => readOnlyAs("kvit_signin", {}, run);

export type GrantRow = {
  personId: number;
  name: string;
  grantId: number;
  organisationId: number;
  organisationName: string;
  role: Role;
};

/** A person's grants in force on a Danish day, the oldest first. */
export async function grantsOf(tx: PoolClient, personId: number, day: string): Promise<GrantRow[]> {
  const { rows } = await tx.query<GrantRow>(
    `SELECT p.id AS "personId", p.name, g.id AS "grantId", o.id AS "organisationId", o.name AS "organisationName", g.role
     FROM person p JOIN "grant" g ON g.person_id = p.id JOIN organisation o ON o.id = g.organisation_id
     WHERE p.id = $1 AND g.valid_from <= $2::date AND (g.valid_to IS NULL OR g.valid_to >= $2::date) ORDER BY g.id`,
    [personId, day],
  );
  return rows;
}

export type DemoAccountRow = { email: string; role: Role; organisation: string };

/** The demo's accounts with a grant in force. */
export async function demoAccountRows(tx: PoolClient, day: string): Promise<DemoAccountRow[]> {
  const { rows } = await tx.query<DemoAccountRow>(
    `SELECT p.email, g.role, o.name AS organisation
     FROM person p JOIN "grant" g ON g.person_id = p.id JOIN organisation o ON o.id = g.organisation_id
     WHERE p.demo AND p.password_hash IS NOT NULL AND g.valid_from <= $1::date AND (g.valid_to IS NULL OR g.valid_to >= $1::date)
     ORDER BY g.role, p.id`,
    [day],
  );
  return rows;
}

export async function isMarkedDemo(tx: PoolClient): Promise<boolean> {
  const { rows } = await tx.query("SELECT FROM meta WHERE key = 'demo'");
  return rows.length > 0;
}

export async function demoPerson(
  tx: PoolClient,
  email: string,
): Promise<{ id: number; name: string; passwordHash: string } | undefined> {
  const { rows } = await tx.query<{ id: number; name: string; passwordHash: string }>(
    `SELECT id, name, password_hash AS "passwordHash" FROM person WHERE demo AND password_hash IS NOT NULL AND email = $1`,
    [email],
  );
  return rows[0];
}

export async function personBySubject(tx: PoolClient, subject: string): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>("SELECT id FROM person WHERE subject = $1", [subject]);
  return rows[0]?.id ?? null;
}

/** Ties an identity to the person with this e-mail who has none yet. Answers the person, or null. */
export async function linkSubject(email: string, subject: string): Promise<number | null> {
  const { rows } = await ownerPool().query<{ id: number }>(
    "UPDATE person SET subject = $2 WHERE lower(email) = lower($1) AND subject IS NULL AND NOT demo RETURNING id",
    [email, subject],
  );
  return rows[0]?.id ?? null;
}

/** Writes down that somebody signed in or out. */
export async function recordSign(
  personId: number,
  action: "sign_in" | "sign_out",
  means: string,
  now: Date,
): Promise<void> {
  await ownerPool().query(
    "INSERT INTO audit_entry (at, person_id, action, entity, detail) VALUES ($1, $2, $3, $4, $5)",
    [now, personId, action, `person:${personId}`, JSON.stringify({ means })],
  );
}
