import { describe, expect, test } from "vitest";
import {
  acknowledgementJson,
  businessDocument,
  edifact,
  emessage,
  enveloped,
  envelopeReceipt,
  haendelsesbesked,
  notificationJson,
  notificationXml,
  RECEIVER,
  SENDER,
  VANS_ENVELOPE,
  VANS_MESSAGE,
} from "./fixtures.ts";
import { eventOf, eventsOf, partOf, remarksOf } from "./testing.ts";

const LETTER = { id: "a0000000-0000-4000-8000-000000000001", scheme: "fhir" };
const IDS = [
  { kind: "envelope", value: VANS_ENVELOPE },
  { kind: "vans", value: VANS_MESSAGE },
];

describe("VANSEnvelope 1.0.4 (DOMAIN 1.7)", () => {
  test.each([
    ["FHIR as XML", notificationXml()],
    ["FHIR as JSON", notificationJson()],
    ["OIOXML", emessage()],
    ["EDIFACT", edifact()],
  ])("a payload in %s is read: its letter, sent at the envelope's time, under all of the ids", (_, payload) => {
    const [inside, event] = [eventOf(payload), eventOf(enveloped(payload))];
    expect(event).toMatchObject({
      letter: inside.letter,
      type: inside.type,
      kind: "sent",
      at: "2026-03-01T09:00:30.000Z",
    });
    expect(event.aliases).toEqual([...IDS, ...(inside.aliases ?? [])]);
    expect(event.id).not.toBe(inside.id);
  });

  test("a resend is another event, by its new envelope", () => {
    const again = enveloped(notificationXml(), "reliable", "e0000000-0000-4000-8000-00000000000a");
    expect(eventOf(again).id).not.toBe(eventOf(enveloped(notificationXml())).id);
    expect(eventOf(again).letter).toEqual(LETTER);
  });

  test.each([
    ["taken out", null, "payload_removed"],
    ["nothing that can be read", "hello", "payload_unread"],
  ])("a payload that is %s leaves the envelope, with what it says itself", (_, payload, remark) => {
    expect(eventOf(enveloped(payload))).toMatchObject({
      kind: "sent",
      aliases: IDS,
      senderGln: SENDER,
      receiverGln: RECEIVER,
      type: "FDIS20#AdmissionInpatient",
    });
    expect(remarksOf(enveloped(payload))).toEqual(expect.arrayContaining([remark, "offset_missing"]));
  });

  test("unreliable transport asks for no receipt (GOV 032)", () => {
    expect(eventOf(enveloped(notificationXml(), "unreliable")).receiptExpected).toBe(false);
    expect(eventOf(enveloped(notificationXml())).receiptExpected).toBeUndefined();
  });

  test("an acknowledgement inside is stated when its sender stated it", () => {
    expect(eventOf(enveloped(acknowledgementJson()))).toMatchObject({
      kind: "receipt",
      at: "2026-03-01T09:00:05.000Z",
      letter: LETTER,
    });
  });

  // DESIGN 2: PositiveMessage is transport; the negative two are application receipts, by the station that says so.
  test.each([
    ["PositiveMessage", "vans", "transport", "ok", undefined],
    ["NegativeMessage", "recipient", "application", "fatal", "17"],
    ["NegativeVans", "vans", "application", "fatal", "17"],
  ] as const)("%s is said by the %s: %s %s", (name, station, level, outcome, code) => {
    const event = eventOf(envelopeReceipt(name));
    expect(event).toMatchObject({
      station,
      direction: "back",
      kind: "receipt",
      aliases: IDS,
      receipt: { level, outcome },
    });
    expect(event.receipt?.code).toBe(code);
    expect(event.letter).toBeUndefined();
  });

  test("an envelope in an envelope is not opened again", () => {
    expect(remarksOf(enveloped(enveloped(notificationXml())))).toContain("payload_unread");
  });
});

