import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { env } from "../env.ts";
import { danishDay } from "../time/danish.ts";
import { grantCookie, sessionCookie } from "./cookies.ts";
import { asSignIn, type GrantRow, grantsOf } from "./sql.ts";
import type { Viewer } from "./viewer.ts";

/** What the cookies of a request say: who is signed in, and which grant they chose. Nothing is believed unsigned. */
export type Claims = { personId: number | null; grantId: number | null };

/** Reads both cookies. A session that is not ours, or has run out, is nobody. */
export async function claimsOf(cookie: (name: string) => string | undefined): Promise<Claims> {
  const token = cookie(sessionCookie());
  const session = token ? await decode({ token, secret: env().SECRET }).catch(() => null) : null;
  const personId = Number(session?.sub ?? Number.NaN);
  const grantId = Number(cookie(grantCookie()) ?? Number.NaN);
  return {
    personId: Number.isSafeInteger(personId) && personId > 0 ? personId : null,
    grantId: Number.isSafeInteger(grantId) ? grantId : null,
  };
}

/** The grants in force of whoever the claims name, looked up now: a right that ended a moment ago is gone. */
export const grantsInForce = async (personId: number, now: Date): Promise<GrantRow[]> =>
  asSignIn((tx) => grantsOf(tx, personId, danishDay(now.getTime())));

/** The viewer the claims make: the chosen grant if it is in force, else the first. Null without any. */
export async function viewerOf(claims: Claims, now: Date): Promise<Viewer | null> {
  if (claims.personId === null) return null;
  const grants = await grantsInForce(claims.personId, now);
  const grant = grants.find((candidate) => candidate.grantId === claims.grantId) ?? grants[0];
  return grant ? asSeen(grant) : null;
}

const asSeen = ({ personId, name, organisationId, organisationName, role }: GrantRow): Viewer => ({
  personId,
  name,
  organisationId,
  organisationName,
  role,
});

const claims = cache(async (): Promise<Claims> => {
  const jar = await cookies();
  return claimsOf((name) => jar.get(name)?.value);
});

/** Who looks, on a page or in an action; asked once per request. Null where nobody is signed in or has a grant. */
export const currentViewer = cache(async (): Promise<Viewer | null> => viewerOf(await claims(), new Date()));

/** Who looks; whoever is not signed in is sent to sign in, whoever has no grant to the page that says what to ask for. */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await currentViewer();
  if (viewer) return viewer;
  return redirect((await claims()).personId === null ? "/sign-in" : "/no-access");
}

/** The organisations the signed-in person may look from, and which is chosen; for those with several. */
export async function viewerGrants(): Promise<
  { id: number; organisation: string; role: Viewer["role"]; chosen: boolean }[]
> {
  const { personId, grantId } = await claims();
  if (personId === null) return [];
  const grants = await grantsInForce(personId, new Date());
  const chosen = grants.some((grant) => grant.grantId === grantId) ? grantId : grants[0]?.grantId;
  return grants.map((grant) => ({
    id: grant.grantId,
    organisation: grant.organisationName,
    role: grant.role,
    chosen: grant.grantId === chosen,
  }));
}
