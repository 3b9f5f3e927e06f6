import fc from "fast-check";
import { expect, test } from "vitest";
import { gather, type Waiting } from "./gather.ts";

const NOW = 1_000;
let nr = 0;
const one = (signalId: number, unusual: Partial<Waiting> = {}): Waiting => ({
  ...{
    id: `d${++nr}`,
    endpointId: 1,
    signalId,
    thread: "incident:a",
    why: null,
    notBefore: NOW,
    again: false,
    ...unusual,
  },
});
/** The messages as the signals they tell, the carrier's last. */
const told = (...waiting: Waiting[]) =>
  gather(waiting, NOW).map(({ carrier, along }) => [...along, carrier].map(({ signalId }) => signalId));

test.each<[string, Waiting[], number[][]]>([
  ["what is not due is not told", [one(1, { notBefore: NOW + 1 })], []],
  ["the newest due takes earlier ones along, due or not", [one(1, { notBefore: NOW + 9 }), one(2)], [[1, 2]]],
  ["and leaves what comes later", [one(1), one(2, { notBefore: NOW + 9 })], [[1]]],
  ["conversations are told apart", [one(1), one(2, { thread: "incident:b" })], [[1], [2]]],
  ["and addresses", [one(1), one(2, { endpointId: 2 })], [[1], [2]]],
  [
    "a digest is one message over conversations, also with what quiet hours kept",
    [one(1, { why: "digest" }), one(2, { why: "quiet", thread: "incident:b" })],
    [[1, 2]],
  ],
  [
    "what was tried and failed goes with its conversation, not before it",
    [one(1, { why: "deferred" }), one(2, { why: "digest" }), one(3, { why: "digest", thread: "incident:b" })],
    [[1, 2, 3]],
  ],
  [
    "of two plans for a signal the one that is due holds, and both are told by it",
    [one(1, { why: "digest", notBefore: NOW + 9 }), one(1)],
    [[1, 1]],
  ],
  [
    "what is sent again goes by itself, the oldest first",
    [one(2, { again: true }), one(1, { again: true }), one(3, { notBefore: NOW + 9 })],
    [[1]],
  ],
  [
    "and after what is told for the first time",
    [one(1, { again: true }), one(2), one(9, { again: true, thread: "incident:b" })],
    [[2], [9]],
  ],
])("%s", (_, waiting, messages) => {
  expect(told(...waiting)).toEqual(messages);
});

const waitings = fc
  .array(
    fc.record({
      ...{ endpointId: fc.integer({ min: 1, max: 2 }), signalId: fc.integer({ min: 1, max: 8 }) },
      why: fc.constantFrom(null, "digest", "quiet", "cap", "interval", "deferred"),
      notBefore: fc.integer({ min: NOW - 3, max: NOW + 3 }),
      again: fc.boolean(),
    }),
    { maxLength: 20 },
  )
  // A signal is of one conversation.
  .map((all) => all.map((some, n) => ({ ...some, id: `d${n}`, thread: `incident:${some.signalId % 3}` })));

test("everything due is in exactly one message, to one address, that it does not keep waiting", () => {
  fc.assert(
    fc.property(waitings, (waiting) => {
      const messages = gather(waiting, NOW).map(({ carrier, along }) => [carrier, ...along]);
      const ids = messages.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { id, notBefore, again } of waiting) if (notBefore <= NOW && !again) expect(ids).toContain(id);
      for (const message of messages) {
        expect(new Set(message.map(({ endpointId }) => endpointId)).size).toBe(1);
        expect(message.some(({ notBefore }) => notBefore <= NOW)).toBe(true);
        expect(message[0]?.signalId).toBe(Math.max(...message.map(({ signalId }) => signalId)));
      }
    }),
  );
});

test("of a conversation nothing stays behind or goes elsewhere that came before what is told, by any subscription", () => {
  fc.assert(
    fc.property(waitings, (waiting) => {
      const messages = gather(waiting, NOW).map(({ carrier, along }) => [carrier, ...along]);
      for (const message of messages)
        for (const { endpointId, thread, signalId, again } of message)
          for (const other of waiting)
            if (other.endpointId === endpointId && other.thread === thread && !other.again && !again)
              if (other.signalId <= signalId) expect(message).toContainEqual(other);
      const conversations = messages.flatMap((message) => [
        ...new Set(message.map(({ endpointId, thread }) => `${endpointId} ${thread}`)),
      ]);
      expect(new Set(conversations).size).toBe(conversations.length);
    }),
  );
});
