import type { IncomingMessage, ServerResponse } from "node:http";
import { noSnapshotPage } from "../../components/public/no-snapshot.ts";
import { sessionCookie } from "../../lib/access/cookies.ts";
import { cookiesIn } from "../../lib/http/cookies.ts";
import { originAt } from "../../lib/http/origin.ts";
import { DEFAULT_LOCALE, LOCALE_COOKIE, localeOf } from "../../lib/i18n/locales.ts";
import { THEME_COOKIE, themeOf } from "../../lib/i18n/theme.ts";
import { log } from "../../lib/log.ts";
import { currentSnapshot } from "../../lib/publication/current.ts";
import type { Given, PublicRoute, Reader, SignedIn } from "../../lib/publication/page.ts";
import { encodingFor, has, type Pressed, press } from "../../lib/publication/press.ts";
import { Shelf } from "../../lib/publication/shelf.ts";
import { type Asking, askedOf } from "./asked.ts";
import { signedInAs } from "./signed-in.ts";

/** Browsers ask again each time, which a 304 answers; a proxy in front may answer for a while, and longer if we are gone. */
const FOR_ALL = "public, max-age=0, s-maxage=15, stale-while-revalidate=30, stale-if-error=86400";
const FOR_ONE = "private, no-store";
const NEVER = "no-store";
const LONGEST_QUERY = 2_000;
const FOR_PROGRAMS: Reader = { locale: DEFAULT_LOCALE, theme: undefined };

/** Answers a request for a public address; false where it is not public, or not for this method, and nothing was sent. */
export type PublicSite = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * The public site: finished bytes from memory, printed from the current snapshot, without asking the database. Only a form
 * that is sent, and a page that is one person's, is made when it is asked for.
 */
export function publicSite(routes: readonly PublicRoute[], shelf: Shelf = new Shelf()): PublicSite {
  return (request, response) => {
    const { method, url = "/" } = request;
    const looks = method === "GET" || method === "HEAD";
    if (!looks && method !== "POST") return false;
    const at = url.indexOf("?");
    const path = at === -1 ? url : url.slice(0, at);
    const [route, match] = routeTo(routes, path);
    if (!route || !match) return false;
    const take = route.kind === "own" || (route.kind === "page" && !looks) ? route.take : undefined;
    if (!looks && !take) return false;
    const query = queryOf(route, at === -1 ? "" : url.slice(at + 1));
    const { cookie = "" } = request.headers;
    const cookies = cookie === "" ? {} : cookiesIn(cookie);
    const reader: Reader =
      route.kind !== "data"
        ? { locale: localeOf(cookies[LOCALE_COOKIE]), theme: themeOf(cookies[THEME_COOKIE]) }
        : FOR_PROGRAMS;
    const origin = originAt(request.headers.host);

    if (take) {
      const asking: Asking = { request, cookies, take, chose: cookies[LOCALE_COOKIE] !== undefined };
      void answerAsked(response, asking, { match, query, reader, origin });
      return true;
    }
    if (route.kind === "own") return false;

    const print = (given: Pick<Given, "snapshot" | "now" | "stale">, signedIn: SignedIn | null): Pressed => {
      const finished = route.answer({ ...given, match, query, reader, origin, signedIn });
      const varies = route.kind === "page" ? "Accept-Encoding, Cookie" : "Accept-Encoding";
      return press(finished, signedIn ? FOR_ONE : FOR_ALL, varies);
    };
    const answerForAll = (): Pressed => {
      const now = Date.now();
      const given = { ...currentSnapshot(now), now };
      const key = `${origin} ${path}?${query} ${reader.locale} ${reader.theme}`;
      return shelf.get(key, given.snapshot, given.stale, now, () => print(given, null));
    };

    if (route.kind === "page" && cookies[sessionCookie()] !== undefined) {
      void signedInAs(cookies, new Date()).then((signedIn) => {
        const now = Date.now();
        send(request, response, () =>
          signedIn ? print({ ...currentSnapshot(now), now }, signedIn) : alone(answerForAll()),
        );
      });
    } else send(request, response, answerForAll);
    return true;
  };
}

type Known = Pick<Given, "match" | "query" | "reader" | "origin">;

/** What is made when it is asked for; where that fails altogether it says that nothing is known. */
async function answerAsked(response: ServerResponse, asking: Asking, known: Known): Promise<void> {
  const { request, cookies } = asking;
  try {
    const signedIn = cookies[sessionCookie()] === undefined ? null : await signedInAs(cookies, new Date());
    const now = Date.now();
    const given: Given = { ...currentSnapshot(now), now, signedIn, ...known };
    write(request, response, press(await askedOf(asking, given), FOR_ONE, "Accept-Encoding, Cookie"));
  } catch (error) {
    log.error({ event: "public_page_failed", error });
    write(request, response, press(noSnapshotPage(), NEVER, "Accept-Encoding"));
  }
}

function routeTo(routes: readonly PublicRoute[], path: string): [PublicRoute, RegExpExecArray] | [] {
  for (const route of routes) {
    const match = route.path.exec(path);
    if (match) return [route, match];
  }
  return [];
}

/** What a page reads of a query, in its own order; all of it for data, which refuses what it does not know. */
function queryOf(route: PublicRoute, text: string): URLSearchParams {
  const sent = new URLSearchParams(text.slice(0, LONGEST_QUERY));
  if (route.kind === "data") return sent;
  const query = new URLSearchParams();
  for (const name of route.query ?? []) {
    const value = sent.get(name)?.trim();
    if (value) query.set(name, value);
  }
  return query;
}

/** Whoever is signed in gets the public page where the database cannot say who they are; nobody keeps it. */
const alone = (pressed: Pressed): Pressed => ({
  ...pressed,
  headers: { ...pressed.headers, "cache-control": FOR_ONE },
});

function send(request: IncomingMessage, response: ServerResponse, answer: () => Pressed): void {
  const pressed = pressedOr(answer);
  const { etag, headers } = pressed;
  if (has(request.headers["if-none-match"], etag)) {
    const { "content-type": _, ...kept } = headers;
    response.writeHead(304, { ...kept, etag }).end();
  } else write(request, response, pressed);
}

function write(request: IncomingMessage, response: ServerResponse, { status, etag, headers, body }: Pressed): void {
  const encoding = encodingFor(request.headers["accept-encoding"]);
  const bytes = body(encoding);
  response.writeHead(status, {
    ...headers,
    etag,
    "content-length": bytes.byteLength,
    ...(encoding === "identity" ? {} : { "content-encoding": encoding }),
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

function pressedOr(answer: () => Pressed): Pressed {
  try {
    return answer();
  } catch (error) {
    log.error({ event: "public_page_failed", error });
    return press(noSnapshotPage(), NEVER, "Accept-Encoding");
  }
}
