import fc from "fast-check";
import { expect, test } from "vitest";
import { sieve } from "./sieve.ts";

const LIMIT = 1024 * 1024;
const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString("latin1"));
const attachment = (bytes: number) => Buffer.alloc(bytes, 7).toString("base64");

/** What is left of a message that comes in pieces of the given size. */
function sieved(message: string, piece: number, limit = LIMIT): string | null {
  const bytes = Buffer.from(message, "latin1");
  const through = sieve(limit);
  for (let at = 0; at < bytes.byteLength; at += piece) through.push(bytes.subarray(at, at + piece));
  return text(through.end());
}

test.each([1, 7, 1000, 1 << 16, 1 << 20])("an attachment goes, all else stays, in pieces of %d bytes", (piece) => {
  const message = `{"id":"a","data":"${attachment(300_000)}","after":"b"}`;
  expect(sieved(message, piece)).toBe('{"id":"a","data":"","after":"b"}');
});

test("a short run of base64 is no attachment, and a message without a long one comes through as it is", () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 3000, unit: "binary-ascii" }),
      fc.integer({ min: 1, max: 500 }),
      (message, piece) => {
        expect(sieved(message, piece)).toBe(message);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([1000, 65_537])(
  "a payload that is itself a message stays, without its attachments, in pieces of %d",
  (piece) => {
    const inner = `<m><id>x</id><data>${attachment(200_000)}</data><end/></m>`;
    const outer = `<env><Data>${Buffer.from(inner).toString("base64")}</Data></env>`;
    const left = sieved(outer, piece) ?? "";
    const data = /<Data>(.*)<\/Data>/.exec(left)?.[1] ?? "";
    expect(Buffer.from(data, "base64").toString()).toBe("<m><id>x</id><data></data><end/></m>");
  },
);

test("a payload with line breaks, as text or as JSON writes them, is read past them", () => {
  const inner = `{"a":"${attachment(100_000)}","b":1}`;
  const coded = Buffer.from(inner)
    .toString("base64")
    .replace(/(.{76})/g, "$1\\r\\n");
  const data = /"(.*)"/.exec(sieved(`["${coded}"]`, 4096) ?? "")?.[1] ?? "";
  expect(Buffer.from(data, "base64").toString()).toBe('{"a":"","b":1}');
});

test("what is left has a limit, also where it has no attachment", () => {
  expect(sieved("<a>.".repeat(300_000), 65_536)).toBeNull();
  expect(sieved(`<a>${attachment(4_000_000)}</a>`, 65_536)).toBe("<a></a>");
  expect(sieved("x".repeat(2000), 100, 1000)).toBeNull();
});

test("an offset in what is left is told as the offset in the message", () => {
  const data = attachment(300_000);
  const message = `{"data":"${data}","after":"b"}`;
  const through = sieve(LIMIT);
  through.push(Buffer.from(message));
  const left = text(through.end()) ?? "";
  expect(through.original(left.indexOf("after"))).toBe(message.indexOf("after"));
  expect(through.original(3)).toBe(3);
});

test("envelopes are opened three deep, and what is deeper is an attachment", () => {
  const wrap = (inner: string) => `<e>${Buffer.from(inner).toString("base64")}</e>`;
  let message = `<m>${attachment(80_000)}</m>`;
  for (let i = 0; i < 6; i++) message = wrap(message);
  expect((sieved(message, 65_536) ?? "").length).toBeLessThan(200);
});
