import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { segmentsOf } from "./edifact/segments.ts";
import { COPY, contrl, edifact, emessage, emessageReceipt, RECEIVER, SENDER } from "./fixtures.ts";
import { eventOf, eventsOf, partOf, remarksOf } from "./testing.ts";

const syntaxes = [
  ["OIOXML", emessage, emessageReceipt],
  ["EDIFACT", edifact, contrl],
] as const;

describe.each(syntaxes)("%s", (syntax, letter, receipt) => {
  test("a letter is known by its id together with its sender (ids are unique only per sender)", () => {
    expect(eventOf(letter())).toMatchObject({
      station: "sender",
      kind: "sent",
      letter: { id: "Brev1", scheme: syntax.toLowerCase(), senderGln: SENDER },
      aliases: [{ kind: "envelope", value: `${SENDER}:Kuv1` }],
      receiverGln: RECEIVER,
      type: syntax === "OIOXML" ? "XDIS91" : "DIS91",
    });
  });

  test.each([
    [true, true],
    [false, false],
  ])(
    "a positive receipt is awaited only where it was asked for: %s (pluspositivkvitt, DOMAIN 1.6)",
    (asks, awaited) => {
      expect(eventOf(letter({ asks })).receiptExpected).toBe(awaited);
    },
  );

  // Legacy times are a Danish clock without zone, to the minute.
  test.each([
    ["winter", "2026-01-15", "12:00", "2026-01-15T11:00:00.000Z"],
    ["summer", "2026-07-15", "12:00", "2026-07-15T10:00:00.000Z"],
    ["the doubled hour is the first of the two", "2026-10-25", "02:30", "2026-10-25T00:30:00.000Z"],
    ["the hour left out is read with the clock before it", "2026-03-29", "02:30", "2026-03-29T01:30:00.000Z"],
    ["the last century", "1998-12-13", "12:10", "1998-12-13T11:10:00.000Z"],
  ])("%s", (_, day, time, at) => {
    expect(eventOf(letter({ sentAt: [day, time] })).at).toBe(at);
  });

  // DOMAIN 1.6; CTL01 is the VANS network's word, CTL02 and CTL03 the recipient's.
  test.each([
    ["CTL01", "vans", "fatal"],
    ["CTL02", "recipient", "fatal"],
    ["CTL03", "recipient", "ok"],
  ] as const)("%s is an application receipt of the %s: %s", (type, station, outcome) => {
    expect(eventOf(receipt(type, ["Brev1"]))).toMatchObject({
      station,
      direction: "back",
      kind: "receipt",
      at: "2026-03-01T09:02:00.000Z",
      letter: { id: "Brev1", senderGln: SENDER },
      receiverGln: RECEIVER,
      receipt: { id: `${RECEIVER}:Kvit9`, level: "application", outcome },
    });
  });

  test("a receipt of two letters answers each of them", () => {
    expect(eventsOf(receipt("CTL02", ["Brev1", "Brev2"])).map((event) => event.letter?.id)).toEqual(["Brev1", "Brev2"]);
  });

  test("a receipt that names no letter is about the original envelope", () => {
    const event = eventOf(receipt("CTL01", []));
    expect(event.letter).toBeUndefined();
    expect(event.aliases).toEqual([{ kind: "envelope", value: `${SENDER}:Kuv1` }]);
  });

  test("a receipt that comes too late to be converted answers a FHIR letter (CONV 4.5)", () => {
    const id = "a0000000-0000-4000-8000-000000000001";
    expect(eventOf(receipt("CTL03", [id])).letter).toEqual({ id, scheme: "fhir" });
  });

  test("a type nobody knows is a type like any other", () => {
    const odd = letter({ type: "DIS99", version: "D9999Z" });
    expect(eventOf(odd).type).toBe(syntax === "OIOXML" ? "XDIS99" : "DIS99");
  });
});

test.each([
  {},
  { asks: false },
  { type: "DIS20", version: "D2030C" },
  { sentAt: ["2026-10-25", "02:30"] as [string, string] },
])("the same letter in both syntaxes is one event: %o", (unusual) => {
  expect(eventOf(edifact(unusual)).id).toBe(eventOf(emessage(unusual)).id);
});

test.each([
  ["NC", "ikke_specificeret"],
  ["LOK", "ukendt_lokationsnummer"],
  ["MID", "problem_med_modtagerID"],
  ["VER", "problem_med_version"],
  ["SYN", "syntaksfejl"],
  ["XYZ", "XYZ"],
])("the refuse code %s is %s in both syntaxes (DOMAIN 1.6)", (short, long) => {
  const [one, two] = [eventOf(contrl("CTL02", ["Brev1"], short)), eventOf(emessageReceipt("CTL02", ["Brev1"], long))];
  expect(one.receipt?.code).toBe(long);
  expect(two.receipt).toEqual(one.receipt);
  expect(two.id).toBe(one.id);
});

