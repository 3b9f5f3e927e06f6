import { describe, expect, test } from "vitest";
import { acknowledgementJson, COPY, notificationJson, notificationXml, RECEIVER, SENDER } from "../fixtures.ts";
import { read } from "../read.ts";
import { eventOf, eventsOf, partOf, remarksOf } from "../testing.ts";

const LETTER = "a0000000-0000-4000-8000-000000000001";

describe("a letter", () => {
  test("is sent by its sender at the bundle's own time, never at a Provenance's (whose offsets are inconsistent)", () => {
    expect(eventOf(notificationJson())).toMatchObject({
      station: "sender",
      kind: "sent",
      at: "2026-03-01T09:00:00.000Z",
      letter: { id: LETTER, scheme: "fhir" },
      aliases: [{ kind: "envelope", value: "b0000000-0000-4000-8000-000000000001" }],
      senderGln: SENDER,
      receiverGln: RECEIVER,
      type: "FDIS20#AdmissionInpatient",
    });
  });

  test.each([{}, { copy: true }, { event: null }, { id: "ejklfdsio898kfd" }, { status: "finished" }])(
    "says the very same in JSON and XML: %o",
    (unusual) => {
      expect(eventsOf(notificationXml(unusual))).toEqual(eventsOf(notificationJson(unusual)));
    },
  );

  test("that is sent again has a new envelope and time and keeps its id (GOV 020): another event of the same letter", () => {
    const again = { bundle: "b0000000-0000-4000-8000-000000000002", sentAt: "2026-03-01T10:31:00+01:00" };
    const [first, second] = [eventOf(notificationJson()), eventOf(notificationJson(again))];
    expect(second.letter).toEqual(first.letter);
    expect(second.id).not.toBe(first.id);
  });

  test("to a copy as well is one event for each, and the copy is never due (DOMAIN 1.1)", () => {
    const events = eventsOf(notificationJson({ copy: true }));
    expect(events.map(({ receiverGln, copy }) => [receiverGln, copy ?? false])).toEqual([
      [RECEIVER, false],
      [COPY, true],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  test("without an event code (TEK_FCC) has an unknown type, which is a value and no crash", () => {
    expect(eventOf(notificationJson({ event: null })).type).toBe("unknown");
    expect(remarksOf(notificationJson({ event: null }))).toContain("event_code_missing");
  });

  test.each([
    ["hospital-notification-message", "FDIS20#AdmissionInpatient"],
    ["care-communication-message", "FDIS91"],
    ["homecareobservation-message", "homecareobservation"],
    ["empty-message", "empty"],
    ["a-type-of-tomorrow-message", "a-type-of-tomorrow"],
    ["0101010000", "unknown"],
  ])("with the event code %s is of type %s", (event, type) => {
    expect(eventOf(notificationJson({ event })).type).toBe(type);
  });

  // DOMAIN 1.4: codes, encounter class and status, and Provenance activity.
  test.each([
    ["STAA", "EMER", "in-progress", "admit-emergency", "AcuteAmbulant"],
    ["STIN", "IMP", "in-progress", "admit-inpatient", "AdmissionInpatient"],
    ["STOR", "IMP", "onleave", "start-leave-inpatient", "OnLeave"],
    ["SLOR", "IMP", "in-progress", "end-leave-inpatient", "EndOfLeave"],
    ["SLHJ", "IMP", "finished", "discharge-inpatient-home", "EndHospitalStay"],
    ["MORS", "IMP", "finished", "admit-inpatient", "EndHospitalStay"],
    ["RE_STIN", "IMP", "in-progress", "revise-admit-inpatient", "AdmissionInpatient"],
    ["AN_SLHJ", "IMP", "in-progress", "cancel-discharge-inpatient-home", "EndHospitalStay"],
    ["AN_SLOR", "IMP", "onleave", "cancel-end-leave-inpatient", "EndOfLeave"],
    ["no activity", "EMER", "in-progress", "", "AcuteAmbulant"],
  ])("%s is told by its statistical code", (_, kind, status, activity, content) => {
    expect(eventOf(notificationJson({ kind, status, activity })).type).toBe(`FDIS20#${content}`);
  });

  test.each([
    ["no header", '{"resourceType":"Bundle","type":"message","entry":[]}', "no_message_header"],
    ["no letter id", notificationJson({ id: "" }), "no_letter_id"],
    ["free text for an id", notificationJson({ id: "ring til afdelingen" }), "bad_id"],
    ["no time", notificationJson({ sentAt: "" }), "no_send_time"],
    ["a time without an offset", notificationJson({ sentAt: "2026-03-01T10:00:00" }), "bad_time"],
    ["a day that is none", notificationJson({ sentAt: "2026-02-31T10:00:00Z" }), "bad_time"],
  ])("with %s is refused with a reason", (_, message, code) => {
    expect(partOf(message)).toMatchObject({ outcome: "refused", code, standard: "fhir" });
  });
});

describe("an acknowledgement", () => {
  test("answers the letter that response.identifier names, and makes no letter of its own", () => {
    expect(eventOf(acknowledgementJson())).toEqual({
      id: expect.any(String),
      station: "recipient",
      direction: "back",
      kind: "receipt",
      at: "2026-03-01T09:00:05.000Z",
      letter: { id: LETTER, scheme: "fhir" },
      receipt: { id: "c0000000-0000-4000-8000-000000000001", level: "application", outcome: "ok" },
    });
  });

  // ACK IG 2.0.3: the codes; AA, AE and AR have two meanings in the sources.
  test.each([
    ["ok", "ok"],
    ["transient-error", "transient"],
    ["fatal-error", "fatal"],
  ])("with the code %s is %s", (code, outcome) => {
    expect(eventOf(acknowledgementJson({ code, issue: "MSG_Datatype_Wrong" })).receipt).toMatchObject({ outcome });
  });

  test.each(["AA", "AE", "AR", "", "OK"])("with the letters %j instead of a code is refused", (code) => {
    expect(partOf(acknowledgementJson({ code }))).toMatchObject({ outcome: "refused", code: "unknown_outcome" });
  });

  test("with an issue code nobody knows is taken with it, and remarked on", () => {
    const odd = acknowledgementJson({ code: "fatal-error", issue: "message-development-error" });
    expect(eventOf(odd).receipt?.code).toBe("message-development-error");
    expect(remarksOf(odd)).toContain("issue_code_unknown");
    expect(remarksOf(acknowledgementJson({ code: "fatal-error" }))).toContain("issue_code_missing");
  });

  test("with sender and receiver unswapped is told of both ends, and of no receiver (traps of the samples)", () => {
    const part = partOf(acknowledgementJson({ swapped: false }));
    expect(part).toMatchObject({ outcome: "taken", parties: [SENDER, RECEIVER] });
    expect(eventOf(acknowledgementJson({ swapped: false })).receiverGln).toBeUndefined();
  });

  test("that answers nothing is refused", () => {
    expect(partOf(acknowledgementJson({ answers: "" }))).toMatchObject({ outcome: "refused", code: "not_answering" });
  });

  test("under one id that answers two letters is two receipts", () => {
    const [one, two] = [eventOf(acknowledgementJson()), eventOf(acknowledgementJson({ answers: "another-letter" }))];
    expect(one.receipt?.id).toBe(two.receipt?.id);
    expect(one.id).not.toBe(two.id);
  });
});

describe("a bundle of several", () => {
  const bundle = (type: string, entries: string[]) =>
    read(
      Buffer.from(
        `{"resourceType":"Bundle","type":"${type}","entry":[${entries.map((one) => `{"resource":${one}}`).join(",")}]}`,
      ),
    );

  test.each(["batch", "transaction"] as const)("is read entry by entry: %s", (form) => {
    const reading = bundle(form, [
      notificationJson(),
      '{"resourceType":"Patient"}',
      acknowledgementJson({ code: "AA" }),
    ]);
    expect(reading.form).toBe(form);
    expect(reading.parts.map(({ outcome }) => outcome)).toEqual(["taken", "skipped", "refused"]);
  });

  test("of more entries than anybody needs is refused as a whole", () => {
    const many = bundle("batch", new Array(1_001).fill("{}"));
    expect(many.parts).toMatchObject([{ outcome: "refused", code: "too_many_parts" }]);
  });

  test.each(["collection", "document", "searchset"])("that is a %s is no message", (type) => {
    expect(bundle(type, [notificationJson()]).parts).toEqual([{ outcome: "skipped" }]);
  });
});
