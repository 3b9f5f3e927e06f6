import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LOCALES, type Locale } from "./locales.ts";
import { NAMESPACES, type Texts } from "./messages.ts";

const folder = (locale: Locale) => join(import.meta.dirname, "../../messages", locale);
const read = async (locale: Locale, namespace: string): Promise<Texts> =>
  JSON.parse(await readFile(join(folder(locale), `${namespace}.json`), "utf8"));

function flat(texts: Texts, before = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text === "string") found.set(before + name, text);
    else for (const [key, value] of flat(text, `${before}${name}.`)) found.set(key, value);
  }
  return found;
}

/** The figures and tags a text is given: `{count}`, `{count, plural, one {…} other {…}}`, `<b>`. */
function given(text: string): string[] {
  const found = new Set<string>();
  let at = 0;
  const message = () => {
    for (; at < text.length && text[at] !== "}"; at += 1) {
      const tag = /^<(\w+)>/.exec(text.slice(at))?.[1];
      if (tag) found.add(`<${tag}>`);
      if (text[at] === "{") argument();
    }
  };
  const argument = () => {
    const [whole, name, kind] = /^\{(\w+)(?:, (\w+),?)?/.exec(text.slice(at)) ?? [];
    if (whole === undefined || name === undefined) throw new Error(`No figure at ${at}: ${text}`);
    found.add(kind === undefined ? name : `${name} ${kind === "plural" ? "number" : kind}`);
    at += whole.length;
    for (; text[at] !== "}"; at += 1) {
      if (at >= text.length) throw new Error(`Never ends: ${text}`);
      if (text[at] !== "{") continue;
      at += 1;
      message();
    }
  };
  message();
  if (at < text.length) throw new Error(`Ends too early: ${text}`);
  return [...found].map((name) => name.replace(/ number$/, "")).sort();
}

describe.each(NAMESPACES)("the texts of %s", (namespace) => {
  test("have the same keys in both languages, and none is empty", async () => {
    const [da, en] = await Promise.all(LOCALES.map(async (locale) => flat(await read(locale, namespace))));
    expect([...(en?.keys() ?? [])].sort()).toEqual([...(da?.keys() ?? [])].sort());
    for (const [key, text] of [...(da ?? []), ...(en ?? [])]) expect(text.trim(), key).not.toBe("");
  });
  test("use the same figures in both languages", async () => {
    const [da, en] = await Promise.all(LOCALES.map(async (locale) => flat(await read(locale, namespace))));
    for (const [key, text] of da ?? []) expect(given(en?.get(key) ?? ""), key).toEqual(given(text));
  });
});

test("every file of texts is loaded, in both languages", async () => {
  for (const locale of LOCALES) {
    const files = (await readdir(folder(locale))).map((file) => file.replace(".json", "")).sort();
    expect(files).toEqual([...NAMESPACES].sort());
  }
});