describe("SBDH (DOMAIN 1.8)", () => {
  test("a message is its payload, sent at the envelope's time", () => {
    expect(eventOf(businessDocument({ payload: notificationXml() }))).toMatchObject({
      letter: LETTER,
      at: "2026-03-01T09:00:20.000Z",
      aliases: [{ kind: "envelope", value: "SBDH-1" }, { kind: "envelope" }],
    });
  });

  test("a message that cannot be read is what its header says", () => {
    expect(eventOf(businessDocument({ letter: "MSG-1" }))).toMatchObject({
      letter: { id: "MSG-1", scheme: "fhir" },
      senderGln: SENDER,
      receiverGln: RECEIVER,
      type: "homecareobservation",
    });
  });

  test("a receipt acknowledgement is a transport receipt of the original message", () => {
    expect(eventOf(businessDocument({ answers: "MSG-1" }))).toMatchObject({
      station: "access_point",
      direction: "back",
      kind: "receipt",
      letter: { id: "MSG-1", scheme: "fhir" },
      receipt: { id: "SBDH-2", level: "transport", outcome: "ok" },
    });
  });
});

describe("the distributor's envelope (DOMAIN 3.1; no example has a MedCom message inside: unproven)", () => {
  const ids = [
    { kind: "besked", value: "d0000000-0000-4000-8000-000000000001" },
    { kind: "transaktion", value: "d0000000-0000-4000-8000-000000000002" },
  ];

  test("each route tells when it was received and handed over", () => {
    const [received, handedOver] = ["2026-03-01T10:00:41+01:00", "2026-03-01T10:00:43+01:00"];
    expect(eventsOf(haendelsesbesked(null, [[received, handedOver]]))).toMatchObject([
      { station: "distributor", kind: "received", at: "2026-03-01T09:00:41.000Z", aliases: ids },
      { station: "distributor", kind: "handed_over", at: "2026-03-01T09:00:43.000Z", aliases: ids },
    ]);
  });

  test("without a route it tells at least when it was made, by a Danish clock where no zone is said", () => {
    expect(eventOf(haendelsesbesked(null))).toMatchObject({
      station: "agent",
      kind: "created",
      at: "2026-03-01T09:00:40.000Z",
    });
  });

  test("a MedCom message inside joins its letter to the distributor's ids", () => {
    const events = eventsOf(haendelsesbesked(notificationXml()));
    expect(events.map(({ station, letter }) => [station, letter?.id])).toEqual([
      ["sender", LETTER.id],
      ["agent", LETTER.id],
    ]);
    expect(events[1]?.aliases).toEqual(ids);
    expect(remarksOf(haendelsesbesked(notificationXml()))).toContain("answer_unproven");
  });

  test("an acknowledgement inside is on its way back", () => {
    const events = eventsOf(haendelsesbesked(acknowledgementJson()));
    expect(events.map(({ direction }) => direction)).toEqual(["back", "back"]);
  });
});

test.each([
  [
    "a VANS envelope without an id",
    enveloped(null).replace(/<EnvelopeIdentifier>.*<\/EnvelopeIdentifier>/, ""),
    "bad_envelope",
  ],
  ["a VANS envelope without a time", enveloped(null).replace(/<SentDateTime>.*<\/SentDateTime>/, ""), "no_send_time"],
  ["a VANS envelope with nothing in it", enveloped(null).replace(/<Message>.*<\/Message>/, ""), "bad_envelope"],
  [
    "a business document without an id",
    businessDocument({ letter: "x" }).replace(/<InstanceIdentifier>SBDH-1<\/InstanceIdentifier>/, ""),
    "bad_envelope",
  ],
  ["an Emessage with nothing in it", "<Emessage><Envelope/></Emessage>", "bad_envelope"],
])("%s is refused with a reason", (_, message, code) => {
  expect(partOf(message)).toMatchObject({ outcome: "refused", code });
});
