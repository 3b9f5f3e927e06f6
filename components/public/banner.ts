import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidInputError } from "../../lib/errors.ts";
import { fieldsOf, parsed } from "../../lib/http/parse.ts";
import { type Banner, bannerOf, bannerQuery } from "../../lib/publication/banner/rules.ts";
import type { DataGiven } from "../../lib/publication/data.ts";
import type { Finished } from "../../lib/publication/page.ts";
import { Html, html } from "./html.ts";
import { strokesOf } from "./sign.ts";
import { tokenValue } from "./tokens.ts";

const GROUND = tokenValue("banner");
const STYLE = `body{margin:0;background:transparent}
aside{background:${GROUND};color:${tokenValue("banner-ink")};border-bottom:2px solid ${tokenValue("banner-line")};padding:.5rem .75rem;font:1rem/1.4 system-ui,sans-serif}
p{margin:0}p+p{margin-top:.35rem}a{color:inherit}a:focus-visible{outline:3px solid;outline-offset:2px}svg{width:1em;height:1em;margin-right:.5em;vertical-align:-.12em}`;

/** Its own style, our script, and whoever wants to may frame it. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  ...["script-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors *"],
].join("; ");

/** Without scripts the frame is loaded anew so often, in seconds. */
const AGAIN_S = 120;

/**
 * The yellow bar as a page for a frame: complete as it comes, and kept current by the script where there are scripts. A
 * frame cannot take itself away, so where nothing is published it is empty, also when it is asked for a place that is none.
 */
export function bannerPage(given: DataGiven): Finished {
  const found = bannerFor(given);
  const { lang, municipality, region } = found.asked;
  const page = html`<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${found.banner?.label ?? "–"}</title><noscript><meta http-equiv="refresh" content="${AGAIN_S}"></noscript><style>${Html.trusted(STYLE)}</style></head>
<body><div id="bar">${found.banner && found.banner.lines.length > 0 && bar(found.banner, given.origin)}</div>${
    found.banner &&
    html`<script src="/embed/banner.js" data-into="#bar" data-lang="${lang}"${municipality && html` data-municipality="${municipality}"`}${region && html` data-region="${region}"`}></script>`
  }</body></html>`;
  return {
    ...{ status: found.banner ? 200 : 400, type: "text/html; charset=utf-8", body: page.text, open: true },
    headers: { "content-security-policy": POLICY },
  };
}

type Asked = { lang: "da" | "en"; municipality?: string | undefined; region?: string | undefined };
function bannerFor(given: DataGiven): { banner: Banner | null; asked: Asked } {
  try {
    const asked = parsed(bannerQuery, fieldsOf(given.query));
    return { banner: bannerOf(given, asked), asked };
  } catch (error) {
    if (error instanceof InvalidInputError) return { banner: null, asked: { lang: "da" } };
    throw error;
  }
}

const bar = ({ lines, notes, label, more }: Banner, origin: string): Html =>
  html`<aside aria-label="${label}">${lines.map(
    ({ state, word, who, text, when, path }) =>
      html`<p><svg role="img" aria-label="${word}" viewBox="0 0 16 16">${strokesOf(`sv-${state}`, GROUND)}</svg><b>${who}:</b> ${text} ${when} <a href="${origin}${path}" target="_blank" rel="noopener" aria-label="${more}: ${who}">${more}</a></p>`,
  )}${notes.map((note) => html`<p>${note}</p>`)}</aside>`;

const script = readFileSync(join(import.meta.dirname, "embed/banner.js"), "utf8");

/** The yellow bar as a script for other systems' pages, as it is written: whoever includes it can read it. */
export const bannerScript = (): Finished => ({ type: "text/javascript; charset=utf-8", body: script, open: true });
