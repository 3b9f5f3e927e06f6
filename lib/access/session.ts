import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { type Claims, claimsOf, grantsInForce, viewerOf } from "./claims.ts";
import type { Viewer } from "./viewer.ts";

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
