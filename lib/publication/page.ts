import type { Viewer } from "../access/viewer.ts";
import type { Locale } from "../i18n/locales.ts";
import type { Theme } from "../i18n/theme.ts";
import type { Concern } from "../status/standing.ts";
import type { PublicSnapshot } from "./snapshot.ts";

/** Whom a page is printed for. Without a theme the reader's system decides. */
export type Reader = { locale: Locale; theme: Theme | undefined };

/** Who looks, where somebody is signed in. */
export type SignedIn = { viewer: Viewer; ownsSources: boolean; concerns: Concern[] };

export type Given = {
  snapshot: PublicSnapshot;
  /** ms. */
  now: number;
  /** The snapshot is older than five minutes, or the database is away. */
  stale: boolean;
  /** The address, matched by the route's pattern. */
  match: RegExpExecArray;
  /** Of a page only the names its route says it reads. */
  query: URLSearchParams;
  reader: Reader;
  /** Null for the public; never on what is kept for others. */
  signedIn: SignedIn | null;
  /** Where people reach us, without a slash at the end. */
  origin: string;
};

/** What is sent: pressed (compressed, with ETag and policy) by `press`. */
export type Finished = {
  status?: number;
  type: string;
  body: string;
  headers?: Record<string, string>;
  /** The only style and script the page may run, by their hash. */
  inline?: { style?: string; script?: string };
  /** Other sites may frame and fetch it. */
  open?: boolean;
};

/** A public answer: a pure function of snapshot, address and reader. */
export type PublicPage = (given: Given) => Finished;

/** What somebody asks of a page that is not made ahead: the form they sent (null: they only look), and from where. */
export type Asked = {
  form: URLSearchParams | null;
  /** The caller's network address, to limit by; never stored as it is. */
  client: string;
  /** The reader has chosen the language of `reader`, rather than that it is the usual one. */
  chose: boolean;
};

/** A page that is made when it is asked for: it may ask the database, and nobody keeps it. */
export type AskedPage = (given: Given, asked: Asked) => Promise<Finished>;

/** The query names a page reads; any other is ignored, so that odd queries print nothing new. */
type ReadsQuery = { query?: readonly string[] };

export type PublicRoute = {
  path: RegExp;
} /** For people: differs by the reader's language and theme, and by who is signed in. `take` answers its form. */ & (
  | ({ kind: "page"; answer: PublicPage; take?: AskedPage } & ReadsQuery)
  /** One person's, by a link that only they have. */
  | ({ kind: "own"; take: AskedPage } & ReadsQuery)
  /** For programs: the same for everybody; gets all of the query, and refuses what it does not know. */
  | { kind: "data"; answer: PublicPage }
);
