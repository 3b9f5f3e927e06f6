import { describe, expect, test } from "vitest";
import { enhancedIn, type Fault, faultOf } from "./fault.ts";

describe("wherever it is said,", () => {
  test.each<[string, string, Fault]>([
    ["5.1.1", "no such mailbox", "address"],
    ["5.1.2", "no such domain", "address"],
    ["5.1.3", "not an address", "address"],
    ["5.1.6", "moved, and nobody says where", "address"],
    ["5.1.10", "a domain that takes no mail, or Exchange's unknown recipient", "address"],
    ["5.2.1", "the mailbox is closed", "address"],
    ["5.4.1", "Exchange Online: recipient address rejected", "address"],
    ["5.4.4", "Postfix: host or domain not found", "address"],
    ["5.2.0", "the mailbox, in some way", "passing"],
    ["5.2.2", "the mailbox is full", "passing"],
    ["4.2.2", "full, tried for days", "passing"],
    ["4.1.1", "not known just now", "passing"],
    ["5.7.1", "not wanted", "policy"],
    ["5.7.26", "our signature or SPF is wrong", "policy"],
    ["4.7.0", "too many at once", "policy"],
    ["5.1.8", "our own domain is not known", "policy"],
    ["5.2.3", "too long", "policy"],
    ["5.3.4", "too large", "policy"],
    ["5.6.0", "content", "policy"],
  ])("%s (%s) is %s", (enhanced, _, fault) => {
    expect(faultOf({ enhanced, answer: null })).toBe(fault);
    expect(faultOf({ enhanced, answer: { reply: enhanced.startsWith("5") ? 550 : 450, toRecipient: true } })).toBe(
      fault,
    );
  });
});

describe("of the way and the system,", () => {
  test.each<[string, string]>([
    ["4.4.1", "no answer, tried for days"],
    ["5.4.7", "tried for days"],
    ["5.3.0", "the system, in some way"],
    ["4.3.1", "no room"],
    ["5.5.1", "the protocol"],
  ])("%s (%s) is the recipient's in a report, and in an answer that of the server we hand mail in at", (enhanced) => {
    expect(faultOf({ enhanced, answer: null })).toBe("passing");
    for (const toRecipient of [true, false])
      expect(faultOf({ enhanced, answer: { reply: 550, toRecipient } })).toBe("policy");
  });
});

describe("without a reason", () => {
  test.each([null, "5.0.0", "4.0.0"])("(%s) a report says that it may pass", (enhanced) => {
    expect(faultOf({ enhanced, answer: null })).toBe("passing");
  });
  test.each<[number, boolean, Fault]>([
    [550, true, "passing"],
    [551, true, "passing"],
    [552, true, "passing"],
    [553, true, "passing"],
    [450, true, "passing"],
    [452, true, "passing"],
    [554, true, "policy"],
    [421, true, "policy"],
    [451, true, "policy"],
    [550, false, "policy"],
    [552, false, "policy"],
  ])("an answer of %i (to the recipient: %s) is %s", (reply, toRecipient, fault) => {
    for (const enhanced of [null, "5.0.0"]) expect(faultOf({ enhanced, answer: { reply, toRecipient } })).toBe(fault);
  });
});

test.each([
  ["550 5.1.1 <vagt@nordby.example>: unknown", "5.1.1"],
  ["550-5.1.10 Recipient not found\n550 5.1.10 go away", "5.1.10"],
  ["553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "5.7.1"],
  ["550 no mailbox here", null],
  ["550 call us at 5.1.1", null],
  ["", null],
])("the enhanced status in %s is %s", (answer, enhanced) => {
  expect(enhancedIn(answer)).toBe(enhanced);
});
