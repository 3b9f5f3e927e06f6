import { otherLocale } from "../../lib/i18n/locales.ts";
import { THEME_COOKIE } from "../../lib/i18n/theme.ts";
import type { Finished, Given } from "../../lib/publication/page.ts";
import { menuItems } from "../shell/menu-items.ts";
import { type GlyphName, SIGNS } from "../ui/signs.ts";
import { Html, html } from "./html.ts";
import { glyph, type Writer, writer } from "./parts.ts";
import { strokesOf } from "./sign.ts";
import { STYLE } from "./style.ts";

const GLYPHS = Object.keys(SIGNS) as GlyphName[];

/** Light and dark by a click, remembered by a cookie; without scripts the system decides, and the button stays hidden. */
const SCRIPT = `(()=>{const r=document.documentElement,m=matchMedia("(prefers-color-scheme: dark)"),b=document.querySelector("[data-theme-toggle]"),d=()=>(r.dataset.theme??(m.matches?"dark":"light"))==="dark",l=()=>{b.textContent=d()?b.dataset.light:b.dataset.dark};b.hidden=false;l();m.addEventListener("change",l);b.addEventListener("click",()=>{const t=d()?"light":"dark";r.dataset.theme=t;document.cookie="${THEME_COOKIE}="+t+"; path=/; max-age=31536000; samesite=lax";l()})})()`;

/** A page's own parts: `say` stands on the board below the mast. */
export type Parts = { title: string; status?: number; say?: Html | null; main: Html };

/** A whole public page, complete by itself: style, signs and script stand in it. */
export function page(given: Given, { title, status = 200, say = null, main }: Parts): Finished {
  const w = writer(given);
  const { reader, snapshot } = given;
  const body = html`${bars(w, given)}<header class="board">${mast(w, given)}${say}</header>
<main id="main" tabindex="-1">${main}</main>
<footer class="frame-foot"><p>${
    snapshot.demo ? html`<b>${w.say("shell")("foot.demoTitle")}</b> ${w.say("shell")("foot.demo")}` : null
  }</p><p>${w.t("foot.written", { time: w.format.timeWithSeconds(snapshot.asOf) })} ${w.say("shell")("foot.zone")} <a href="/was">${w.say("shell")("foot.accessibility")}</a></p></footer>`;
  const theme = reader.theme === undefined ? null : html` data-theme="${reader.theme}"`;
  const named = w.t("titled", { title, product: w.t("brand") });
  const document = html`<!doctype html>
<html lang="${reader.locale}"${theme}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${
    snapshot.demo ? w.t("demoTitled", { title: named }) : named
  }</title><link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="manifest" href="/manifest.webmanifest"><link rel="apple-touch-icon" href="/icons/apple-180.png"><meta name="theme-color" content="#0d2831"><link rel="alternate" type="application/atom+xml" href="/feeds/atom.xml" title="${w.t("brand")}"><style>${Html.trusted(STYLE)}</style></head>
<body><a class="frame-skip" href="#main">${w.say("shell")("skip")}</a>${sprite(body.text)}${body}<script>${Html.trusted(SCRIPT)}</script></body></html>
`;
  return {
    ...{ status, type: "text/html; charset=utf-8", body: document.text },
    inline: { style: STYLE, script: SCRIPT },
  };
}

/** How old the page is, where it is older than it should be. */
function bars(w: Writer, { stale, now, snapshot }: Given): Html | null {
  if (!stale) return null;
  const asOf = Date.parse(snapshot.asOf);
  const age = w.format.duration(Math.max(60_000, Math.floor((now - asOf) / 60_000) * 60_000));
  return html`<aside class="banner" aria-label="${w.t("stale.label")}"><p>${glyph("sv-unknown")}<span>${w.marked(
    "stale.text",
    { age, time: w.dayTime(asOf) },
  )}</span></p></aside>`;
}

function mast(w: Writer, { snapshot, signedIn, reader, match }: Given): Html {
  const shell = w.say("shell");
  const other = otherLocale(reader.locale);
  const demo = snapshot.demo
    ? html`<span class="demo-mark-demo">${w.say("common")("demo")}<span class="demo-mark-more"> · ${w.say("common")("demoMore")}</span></span>`
    : null;
  const language = html`<form action="/language" method="post"><input type="hidden" name="locale" value="${other}"><button class="mast-button" lang="${other}">${shell("otherLanguage")}</button></form>`;
  const theme = html`<button class="mast-button mast-theme" type="button" data-theme-toggle data-light="${shell("theme.light")}" data-dark="${shell("theme.dark")}" hidden></button>`;
  const inOut = signedIn
    ? html`<form action="/sign-out" method="post"><button class="mast-button">${shell("signOut")}</button></form>`
    : html`<a class="mast-button mast-solid" href="/sign-in">${shell("signIn")}</a>`;
  return html`<div class="mast"><a class="mast-brand" href="${signedIn ? "/receipts" : "/"}"><svg class="mast-mark" viewBox="0 0 28 20" aria-hidden="true"><path d="M1 5.5h17.5a5 5 0 0 1 0 10H9M12.4 11.6L8.2 15.5l4.2 3.9" fill="none" stroke="currentColor" stroke-width="2.4"/><circle cx="6" cy="5.5" r="3" fill="var(--board)" stroke="currentColor" stroke-width="2.2"/></svg><span>${
    signedIn ? shell("brand") : html`${w.t("brand")} <span class="brand-more">${w.t("brandMore")}</span>`
  }</span></a>${signedIn ? menu(w, signedIn, match[0]) : null}<div class="mast-me">${demo}${
    signedIn ? who(w, signedIn) : null
  }${language}${theme}${inOut}</div></div>`;
}

type SignedIn = NonNullable<Given["signedIn"]>;

function menu(w: Writer, { viewer, ownsSources }: SignedIn, path: string): Html {
  const shell = w.say("shell");
  const items = menuItems({ role: viewer.role, ownsSources }).map(({ href, page }) => {
    // The public pages are all of one place in the menu.
    const current = href === "/" ? (path === "/" ? "page" : "true") : null;
    return html`<li><a href="${href}"${current && html` aria-current="${current}"`}>${shell(`pages.${page}`)}</a></li>`;
  });
  return html`<nav class="mast-nav" aria-label="${shell("menu")}"><ul>${items}</ul></nav>`;
}

function who(w: Writer, { viewer }: SignedIn): Html {
  const shell = w.say("shell");
  const named = shell("who", { organisation: viewer.organisationName, role: shell(`role.${viewer.role}`) });
  return html`<span class="mast-who"><span class="vh">${shell("youSeeAs")} </span>${named}</span>`;
}

/** The signs a page uses, and no other. */
function sprite(body: string): Html {
  const used = new Set([...body.matchAll(/href="#((?:sv|sev|st|ui)-[\w-]+)"/g)].map((match) => match[1]));
  const symbols = GLYPHS.filter((name) => used.has(name)).map(
    (name) => html`<symbol id="${name}" viewBox="0 0 16 16">${strokesOf(name)}</symbol>`,
  );
  return html`<svg class="sprite" width="0" height="0" aria-hidden="true" focusable="false"><defs>${symbols}</defs></svg>`;
}
