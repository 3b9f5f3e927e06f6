import { z } from "zod";
import { InvalidInputError } from "../../lib/errors.ts";
import { texts } from "../../lib/i18n/texts.ts";
import { concernShape, languageShape } from "../../lib/publication/concerns.ts";
import { answering } from "../../lib/publication/data.ts";
import { standingNow } from "../../lib/publication/standing.ts";
import { worst } from "../../lib/status/rules.ts";
import { html } from "./html.ts";
import { strokesOf } from "./sign.ts";
import { tokenValue } from "./tokens.ts";

const badgeQuery = z.strictObject({ service: concernShape.service, ...languageShape });

const HEIGHT = 24;
const PAD = 8;
const SIGN = 14;
/** A letter of the system's font at 12 px takes less, so a word never runs out of its field. */
const LETTER = 7.2;
const BOLD_LETTER = 8;

/** How a service stands, or the worst of the chains, as a picture with a word, a shape and then a colour. */
export const badge = answering(badgeQuery, ({ snapshot, now }, { service, lang }) => {
  const say = texts(lang)("feeds");
  const standing = standingNow(snapshot, now);
  const asked = standing.find((one) => one.service.code === service);
  if (service !== undefined && !asked) throw new InvalidInputError("service", "unknown");
  const chains = standing.filter((one) => one.service.kind === "chain");
  const state = asked?.state ?? worst((chains.length > 0 ? chains : standing).map((one) => one.state));
  const name = asked?.service.name[lang] ?? say("badge.label");
  const word = texts(lang)("states")(`service.${state}.label`);
  const [what, said] = [name, snapshot.demo ? say("badge.demo", { word }) : word];

  const left = Math.ceil(what.length * LETTER) + 2 * PAD;
  const width = left + PAD + SIGN + Math.ceil(said.length * BOLD_LETTER) + 2 * PAD;
  const ground = tokenValue("surface");
  const title = `${what}: ${said}`;
  return {
    ...{ type: "image/svg+xml; charset=utf-8", open: true },
    // Also where somebody opens the picture by itself, nothing in it runs.
    headers: { "content-security-policy": "default-src 'none'; style-src 'none'" },
    body: html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${title}" font-family="system-ui,sans-serif" font-size="12"><title>${title}</title><rect width="${width}" height="${HEIGHT}" rx="2" fill="${tokenValue("board")}"/><path d="M${left} 1h${width - left - 1}v${HEIGHT - 2}h-${width - left - 1}z" fill="${ground}"/><text x="${PAD}" y="16" fill="${tokenValue("board-ink")}">${what}</text><g color="${tokenValue(`sv-${state}-ink`)}" fill="currentColor"><svg x="${left + PAD}" y="5" width="${SIGN}" height="${SIGN}" viewBox="0 0 16 16">${strokesOf(`sv-${state}`, ground)}</svg><text x="${left + 2 * PAD + SIGN - 2}" y="16" font-weight="600">${said}</text></g></svg>`
      .text,
  };
});
