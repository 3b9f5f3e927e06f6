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

const css = read("components/public/public.css");

/** The style of every public page, written into it: one answer is the whole page. */
export const STYLE = small(onScreenOnly(tokensFor(css, read("styles/tokens.css"))) + css);
