import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { STYLE } from "./style.ts";

const folder = import.meta.dirname;
const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));

/** The classes that markup in a file names outright. */
const classesIn = (name: string): string[] =>
  [...readFileSync(join(folder, name), "utf8").matchAll(/class="([^"$]+)"/g)].flatMap(([, names = ""]) =>
    names.split(" "),
  );

test("every class of the public pages is styled, also where it comes from a file of the app", () => {
  const styled = new Set([...STYLE.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name));
  const named = sources.flatMap((name) => classesIn(name).map((one) => `${name}: ${one}`));
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((one) => !styled.has(one.split(": ")[1]))).toEqual([]);
});

test("no rule is left with a token that is not there", () => {
  const set = new Set([...STYLE.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  const asked = [...STYLE.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name);
  expect(new Set(asked.filter((name) => !set.has(name ?? "")))).toEqual(new Set());
});
