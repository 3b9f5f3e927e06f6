import { createHash, randomBytes } from "node:crypto";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type AuthOptions } from "next-auth";
import { env, letAuthTrustOurHost } from "../env.ts";
import { cookiesOf } from "../http/cookies.ts";
import { ownOrigin } from "../http/origin.ts";
import { log } from "../log.ts";
import { secureCookies } from "./cookies.ts";
import { demoPersonOf, demoSignInOn } from "./demo.ts";
import { OIDC, oidcProvider, personOfIdentity } from "./oidc.ts";
import { recordSign } from "./sql.ts";

/** The demo's provider bears next-auth's usual name, so that its usual address works: /api/auth/callback/credentials. */
export const DEMO = "credentials";
const HOURS_12 = 12 * 3600;

async function options(): Promise<AuthOptions> {
  const oidc = oidcProvider();
  const demo = {
    id: DEMO,
    name: "Demo",
    type: "credentials" as const,
    credentials: { email: {}, password: {} },
    authorize: async (given?: Record<string, string>) => {
      const person = await demoPersonOf(given?.email ?? "", given?.password ?? "");
      return person && { id: String(person.id) };
    },
  };
  return {
    secret: env().SECRET,
    useSecureCookies: secureCookies(),
    session: { strategy: "jwt", maxAge: HOURS_12 },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/" },
    providers: [...((await demoSignInOn()) ? [demo] : []), ...(oidc ? [oidc] : [])],
    callbacks: {
      signIn: async ({ account, profile }) =>
        account?.provider !== OIDC || (await personOfIdentity(profile ?? {})) !== null || "/no-access",
      // The session holds a person's number: no name, no e-mail, no right.
      jwt: async ({ token, user, account, profile }) => {
        if (!account) return token.sub ? { sub: token.sub } : {};
        const personId = account.provider === OIDC ? await personOfIdentity(profile ?? {}) : Number(user.id);
        if (personId !== null) await recordSign(personId, "sign_in", account.provider, new Date());
        return { sub: String(personId) };
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (token?.sub) await recordSign(Number(token.sub), "sign_out", "form", new Date());
      },
    },
    // Its messages quote what providers and databases say, so only its codes are logged.
    logger: {
      error: (code) => log.warn({ event: "sign_in_failed", code }),
      warn: (code) => log.debug({ event: "sign_in_warning", code }),
      debug: () => {},
    },
  };
}

type Answer = { status: number; headers: Headers; body: string | null };

/** Runs next-auth for one request and answers as the web platform does; redirects stay on the host they came to. */
async function run(request: Request, path: string[], body: Record<string, string>, cookies: Record<string, string>) {
  letAuthTrustOurHost();
  const origin = new URL(ownOrigin(request));
  const url = new URL(request.url);
  const answer: Answer = { status: 200, headers: new Headers(), body: null };
  const asked = {
    method: request.method,
    query: { ...Object.fromEntries(url.searchParams), nextauth: path },
    body,
    cookies,
    headers: { "x-forwarded-host": origin.host, "x-forwarded-proto": origin.protocol.slice(0, -1) },
  };
  await NextAuth(
    asked as unknown as NextApiRequest,
    responseInto(answer) as unknown as NextApiResponse,
    await options(),
  );
  const location = answer.headers.get("location")?.replace("/api/auth/error?", "/sign-in?");
  if (location)
    answer.headers.set(
      "location",
      location.startsWith(`${origin.origin}/`) ? location.slice(origin.origin.length) : location,
    );
  if (answer.status === 302 && request.method === "POST") answer.status = 303;
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}

/** As much of Node's response as next-auth writes to. */
function responseInto(answer: Answer) {
  const response = {
    status: (status: number) => {
      answer.status = status;
      return response;
    },
    getHeader: (name: string) => (name === "Set-Cookie" ? answer.headers.getSetCookie() : answer.headers.get(name)),
    setHeader: (name: string, value: string | string[]) => {
      answer.headers.delete(name);
      for (const one of [value].flat()) answer.headers.append(name, one);
      return response;
    },
    json: (body: unknown) => {
      answer.headers.set("content-type", "application/json");
      answer.body = JSON.stringify(body);
    },
    send: (body: unknown) => {
      if (typeof body === "object" && body !== null) return response.json(body);
      answer.body = typeof body === "string" ? body : null;
    },
    end: () => {},
  };
  return response;
}

/** next-auth's own addresses, as they are. */
export async function authAnswer(request: Request, path: string[]): Promise<Response> {
  const form = request.method === "POST" ? await formOf(request) : {};
  return run(request, path, form, cookiesOf(request));
}

/**
 * A post from one of our own forms, which need no script: the caller has checked where it comes from, so next-auth's
 * token, which a page without script could not fetch, is made here.
 */
export async function authPost(request: Request, path: string[], body: Record<string, string>): Promise<Response> {
  const token = randomBytes(32).toString("hex");
  const proof = createHash("sha256").update(`${token}${env().SECRET}`).digest("hex");
  const name = `${secureCookies() ? "__Host-" : ""}next-auth.csrf-token`;
  return run(request, path, { ...body, csrfToken: token }, { ...cookiesOf(request), [name]: `${token}|${proof}` });
}

const MAX_FORM = 8_192;

async function formOf(request: Request): Promise<Record<string, string>> {
  const text = await request.text();
  if (text.length > MAX_FORM) return {};
  if (!request.headers.get("content-type")?.includes("application/json")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, string>) : {};
  } catch {
    return {};
  }
}
