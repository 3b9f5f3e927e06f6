import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { env, provideSettings } from "../env.ts";
import {
  aliasKey,
  contentHash,
  eventKey,
  fromAddress,
  letterKey,
  receiptKey,
  SHARDS,
  shardOf,
  toAddress,
} from "./keys.ts";

const [here, there] = ["5790000000012", "5790000000029"];

describe("the key of a letter", () => {
  test("of a FHIR letter is the same whoever tells of it, and in whatever case", () => {
    expect(letterKey("fhir", here, "AB-1")).toBe(letterKey("fhir", null, "ab-1"));
  });
  test("of a legacy letter is another one under another sender, and its case counts (DOMAIN 1.5)", () => {
    const keys = [letterKey("legacy", here, "A1"), letterKey("legacy", there, "A1"), letterKey("legacy", here, "a1")];
    expect(new Set([...keys, letterKey("fhir", null, "A1")]).size).toBe(4);
  });
  test("shows nothing of the id", () => {
    expect(letterKey("legacy", here, "0101901234")).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});

test("an id of one kind is no id of another kind, and an event's is its source's own", () => {
  expect(aliasKey("envelope", "x")).not.toBe(aliasKey("besked", "x"));
  expect(aliasKey("envelope", "X")).toBe(aliasKey("envelope", "x"));
  expect(eventKey(1, "1-2")).not.toBe(eventKey(11, "-2"));
  expect(eventKey(1, "x")).not.toBe(eventKey(2, "x"));
});

test("under another secret every key is another, also of what was named before", () => {
  const { SECRET } = env();
  const keys = () => [letterKey("fhir", null, "x"), aliasKey("envelope", "x"), eventKey(1, "x"), receiptKey("x")];
  const before = keys();
  expect(keys()).toEqual(before);
  try {
    provideSettings({ SECRET: "another secret that only tests know, 32" });
    for (const key of keys()) expect(before).not.toContain(key);
  } finally {
    provideSettings({ SECRET });
  }
  expect(keys()).toEqual(before);
});

test("any key becomes an address and comes back", () => {
  fc.assert(
    fc.property(fc.uuid(), (key) => {
      expect(toAddress(key)).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect(fromAddress(toAddress(key))).toBe(key);
    }),
  );
});

test("one key has one address, and what is none has no key", () => {
  const address = toAddress("00000000-0000-0000-0000-000000000000");
  expect(fromAddress(address)).toBe("00000000-0000-0000-0000-000000000000");
  const notOne = [
    `${address.slice(0, 21)}B`,
    address.slice(1),
    `${address}A`,
    "../../../etc/passwd/aaa",
    "",
    "é".repeat(22),
  ];
  for (const wrong of notOne) expect(fromAddress(wrong), wrong).toBeNull();
});

test("a key's first byte decides its shard, as it does in the statements that touch", () => {
  fc.assert(
    fc.property(fc.uuid(), (key) => {
      expect(shardOf(key)).toBe(Buffer.from(key.replaceAll("-", ""), "hex").readUInt8(0) % SHARDS);
    }),
  );
});

test("a content hash fits a signed 64 bit column and tells contents apart", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(contentHash(a)).toBeLessThan(2n ** 63n);
      expect(contentHash(a) === contentHash(b)).toBe(a === b);
    }),
  );
});
