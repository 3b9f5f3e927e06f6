import { decode } from "next-auth/jwt";
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
