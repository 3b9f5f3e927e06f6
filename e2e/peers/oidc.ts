import { generateKeyPair } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import Provider from "oidc-provider";

export type OidcPerson = { sub: string; email?: string; email_verified?: boolean; name?: string };
export const OIDC_CLIENT = { id: "kvitteringsoverblik", secret: "a secret of the peer and its client" };

const TTL = 600;

async function signingKey(): Promise<object> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" };
}

/**
 * A real OpenID Connect provider on loopback. Whoever is named by `is` is signed in there without being asked, so that a
 * test is about what we do with the answer. `redirectUris` are ours: `{origin}/api/auth/callback/oidc`.
 */
export async function startOidcPeer(redirectUris: readonly string[], port = 0) {
  const people = new Map<string, OidcPerson>();
  let current: string | undefined;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: OIDC_CLIENT.id,
        client_secret: OIDC_CLIENT.secret,
        redirect_uris: redirectUris,
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["only for tests"] },
    jwks: { keys: [await signingKey()] },
    ttl: { AccessToken: TTL, AuthorizationCode: TTL, Grant: TTL, IdToken: TTL, Interaction: TTL, Session: TTL },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => people.get(sub) ?? { sub } }),
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return answer(request, response);
    const { params } = await provider.interactionDetails(request, response);
    const accountId = current ?? "nobody";
    const grant = new provider.Grant({ accountId, clientId: params.client_id });
    grant.addOIDCScope("openid email profile");
    await provider.interactionFinished(request, response, {
      login: { accountId },
      consent: { grantId: await grant.save() },
    });
  });
  return {
    issuer,
    is: (person: OidcPerson) => {
      people.set(person.sub, person);
      current = person.sub;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
