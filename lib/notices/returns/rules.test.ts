import { describe, expect, test } from "vitest";
import { returnedIn } from "./report.ts";
import { type Verdict, verdictOf } from "./rules.ts";
import { awayMessage, bareReturns, exchangeReport, otherAnswers, postfixReport } from "./testing.ts";

const VAGT = "vagt@nordby.example";

describe("a returned mail", () => {
  const read = async (raw: string, sender = "") => verdictOf(await returnedIn(Buffer.from(raw), sender), VAGT);
  const gone = { to: VAGT, status: "5.1.1", diagnostic: `550 5.1.1 <${VAGT}>: Recipient address rejected: unknown` };
  test.each<[string, string, Verdict | null]>([
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
    const raw = Buffer.from(exchangeReport({ ...gone, action: "delayed", status: "4.4.7" }));
    const reports = [{ action: "delayed", status: "4.4.7", recipient: VAGT }];
    expect(await returnedIn(raw, "")).toEqual({ reports, bare: false });
  });
  test.each(Object.entries(bareReturns))(
    "without a report, of %s: it came back, and nobody says why",
    async (_, raw) => {
      expect(await read(raw)).toBe("unreported");
      // A mail with a sender is somebody's, whatever it says: servers have none when they return.
      expect(await read(raw, "vagt@nordby.example")).toBeNull();
    },
  );
  test.each(Object.entries(otherAnswers))("is none: %s", async (_, raw) => {
    expect(await read(raw)).toBeNull();
  });
});
