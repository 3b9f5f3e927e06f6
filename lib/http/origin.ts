import { env } from "../env.ts";

/** What of a request is asked here; a server action has no more of it. */
type Sent = { headers: Pick<Headers, "get"> };
const HOST = /^[\w.:[\]-]{1,255}$/;

/** Where people reach us: the public address where one is set, else what the request was sent to. */
export const ownOrigin = (request: Sent): string => originAt(request.headers.get("host") ?? undefined);

/** As above, from the `Host` a request names. One that is no host's name is not repeated to anybody. */
export function originAt(host: string | undefined): string {
  const configured = env().PUBLIC_URL;
  if (configured) return new URL(configured).origin;
  return `http://${host !== undefined && HOST.test(host) ? host : `localhost:${env().PORT}`}`;
}

/**
 * False for a call that a browser makes on behalf of another site. Browsers always say where a state-changing call comes
 * from; a caller that says nothing is no browser, and carries nobody's cookies.
 */
export function sameOrigin(request: Sent): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = request.headers.get("origin");
  return origin === null || origin === ownOrigin(request);
}
