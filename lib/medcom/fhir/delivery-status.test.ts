import { describe, expect, test } from "vitest";
import { deliveryStatus, RECEIVER, SENDER } from "../fixtures.ts";
import { eventOf, eventsOf, partOf } from "../testing.ts";

const ACK = { id: "MSG-1", type: "HomeCareObservation" };

describe("EHMI delivery status (DOMAIN 1.8)", () => {
  test.each([
    ["EUA", "msg-created", "sender", "created"],
    ["EUA", "msg-created-and-sent", "sender", "created"],
    ["EUA", "msg-sent", "sender", "sent"],
    ["MSH", "msg-received", "vans", "received"],
    ["MSH", "msg-sent", "vans", "sent"],
    ["AP", "msg-received", "access_point", "received"],
    ["AP", "msg-sent", "access_point", "sent"],
    ["EUA", "msg-received", "recipient", "received"],
    ["EUA", "msg-received-and-finalized", "recipient", "finalized"],
    ["EUA", "msg-finalized", "recipient", "finalized"],
  ])("%s %s is %s %s on the way out", (source, subtype, station, kind) => {
    expect(eventOf(deliveryStatus({ source, subtype }))).toMatchObject({
      station,
      kind,
      direction: "out",
      at: "2026-03-01T09:00:01.000Z",
      letter: { id: "MSG-1", scheme: "eds" },
      aliases: [{ kind: "envelope", value: "ENV-1" }],
      operator: `opdigtet-${source.toLowerCase()}`,
      senderGln: SENDER,
      receiverGln: RECEIVER,
      type: "homecareobservation",
    });
  });

  test("a message that its user system has made and sent has been sent then", () => {
    expect(eventOf(deliveryStatus({ source: "EUA", subtype: "msg-created-and-sent" })).statedSentAt).toBe(
      "2026-03-01T09:00:01.000Z",
    );
    expect(eventOf(deliveryStatus({ source: "EUA", subtype: "msg-created" })).statedSentAt).toBeUndefined();
  });

  test.each([
    ["EUA", "msg-created-and-sent", "recipient"],
    ["MSH", "msg-sent", "vans"],
    ["AP", "msg-received", "access_point"],
    ["EUA", "msg-received-and-finalized", "sender"],
  ])("a receipt on its way back is about the letter it answers: %s %s at %s", (source, subtype, station) => {
    const event = eventOf(
      deliveryStatus({ source, subtype, message: "ACK-1", type: "Acknowledgement", original: ACK }),
    );
    expect(event).toMatchObject({
      station,
      direction: "back",
      letter: { id: "MSG-1", scheme: "eds" },
      senderGln: SENDER,
      receiverGln: RECEIVER,
    });
    expect(event.receipt).toBeUndefined();
  });

  test("an SBDH receipt is a transport receipt, once, where it is made", () => {
    const sbdh = { message: "SBDH-ACK-1", type: "SBDH-Ack", original: ACK };
    expect(eventOf(deliveryStatus({ ...sbdh, subtype: "msg-created-and-sent" }))).toMatchObject({
      kind: "receipt",
      receipt: { id: "SBDH-ACK-1", level: "transport", outcome: "ok" },
    });
    expect(eventOf(deliveryStatus({ ...sbdh, subtype: "msg-sent", source: "AP" })).receipt).toBeUndefined();
  });

  test("the receipt of a receipt is taken, and tells nothing of a letter", () => {
    const original = { id: "ACK-1", type: "Acknowledgement" };
    expect(eventsOf(deliveryStatus({ type: "SBDH-Ack", original }))).toEqual([]);
  });

  test("a failure is a stop at that station", () => {
    expect(eventOf(deliveryStatus({ outcome: "8" })).kind).toBe("stopped");
  });

  test.each([
    ["a station nobody knows", { source: "XYZ" }, "unknown_station"],
    ["a subtype nobody knows", { subtype: "msg-teleported" }, "unknown_form"],
    ["no time", { at: "" }, "no_send_time"],
    ["no message", { message: "" }, "no_letter_id"],
  ])("%s is refused with a reason", (_, unusual, code) => {
    expect(partOf(deliveryStatus(unusual))).toMatchObject({ outcome: "refused", code, standard: "eds" });
  });
});
