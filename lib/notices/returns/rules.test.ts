import { describe, expect, test } from "vitest";
import { reportsIn } from "./report.ts";
import { type Fault, faultOf, verdictOf } from "./rules.ts";
import { awayMessage, exchangeReport, postfixReport } from "./testing.ts";

const VAGT = "vagt@nordby.example";

test.each<[string, string, Fault]>([
  ["5.1.1", "no such mailbox", "address"],
  ["5.1.2", "no such domain", "address"],
  ["5.1.3", "not an address", "address"],
  ["5.1.6", "moved, and nobody says where", "address"],
  ["5.1.10", "a domain that takes no mail, or Exchange's unknown recipient", "address"],
  ["5.2.1", "the mailbox is closed", "address"],
  ["5.4.1", "Exchange Online: recipient address rejected", "address"],
  ["5.4.4", "Postfix: host or domain not found", "address"],
  ["5.2.2", "the mailbox is full", "passing"],
  ["5.4.7", "tried for days", "passing"],
  ["5.0.0", "no reason given", "passing"],
  ["4.4.1", "no answer, tried for days", "passing"],
  ["4.2.2", "full, tried for days", "passing"],
  ["5.7.1", "not wanted", "policy"],
  ["5.7.26", "our signature or SPF is wrong", "policy"],
  ["4.7.0", "too many at once", "policy"],
  ["5.1.8", "our own domain is not known", "policy"],
  ["5.2.3", "too long", "policy"],
  ["5.3.4", "too large", "policy"],
  ["5.6.0", "content", "policy"],
  ["", "nothing", "passing"],
])("%s (%s) is %s", (status, _, fault) => {
  expect(faultOf(status)).toBe(fault);
});

describe("a returned mail", () => {
  const read = async (raw: string) => verdictOf(await reportsIn(Buffer.from(raw)), VAGT);
  const gone = { to: VAGT, status: "5.1.1", diagnostic: `550 5.1.1 <${VAGT}>: Recipient address rejected: unknown` };
  test.each<[string, string, Fault | null]>([
    ["of Postfix: there is no such mailbox", postfixReport(gone), "address"],
    ["of Postfix: delayed", postfixReport({ ...gone, action: "delayed", status: "4.4.1" }), null],
    ["of Postfix: given up after days", postfixReport({ ...gone, status: "4.4.1" }), "passing"],
    ["of Postfix: delivered, or handed on", postfixReport({ ...gone, action: "relayed", status: "2.0.0" }), null],
    ["of Exchange: there is no such mailbox", exchangeReport({ ...gone, status: "5.1.10" }), "address"],
    ["of Exchange: full", exchangeReport({ ...gone, status: "5.2.2" }), "passing"],
    ["of Exchange: not wanted", exchangeReport({ ...gone, status: "5.7.129" }), "policy"],
    ["with the address written otherwise", exchangeReport({ ...gone, to: "Vagt@Nordby.example" }), "address"],
    [
      "about somebody it was forwarded to",
      postfixReport({ ...gone, to: "ole@nordby.example", original: VAGT }),
      "passing",
    ],
    ["that is no report: somebody is away", awayMessage(VAGT), null],
    ["that is empty", "", null],
    ["that is nonsense", "\u0000\u0001--\r\n\r\n--", null],
  ])("%s", async (_, raw, verdict) => {
    expect(await read(raw)).toBe(verdict);
  });
  test("is read by its report alone, whatever stands in the mail that came back", async () => {
    const reports = await reportsIn(Buffer.from(exchangeReport({ ...gone, action: "delayed", status: "4.4.7" })));
    expect(reports).toEqual([{ action: "delayed", status: "4.4.7", recipient: VAGT }]);
  });
});
