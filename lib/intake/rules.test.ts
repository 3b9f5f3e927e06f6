import { expect, test } from "vitest";
import { type EventRow, namedIn } from "./rules.ts";

const row = (unusual: Partial<EventRow>): EventRow => ({
  eventKey: "e1",
  at: 1,
  subjectKey: "l1",
  contentHash: 0n,
  authority: 0,
  station: 0,
  direction: 0,
  kind: 0,
  operatorId: null,
  installationId: null,
  senderLocationId: null,
  receiverLocationId: null,
  copy: false,
  typeId: null,
  content: null,
  statedSentAt: null,
  receiptExpected: null,
  envelopeId: null,
  receiptKey: null,
  receiptId: null,
  receiptLevel: null,
  receiptOutcome: null,
  receiptCode: null,
  letters: [{ key: "l1", space: 0, id: "L1" }],
  aliases: [{ key: "a1", letterKey: "l1", kind: 1, clear: "A1" }],
  ...unusual,
});

test("what many events name is told once, in the order of its keys", () => {
  const other = row({ subjectKey: "l0", letters: [{ key: "l0", space: 1, id: null }], aliases: [] });
  const { letters, claims, subjects } = namedIn([row({}), row({ eventKey: "e2" }), other]);
  expect(letters.map(({ key }) => key)).toEqual(["l0", "l1"]);
  expect(claims.map(({ key, letterKey }) => [key, letterKey])).toEqual([["a1", "l1"]]);
  expect(subjects).toEqual(["l1", "l0"]);
});

test("of several claims the least counts: by authority, then time, then event", () => {
  const least = row({ authority: 0, at: 5, eventKey: "e5" });
  const others = [row({ authority: 1, at: 1 }), row({ at: 6, eventKey: "e0" }), row({ at: 5, eventKey: "e6" })];
  for (const rows of [[least, ...others], [...others, least], others.toSpliced(1, 0, least)]) {
    expect(namedIn(rows).claims).toMatchObject([{ authority: 0, at: 5, eventKey: "e5", clear: "A1" }]);
  }
});