test("a copy in OIOXML is one more event, and is never due", () => {
  expect(eventsOf(emessage({ copy: true })).map(({ receiverGln, copy }) => [receiverGln, copy ?? false])).toEqual([
    [RECEIVER, false],
    [COPY, true],
  ]);
});

test.each([
  ["twelve digits are a location number without its zero", SENDER.slice(1), "taken"],
  ["a sender that is no location number", "DKKMDKMDNET", "refused"],
])("%s", (_, sender, outcome) => {
  expect(partOf(edifact().replaceAll(SENDER, sender)).outcome).toBe(outcome);
  expect(partOf(emessage().replaceAll(SENDER, sender)).outcome).toBe(outcome);
});

test("a receipt may come from a VANS network's name", () => {
  const named = contrl("CTL01", ["Brev1"]).replace(`UNB+UNOC:3+${RECEIVER}`, "UNB+UNOC:3+DKVANSNET");
  expect(eventOf(named).receipt?.id).toBe("DKVANSNET:Kvit9");
  expect(remarksOf(named)).toContain("sender_not_gln");
});

test("Latin-1 is read as such, in OIOXML by its declaration and in EDIFACT by its bytes", () => {
  expect(eventsOf(emessage(), "latin1")).toEqual(eventsOf(emessage().replace("windows-1252", "UTF-8")));
  expect(eventsOf(edifact(), "latin1")).toEqual(eventsOf(edifact()));
});

describe("EDIFACT's service segments", () => {
  test.each([
    ["UNB without a reference", (text: string) => text.replace("+Kuv1++++1", ""), "bad_service_segment"],
    ["no UNH", (text: string) => text.replace(/UNH[^']*'/, ""), "bad_service_segment"],
    ["UNT with another reference", (text: string) => text.replace("UNT+5+Brev1", "UNT+5+Brev2"), "bad_service_segment"],
    ["UNT with another count", (text: string) => text.replace("UNT+5", "UNT+6"), "count_differs"],
    ["no UNT", (text: string) => text.replace(/UNT[^']*'/, ""), "bad_service_segment"],
    ["UNZ with another count", (text: string) => text.replace("UNZ+1", "UNZ+2"), "count_differs"],
    ["UNZ with another reference", (text: string) => text.replace("UNZ+1+Kuv1", "UNZ+1+Kuv2"), "bad_service_segment"],
    ["no UNZ", (text: string) => text.replace(/UNZ[^']*'/, ""), "bad_service_segment"],
    ["a last segment that does not end", (text: string) => text.slice(0, -1), "bad_service_segment"],
    ["a date that is none", (text: string) => text.replace("260301:1000", "261301:1000"), "bad_time"],
  ])("%s is refused, and the place is told", (_, broken, code) => {
    expect(partOf(broken(edifact()))).toMatchObject({ outcome: "refused", code, standard: "edifact" });
  });

  test("what is broken between them is nobody's business", () => {
    expect(partOf(edifact().replace("BGM+EPI++9+NA", "BGM??+:+:NONSENSE++++")).outcome).toBe("taken");
  });

  test("an interchange of two messages is two letters", () => {
    const one = edifact().split("\n");
    const second = one.slice(2, 7).map((line) => line.replace("Brev1", "Brev2"));
    const both = [...one.slice(0, 7), ...second, "UNZ+2+Kuv1'"].join("\n");
    expect(eventsOf(both).map((event) => event.letter?.id)).toEqual(["Brev1", "Brev2"]);
  });

  test("UNA sets the signs", () => {
    const other = edifact()
      .replace("UNA:+.? '", "UNA|*.! ~")
      .replace(/'$/gm, "~")
      .replaceAll("+", "*")
      .replaceAll(":", "|");
    expect(eventOf(other).letter).toEqual(eventOf(edifact()).letter);
  });

  test("what was released comes back as it was", () => {
    const element = fc.string({ maxLength: 20 });
    const release = (text: string) => text.replaceAll(/[?+:']/g, (sign) => `?${sign}`);
    fc.assert(
      fc.property(
        fc.array(fc.array(element, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
        (elements) => {
          const text = `UNB+${elements.map((parts) => parts.map(release).join(":")).join("+")}'`;
          expect(segmentsOf(text)[0]?.elements).toEqual(elements);
        },
      ),
    );
  });
});
