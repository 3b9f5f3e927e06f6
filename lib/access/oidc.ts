import { env } from "../env.ts";
import { asSignIn, linkSubject, personBySubject } from "./sql.ts";

export const OIDC = "oidc";

type Profile = { iss?: string; sub?: string; email?: string; email_verified?: boolean; name?: string };

/** As much of openid-client as next-auth hands over; it checks that both tell of the same person. */
type UserinfoCall = {
  tokens: { claims(): Profile };
  client: { issuer: { metadata: { userinfo_endpoint?: string } }; userinfo(tokens: unknown): Promise<Profile> };
};

async function toldOf({ tokens, client }: UserinfoCall) {
  const { iss = "", sub = "", ...identity } = tokens.claims();
  const told = client.issuer.metadata.userinfo_endpoint ? await client.userinfo(tokens) : {};
  return { ...identity, ...told, iss, sub };
}

/** The configured OpenID Connect provider as next-auth wants it, or null where none is. Any issuer with discovery. */
export function oidcProvider() {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = env();
  if (!issuer || !clientId || !clientSecret) return null;
  return {
    id: OIDC,
    name,
    type: "oauth" as const,
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    issuer,
    clientId,
    clientSecret,
    idToken: true,
    // Issuers may put the e-mail in the id token or only behind the userinfo endpoint; who it is, the id token says.
    userinfo: { request: (call: unknown) => toldOf(call as UserinfoCall) },
    checks: ["pkce" as const, "state" as const, "nonce" as const],
    authorization: { params: { scope: "openid email profile" } },
    profile: (profile: Profile) => ({ id: subjectOf(profile) ?? "" }),
  };
}

/** What the sign-in page calls the provider, or null where none is configured. */
export const oidcName = (): string | null => oidcProvider()?.name ?? null;

const subjectOf = (profile: Profile): string | null =>
  profile.iss && profile.sub ? `${profile.iss}|${profile.sub}` : null;

/**
 * The person an identity belongs to. The first time, one with the same e-mail is tied to it, provided that the issuer
 * vouches for the e-mail; after that only the identity counts. Null for somebody nobody has let in.
 */
export async function personOfIdentity(profile: Profile): Promise<number | null> {
  const subject = subjectOf(profile);
  if (subject === null) return null;
  const known = await asSignIn((tx) => personBySubject(tx, subject));
  if (known !== null) return known;
  return profile.email && profile.email_verified === true ? linkSubject(profile.email, subject) : null;
}
