import type { z } from "zod";
import { claimsOf, viewerOf } from "../access/claims.ts";
import { type SourceWithScopes, sourceOfKey } from "../access/keys.ts";
import { authorise, type Permission } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { ForbiddenError, UnauthenticatedError } from "../errors.ts";
import { cookiesOf } from "./cookies.ts";
import { failedOutcome } from "./fhir.ts";
import { readJson } from "./limits.ts";
import { sameOrigin } from "./origin.ts";
import { fieldsOf, parsed } from "./parse.ts";
import { newRequestId, problem } from "./problem.ts";

type Context = { params: Promise<Record<string, string | string[] | undefined>> };
type Handler = (request: Request, context?: Context) => Promise<Response>;
type Maybe<S> = S extends z.ZodType ? z.output<S> : undefined;

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;
const SAFE = new Set(["GET", "HEAD"]);

/**
 * A route for people's sessions: asks who looks and whether they may, parses address and body, runs the handler and turns
 * errors into problems. What the handler answers is sent as JSON unless it is a Response already.
 */
export function route<
  Q extends z.ZodType | undefined = undefined,
  P extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(definition: {
  permission: Permission;
  query?: Q;
  params?: P;
  body?: B;
  handler: (call: {
    viewer: Viewer;
    query: Maybe<Q>;
    params: Maybe<P>;
    body: Maybe<B>;
    now: Date;
    request: Request;
  }) => unknown;
}): Handler {
  return wrapped(async (request, context, now) => {
    const viewer = await viewerOfRequest(request, now);
    authorise(viewer, definition.permission);
    const search = new URL(request.url).searchParams;
    // A route without a schema has no such input; the types say undefined, as it does.
    const call = {
      viewer,
      query: (definition.query ? parsed(definition.query, fieldsOf(search)) : undefined) as Maybe<Q>,
      params: (definition.params ? parsed(definition.params, await context?.params) : undefined) as Maybe<P>,
      body: (definition.body ? parsed(definition.body, await readJson(request)) : undefined) as Maybe<B>,
      now,
      request,
    };
    return definition.handler(call);
  });
}

type SourceCall = { source: SourceWithScopes; request: Request; now: Date };

/** A route for sources: the key in `Authorization: Bearer` says who reports. Keys report only; they read nothing. */
export const keyRoute = (handler: (call: SourceCall) => unknown): Handler =>
  wrapped(async (request, _, now) => handler({ source: await sourceOfRequest(request), request, now }));

/** As `keyRoute`, for what speaks FHIR: errors are an OperationOutcome. */
export const fhirRoute = (handler: (call: SourceCall) => unknown): Handler =>
  wrapped(async (request, _, now) => handler({ source: await sourceOfRequest(request), request, now }), failedOutcome);

async function sourceOfRequest(request: Request): Promise<SourceWithScopes> {
  const bearer = /^Bearer ([\w-]{1,200})$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const source = bearer === undefined ? null : await sourceOfKey(bearer);
  if (source === null) throw new UnauthenticatedError("No valid key", "invalid_key");
  return source;
}

/** A route for everybody: the same errors and request ids, and nobody is asked who they are. */
export const openRoute = (handler: (call: { request: Request; now: Date }) => unknown): Handler =>
  wrapped(async (request, _, now) => handler({ request, now }));

function wrapped(
  answer: (request: Request, context: Context | undefined, now: Date) => Promise<unknown>,
  failed: (error: unknown, requestId: string) => Response = problem,
): Handler {
  return async (request, context) => {
    const given = request.headers.get("x-request-id") ?? "";
    const requestId = REQUEST_ID.test(given) ? given : newRequestId();
    try {
      return withId(await answer(request, context, new Date()), requestId);
    } catch (error) {
      return failed(error, requestId);
    }
  };
}

function withId(answer: unknown, requestId: string): Response {
  const response = answer instanceof Response ? answer : Response.json(answer);
  response.headers.set("x-request-id", requestId);
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
}

async function viewerOfRequest(request: Request, now: Date): Promise<Viewer> {
  // A browser sends the cookie along with another site's forms as well.
  if (!SAFE.has(request.method) && !sameOrigin(request)) throw new ForbiddenError("Another site's call", "cross_site");
  const cookies = cookiesOf(request);
  const claims = await claimsOf((name) => cookies[name]);
  if (claims.personId === null) throw new UnauthenticatedError();
  const viewer = await viewerOf(claims, now);
  if (viewer === null) throw new ForbiddenError("No grant in force", "no_grant");
  return viewer;
}
