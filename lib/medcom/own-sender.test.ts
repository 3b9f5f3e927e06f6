import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  acknowledgementJson,
  businessDocument,
  CITIZEN,
  deliveryStatus,
  EVERY_KIND,
  edifact,
  emessage,
  emessageReceipt,
  enveloped,
  notificationJson,
  notificationXml,
  RECEIVER,
  SENDER,
} from "./fixtures.ts";
import { ownSenderOf } from "./own-sender.ts";
import { read } from "./read.ts";

const senderOf = (message: string): string | null | undefined => {
  const [part] = read(Buffer.from(message)).parts;
  return part?.outcome === "refused" ? part.senderGln : undefined;
};

describe("a refused message still tells its sender's location number", () => {
  test.each([
    ["an OIOXML letter cut off", emessage().slice(0, -40), SENDER],
    [
      "an OIOXML receipt cut off, whose letter had another sender",
      emessageReceipt("CTL03", ["x"]).slice(0, -9),
      RECEIVER,
    ],
    ["an OIOXML letter without a time", emessage().replace("<Date>2026-03-01</Date>", ""), SENDER],
    ["an EDIFACT letter cut off", edifact().slice(0, -30), SENDER],
    ["a VANS envelope cut off", enveloped(null).slice(0, -30), SENDER],
    ["a Standard Business Document cut off", businessDocument({ answers: "x" }).slice(0, -9), SENDER],
    ["a FHIR letter in JSON with a wrong time", notificationJson({ sentAt: "yesterday" }), SENDER],
    ["a FHIR letter in XML with a wrong time", notificationXml({ sentAt: "yesterday" }), SENDER],
    ["a FHIR receipt of nothing", acknowledgementJson({ answers: "" }), RECEIVER],
    ["a delivery status of an unknown station", deliveryStatus({ source: "PLC" }), SENDER],
    ["a delivery status without a time", deliveryStatus({ at: "" }), SENDER],
  ])("%s", (_, message, sender) => {
    expect(senderOf(message)).toBe(sender);
  });

  test.each([
    ["FHIR cut off, which names its sender by a reference", notificationJson().slice(0, -9)],
    ["a sender that is cut off itself", emessage().slice(0, emessage().indexOf(SENDER) + SENDER.length)],
    ["a sender that is no location number", emessage().replace(SENDER, "12345").slice(0, -9)],
    ["a sender with a person number", emessage().replaceAll(SENDER, CITIZEN.number).slice(0, -9)],
    ["a number that is too long", edifact().replaceAll(SENDER, `${SENDER}1`).slice(0, -9)],
    [
      "thirteen digits that are not the sender's",
      `<Emessage><Sender></Sender><EANIdentifier>${RECEIVER}</EANIdentifier>`,
    ],
    ["a VANS sender of another kind", enveloped(null).replace('SenderID EndPointType="EAN"', "SenderID").slice(0, -9)],
  ])("but not %s", (_, message) => {
    expect(senderOf(message)).toBeNull();
  });
});

test("whatever a message is, cut or changed, nothing but thirteen digits is told of its sender", () => {
  const broken = fc.record({
    message: fc.constantFrom(...Object.values(EVERY_KIND).flat()),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    sender: fc.oneof(fc.string({ maxLength: 20 }), fc.stringMatching(/^\d{9,15}$/)),
  });
  fc.assert(
    fc.property(broken, ({ message, cut, sender }) => {
      const bytes = Buffer.from(message.replaceAll(SENDER, sender).slice(0, Math.ceil(cut * message.length)));
      const told = [
        ownSenderOf(bytes),
        ...read(bytes).parts.map((part) => (part.outcome === "refused" ? part.senderGln : null)),
      ];
      for (const one of told) expect(one === null || /^\d{13}$/.test(one)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("what is long and hostile is looked at in bounded time", () => {
  expect(ownSenderOf(Buffer.from("<Sender>".repeat(100_000)))).toBeNull();
  expect(ownSenderOf(Buffer.from(`<SenderID ${"a=".repeat(100_000)}`))).toBeNull();
});
