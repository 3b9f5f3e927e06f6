import { describe, expect, test } from "vitest";
import { MAX_EVENTS, stationEvent } from "../ledger/schema.ts";
import { MAX_BODY_BYTES } from "./body.ts";
import { fitsBatch } from "./bounds.ts";

const fits = (text: string) => fitsBatch(Buffer.from(text));
/** An event with every field there is, and as many aliases as one may have. */
const fullest = {
  id: "e",
  station: "recipient",
  operator: "o",
  direction: "back",
  kind: "receipt",
  at: "2026-11-23T10:00:00Z",
  letter: { id: "l", scheme: "oioxml", senderGln: "5790000000012" },
  aliases: Array.from({ length: 8 }, () => ({
    kind: "converted",
    value: "v",
    scheme: "oioxml",
    senderGln: "5790000000012",
  })),
  senderGln: "5790000000012",
  receiverGln: "5790000000029",
  receiverSor: "953741000016009",
  installation: 1,
  mailbox: "m",
  type: "FDIS20#AdmissionInpatient",
  statedSentAt: "2026-11-23T10:00:00Z",
  receiptExpected: true,
  copy: false,
  receipt: { id: "r", level: "application", outcome: "ok", code: "c" },
};

describe("a body is looked at before it is read", () => {
  test("the fullest batch there can be fits, as JSON and as lines", () => {
    expect(Object.keys(fullest).sort()).toEqual(Object.keys(stationEvent.shape).sort());
    expect(stationEvent.safeParse(fullest).success).toBe(true);
    const events = new Array(MAX_EVENTS).fill(fullest);
    const coverage = { from: "2026-11-23T10:00:00Z", to: "2026-11-23T11:00:00Z", withdrawn: true };
    expect(fits(JSON.stringify({ events, coverage }, null, 1))).toBe(true);
    expect(fits(events.map((event) => JSON.stringify(event)).join("\n"))).toBe(true);
  });

  const half = MAX_BODY_BYTES / 2;
  test.each([
    ["deeper than any event", `{"events":${"[".repeat(half)}`],
    ["of more lists than any batch", `{"events":[${"[],".repeat(half / 2)}[]]}`],
    ["of more objects than any batch", `{"events":[{"a":[${"{},".repeat(half / 2)}{}]}]}`],
    ["of more values than any batch", `{"events":[${"0,".repeat(half)}0]}`],
    ["of more fields than any batch", `{"events":[{${'"k":0,'.repeat(half / 4)}"k":0}]}`],
  ])("one %s does not", (_, body) => expect(fits(body)).toBe(false));

  test("what stands in a text is no bracket, and an escaped quote ends none", () => {
    expect(fits(`["${"[{,".repeat(half / 2)}"]`)).toBe(true);
    expect(fits(`["\\"${"[".repeat(100)}\\\\"]`)).toBe(true);
    expect(fits(`["\\\\"${"[".repeat(100)}`)).toBe(false);
  });
});
