import type { Locale } from "../../i18n/locales.ts";
import type { Words } from "../../status/shapes.ts";
import type { Standing } from "./rules.ts";
import type { Wish } from "./schema.ts";

/** One's own page: what was asked for, how it stands, and what was sent. Times are ISO 8601 in UTC. */
export type OwnPage = {
  standing: Standing;
  version: number;
  /** The language mails are written in. */
  locale: Locale;
  wish: Wish;
  sentence: Words;
  /** When the address is deleted unless something happens; null while it is in use. */
  forgottenAt: string | null;
  /** Newest first. */
  received: { at: string; title: Words; kind: string; moment: string; href: string }[];
};
