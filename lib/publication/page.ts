import type { Locale } from "../i18n/locales.ts";
import type { Theme } from "../i18n/theme.ts";
import type { PublicSnapshot } from "./snapshot.ts";

/** Whom a page is printed for. Without a theme the reader's system decides. */
export type Reader = { locale: Locale; theme: Theme | undefined };

export type Given = {
  snapshot: PublicSnapshot;
  /** ms. */
  now: number;
  /** The snapshot is older than five minutes, or the database is away. */
  stale: boolean;
  /** The address, matched by the route's pattern. */
  match: RegExpExecArray;
  /** Only the names the route says it reads. */
  query: URLSearchParams;
  reader: Reader;
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

export type PublicRoute = {
  path: RegExp;
  /** The query names it reads; any other is ignored, so that odd queries print nothing new. */
  query?: readonly string[];
  /** Pages differ by the reader's language and theme; data is the same for everybody. */
  kind: "page" | "data";
  answer: PublicPage;
};
