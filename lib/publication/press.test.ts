import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { encodingFor, has, press } from "./press.ts";
import { Shelf } from "./shelf.ts";
import { keepSnapshot, keptSnapshot } from "./store.ts";
import { aSnapshot } from "./testing.ts";

const page = (body: string) => press({ type: "text/html; charset=utf-8", body }, "no-store", "Accept-Encoding");

describe("a pressed answer", () => {
  test("is the same bytes however it is packed", () => {
    const pressed = page("æøå ".repeat(500));
    expect(pressed.body("identity").toString()).toBe("æøå ".repeat(500));
    expect(gunzipSync(pressed.body("gzip"))).toEqual(pressed.body("identity"));
    expect(brotliDecompressSync(pressed.body("br"))).toEqual(pressed.body("identity"));
    expect(pressed.body("br")).toBe(pressed.body("br"));
  });
  test("has another tag when it says something else", () => {
    expect(page("a").etag).toBe(page("a").etag);
    expect(page("a").etag).not.toBe(page("b").etag);
  });
  test("lets a browser run its own style and script by their hash, and nothing else", () => {
    const inline = { style: "p{}", script: "1" };
    const { headers } = press({ type: "text/html", body: "", inline }, "no-store", "");
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const policy = headers["content-security-policy"];
    expect(policy).toContain(`style-src ${hash("p{}")};`);
    expect(policy).toContain(`script-src ${hash("1")};`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page("").headers["content-security-policy"]).toContain("script-src 'none'");
  });
  test("may be framed and fetched by others only where it says so", () => {
    const open = press({ type: "text/html", body: "", open: true }, "", "").headers;
    expect(open["content-security-policy"]).toContain("frame-ancestors *");
    expect(open["access-control-allow-origin"]).toBe("*");
    expect(page("").headers["access-control-allow-origin"]).toBeUndefined();
  });
});

test.each([
  [undefined, "identity"],
  ["", "identity"],
  ["gzip, deflate, br", "br"],
  ["gzip", "gzip"],
  ["br;q=0, gzip;q=0.5", "gzip"],
  ["*", "br"],
  ["br;q=0, *;q=0.1", "gzip"],
  ["deflate", "identity"],
] as const)("who takes %j gets %s", (accept, encoding) => {
  expect(encodingFor(accept)).toBe(encoding);
});

test.each([
  [undefined, false],
  ['W/"a"', true],
  ['"a"', true],
  ['"b", W/"a"', true],
  ['"b"', false],
  ["*", true],
] as const)("If-None-Match %j", (sent, known) => {
  expect(has(sent, 'W/"a"')).toBe(known);
});

describe("the shelf", () => {
  const prints = (shelf: Shelf, key: string, of: unknown, now: number, stale = false) => {
    let printed = 0;
    shelf.get(key, of, stale, now, () => {
      printed += 1;
      return page(key.repeat(100));
    });
    return printed;
  };
  test("prints once a minute, and at once from a new snapshot or when it becomes stale", () => {
    const shelf = new Shelf();
    const [one, two] = [{}, {}];
    expect([0, 30_000, 59_999, 60_000].map((now) => prints(shelf, "/", one, now))).toEqual([1, 0, 0, 1]);
    expect(prints(shelf, "/", two, 60_001)).toBe(1);
    expect(prints(shelf, "/", two, 60_002, true)).toBe(1);
  });
  test("holds no more than it may, and lets go of what nobody asked for longest", () => {
    const shelf = new Shelf(3_000);
    for (const key of ["a", "b", "a", "c", "d", "e", "f", "g", "a", "h", "i", "j", "k", "l", "m", "n", "o", "p"])
      prints(shelf, key, 1, 0);
    expect(shelf.size).toBe(15);
    expect(prints(shelf, "p", 1, 0)).toBe(0);
    expect(prints(shelf, "b", 1, 0)).toBe(1);
  });
});

describe("the snapshot on disk", () => {
  const folder = () => mkdtempSync(join(tmpdir(), "kvit-"));
  test("is read as it was kept, whole, and by its owner only", () => {
    const place = join(folder(), "deeper");
    keepSnapshot(place, aSnapshot({ demo: true }));
    keepSnapshot(place, aSnapshot());
    expect(keptSnapshot(place)).toEqual(aSnapshot());
    expect(readdirSync(place)).toEqual(["public-snapshot.json"]);
    expect(statSync(join(place, "public-snapshot.json")).mode & 0o777).toBe(0o600);
  });
  test("is none where it is cut short, of another shape or version, or not there", () => {
    const place = folder();
    expect(keptSnapshot(place)).toBeNull();
    keepSnapshot(place, aSnapshot());
    const file = join(place, "public-snapshot.json");
    const text = readFileSync(file, "utf8");
    for (const wrong of [
      text.slice(0, -10),
      "{}",
      text.replace('"version":1', '"version":2'),
      text.replace('"major"', '"<b>"'),
    ]) {
      writeFileSync(file, wrong);
      expect(keptSnapshot(place)).toBeNull();
    }
  });
});
