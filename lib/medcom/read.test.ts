import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stationEvent } from "../ledger/schema.ts";
import { CITIZEN, EVERY_KIND, FREE_TEXT, notificationJson, notificationXml } from "./fixtures.ts";
import { MAX_MESSAGE_BYTES, read } from "./read.ts";

const all = Object.entries(EVERY_KIND).flatMap(([kind, messages]) =>
  messages.map((message, i) => [`${kind} ${i + 1}`, message] as const),
);
const readText = (text: string, encoding: BufferEncoding = "utf8") => read(Buffer.from(text, encoding));
const refusal = (bytes: Uint8Array) => read(bytes).parts[0];

test.each(all)("%s: every event is one that intake takes", (_, message) => {
  for (const part of readText(message).parts) {
    expect(part.outcome).toBe("taken");
    if (part.outcome === "taken")
      for (const event of part.events) expect(stationEvent.safeParse(event).error).toBeUndefined();
  }
});

test.each(all)("%s: neither the citizen nor free text comes out", (_, message) => {
  const told = JSON.stringify(readText(message));
  for (const secret of [CITIZEN.number, CITIZEN.name, "Opdigtet Afdeling", "sårpleje", FREE_TEXT])
    expect(told).not.toContain(secret);
});

test("whatever is cut off or changed, nothing is thrown, nothing of the citizen comes out, and every event is whole", () => {
  const broken = fc.record({
    message: fc.constantFrom(...all.map(([, message]) => message)),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.boolean(),
    changes: fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
      maxLength: 8,
    }),
  });
  fc.assert(
    fc.property(broken, ({ message, from, cut, changes }) => {
      const bytes = Buffer.from(message);
      for (const [where, what] of changes) bytes[Math.floor(where * bytes.byteLength)] = what;
      const reading = read(cut ? bytes.subarray(0, Math.floor(from * bytes.byteLength)) : bytes);
      const told = JSON.stringify(reading);
      expect(told).not.toContain(CITIZEN.number);
      expect(told).not.toContain(CITIZEN.name);
      for (const part of reading.parts) {
        if (part.outcome !== "taken") continue;
        for (const event of part.events) expect(stationEvent.safeParse(event).success).toBe(true);
      }
    }),
    { numRuns: 1_500 },
  );
});

test("content decides, whatever blanks or mark it begins with", () => {
  expect(readText(`\n  ${notificationJson()}`)).toEqual(readText(notificationJson()));
  expect(readText(`\ufeff${notificationXml()}`)).toEqual(readText(notificationXml()));
  expect(readText(`\ufeff${notificationJson()}`)).toEqual(readText(notificationJson()));
});

test.each([
  ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])],
  ["a note", Buffer.from("Til rette vedkommende")],
  ["XML that is no message", Buffer.from("<html><body/></html>")],
  ["a resource that is no message", Buffer.from('{"resourceType":"CodeSystem"}')],
])("%s is no message", (_, bytes) => {
  expect(refusal(bytes)).toEqual({ outcome: "skipped" });
});

test("what was read or refused before leaves nothing with the next message", () => {
  const alone = readText(notificationXml());
  const others = [
    "<a><b></a></b>",
    "<!DOCTYPE a><a/>",
    "<a>".repeat(300),
    '<p:a xmlns:p="p"/>',
    '<?xml version="1.1"?><a/>',
  ];
  for (const other of [...others, ...all.map(([, message]) => message)]) {
    readText(other);
    expect(readText(notificationXml())).toEqual(alone);
  }
  expect(refusal(Buffer.from("<p:a/>"))).toMatchObject({ outcome: "refused", code: "not_xml" });
});

describe("hostile input is refused by what it is", () => {
  const entities = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};&e${i};">`).join("");
  test.each([
    ["nothing at all", "", "empty"],
    ["blanks", "   \n", "empty"],
    ["entity expansion", `<!DOCTYPE a [<!ENTITY e0 "ha">${entities}]><a>&e30;</a>`, "doctype"],
    ["an external entity", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "doctype"],
    ["an unknown entity", "<a>&x;</a>", "not_xml"],
    ["a million levels of XML", "<a>".repeat(1_000_000), "too_deep"],
    ["a million levels of narrative", `<a xmlns="http://www.w3.org/1999/xhtml">${"<b>".repeat(1_000_000)}`, "too_deep"],
    ["JSON that is none", '{"resourceType":"Bundle",', "not_json"],
    ["not well-formed", "<a><b></a></b>", "not_xml"],
    ["two roots", "<a/><b/>", "not_xml"],
    ["an attribute twice", '<a b="1" b="2"/>', "not_xml"],
    ["more than a message ever is", `<a>${"no. ".repeat(MAX_MESSAGE_BYTES / 4)}</a>`, "too_large"],
  ])("%s", (_, message, code) => {
    expect(refusal(Buffer.from(message))).toMatchObject({ outcome: "refused", code });
  });

  test("a million levels of JSON are no message, and harm nobody", () => {
    const deep = `{"resourceType":"Bundle","type":"message","entry":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`;
    expect(refusal(Buffer.from(deep))).toMatchObject({ outcome: "refused" });
  });

  test.each([
    ["zip", Buffer.from("PK\u0003\u0004aaaa", "latin1")],
    ["gzip", gzipSync(Buffer.alloc(1_000_000))],
  ])("a packed body is not unpacked: %s", (_, bytes) => {
    expect(refusal(bytes)).toMatchObject({ outcome: "refused", code: "compressed" });
  });

  test.each([
    ["Latin-1 that says UTF-8", '<?xml version="1.0" encoding="UTF-8"?><a>\u00e6</a>', "latin1"],
    ["a charset that is none of MedCom's", '<?xml version="1.0" encoding="EBCDIC-CP-DK"?><a/>', "utf8"],
    ["JSON in Latin-1", '{"resourceType":"\u00e6"}', "latin1"],
  ] as const)("a wrong charset is told: %s", (_, message, encoding) => {
    expect(readText(message, encoding).parts[0]).toMatchObject({ outcome: "refused", code: "wrong_charset" });
  });
});
