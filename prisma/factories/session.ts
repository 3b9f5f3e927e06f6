import { encode } from "next-auth/jwt";
import type { Pool } from "pg";
import { sessionCookie } from "../../lib/access/cookies.ts";
import type { Viewer } from "../../lib/access/viewer.ts";
import { env } from "../../lib/env.ts";
import { createGrant, createPerson } from "./directory.ts";

/** The cookie header of a person signed in. */
export async function cookieOf(personId: number): Promise<string> {
  return `${sessionCookie()}=${await encode({ token: { sub: String(personId) }, secret: env().SECRET })}`;
}

/** A person with a grant to look as this viewer does, and the cookie header of their session. */
export async function signInAs(db: Pool, viewer: Viewer): Promise<string> {
  const person = await createPerson(db);
  const organisation = { id: viewer.organisationId, name: viewer.organisationName, code: null };
  await createGrant(db, person, organisation, viewer.role);
  return cookieOf(person.id);
}
