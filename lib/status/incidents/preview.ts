import { createHash } from "node:crypto";
import type { Words } from "../shapes.ts";
import type { DraftContent } from "./schema.ts";
import { type AudienceRow, CHANNELS, type Preview } from "./shapes.ts";
import { inBoth, lineOf, listed, phaseWord, subjectOf, troubleWord } from "./texts.ts";

export type Previewed = {
  number: string;
  version: number;
  writerId: number;
  content: DraftContent;
  /** Names of the content's services, in order. */
  services: readonly Words[];
  audience: readonly AudienceRow[];
  /** Hit for certain: counts on the public page. */
  municipalities: number;
};

/** What goes out when this draft is published, and to whom: every text, the exact audience, and what is still missing. */
export function previewOf({
  number,
  version,
  writerId,
  content,
  services,
  audience,
  municipalities,
}: Previewed): Preview {
  const title = { da: content.title, en: content.titleEn };
  const text = { da: content.text, en: content.textEn };
  const named = listed(services);
  const state = inBoth((locale) => `${named[locale]}: ${troubleWord(content.trouble, locale).toLowerCase()}`);
  const subject = subjectOf({ number, title }, content.phase);
  const shown = {
    page: {
      heading: inBoth((locale) => `${title[locale]} (${number})`),
      state: inBoth((locale) => `${phaseWord(content.phase, locale)}. ${state[locale]}`),
      text,
    },
    feed: { title: subject, content: text },
    banner: lineOf({ phase: content.phase, text }),
    subject,
    audience: { organisations: [...audience], municipalities, channels: CHANNELS },
    missing: (["text", "textEn"] as const).filter((field) => content[field] === ""),
  };
  const sealed = JSON.stringify([number, version, writerId, content, shown]);
  return { ...shown, seal: createHash("sha256").update(sealed).digest("hex") };
}
