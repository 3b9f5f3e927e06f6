import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (...path: string[]): string => readFileSync(join(import.meta.dirname, "../..", ...path), "utf8");
const DECLARED = /--([\w-]+):\s*[^;]*;/g;

/** Only the tokens that are used, directly or by another token that is. */
function tokensFor(css: string, tokens: string): string {
  const names = (text: string) => [...text.matchAll(/var\(--([\w-]+)/g)].map((match) => match[1] ?? "");
  const used = new Set(names(css));
  for (let before = -1; before !== used.size; ) {
    before = used.size;
    for (const [whole, name = ""] of tokens.matchAll(DECLARED)) {
      if (used.has(name)) for (const other of names(whole)) used.add(other);
    }
  }
  return tokens.replaceAll(DECLARED, (whole, name: string) => (used.has(name) ? whole : ""));
}

const small = (css: string): string =>
  css
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([{};,>]) ?/g, "$1")
    .replaceAll(/: /g, ":")
    .replaceAll(";}", "}")
    .replaceAll(/[^{}]+\{\}/g, "")
    .trim();

/** Paper is light, whatever the screen was. */
const onScreenOnly = (tokens: string): string =>
  tokens
    .replace("@media (prefers-color-scheme: dark)", "@media screen and (prefers-color-scheme: dark)")
    .replace(/:root\[data-theme="dark"\]\s*\{[^}]*\}/, (dark) => `@media screen{${dark}}`);

/** What a public page has in common with the app's pages: the same files, in this order. */
const SHARED = [
  ...["shell/frame", "shell/board", "shell/mast", "shell/line", "shell/banner"],
  ...["ui/demo-mark", "ui/glyph", "ui/state", "ui/head", "ui/panel", "ui/button", "ui/field"],
  ...["ui/table", "ui/log", "ui/progress"],
];

/** A CSS module as a public page names its classes: of `mast.module.css`, `mast` is `mast` and `nav` is `mast-nav`. */
function shared(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return read(`components/${path}.module.css`).replaceAll(/\.([a-z][\w-]*)/gi, (_, local: string) =>
    local === name ? `.${name}` : `.${name}-${local}`,
  );
}

const css = [
  ...["styles/status.css", "styles/base.css"].map((path) => read(path)),
  ...SHARED.map(shared),
  read("components/public/public.css"),
].join("");

/** The style of every public page, written into it: one answer is the whole page. */
export const STYLE = small(onScreenOnly(tokensFor(css, read("styles/tokens.css"))) + css);
