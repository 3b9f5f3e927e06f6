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

/** The figures and tags a text is given: `{count}`, `{count, plural, …}`, `<b>`. */
const given = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)(?=[,}])|<(\w+)>/g)].map(([, figure, tag]) => figure ?? `<${tag}>`))].sort();

describe.each(NAMESPACES)("the texts of %s", (namespace) => {
  test("have the same keys in both languages, and none is empty", async () => {
    const [da, en] = await Promise.all(LOCALES.map(async (locale) => flat(await read(locale, namespace))));
    expect([...(en?.keys() ?? [])].sort()).toEqual([...(da?.keys() ?? [])].sort());
    for (const [key, text] of [...(da ?? []), ...(en ?? [])]) expect(text.trim(), key).not.toBe("");
  });
  test("use the same figures in both languages", async () => {
    const [da, en] = await Promise.all(LOCALES.map(async (locale) => flat(await read(locale, namespace))));
    // Danish and English differ in which words bend by number, so only the figures themselves are compared.
    for (const [key, text] of da ?? []) expect(given(en?.get(key) ?? ""), key).toEqual(given(text));
  });
});

test("every file of texts is loaded, in both languages", async () => {
  for (const locale of LOCALES) {
    const files = (await readdir(folder(locale))).map((file) => file.replace(".json", "")).sort();
    expect(files).toEqual([...NAMESPACES].sort());
  }
});
