import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import manifest from "./manifest.ts";

const root = new URL("../", import.meta.url);
/** Edge lengths of a PNG, as its header has them. */
function sizeOf(path: string): [width: number, height: number] {
  const bytes = readFileSync(new URL(`public${path}`, root));
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

test("the manifest has what a phone asks for, in Danish, and icons that are as it says", () => {
  const said = manifest();
  expect(said).toMatchObject({ name: "Kvitteringsoverblik", lang: "da", display: "standalone", start_url: "/" });
  expect(said.short_name?.length).toBeLessThanOrEqual(12);
  for (const { src, sizes } of said.icons ?? []) expect(`${sizeOf(src).join("x")}`).toBe(sizes);
  expect(said.icons?.map(({ purpose }) => purpose)).toContain("maskable");
  expect(sizeOf("/icons/apple-180.png")).toEqual([180, 180]);
});

test("its colours are those of the board and the page", () => {
  const tokens = readFileSync(new URL("styles/tokens.css", root), "utf8");
  const { theme_color, background_color } = manifest();
  expect(tokens).toContain(`--board: ${theme_color};`);
  expect(tokens).toContain(`--page: ${background_color};`);
});
