import { expect, test } from "vitest";
import { forgiving, receiptQuery } from "@/lib/ledger/filter.ts";
import { csvHref, filterOf, messagesHref, overviewHref, receiptsHref, without } from "./address.ts";

const query = (raw: Record<string, string>) => forgiving(receiptQuery, raw);

test("the default cut has the bare address", () => {
  expect(receiptsHref(query({ period: "24h", group: "state" }))).toBe("/receipts");
});

test("an address read back is the same cut", () => {
  const raw = { municipality: "0851", type: "hn", state: "overdue", period: "7d", group: "vendor" };
  const href = receiptsHref(query(raw));
  expect(query(Object.fromEntries(new URL(href, "http://here").searchParams))).toEqual(query(raw));
});

test("the same cut has the same address, in whatever order it was chosen", () => {
  expect(receiptsHref(query({ type: "hn", region: "1" }))).toBe(receiptsHref(query({ region: "1", type: "hn" })));
});

test("a number leads to the messages with the same filter, and the file has the same rows", () => {
  const filter = filterOf(query({ region: "1", period: "7d", group: "type" }));
  expect(messagesHref({ ...filter, state: "fatal" })).toBe("/messages?region=1&state=fatal&period=7d");
  expect(csvHref(filter)).toBe("/api/v1/deliveries.csv?region=1&period=7d");
});

test("a span of days takes the place of the period, and goes away as one", () => {
  const filter = filterOf(query({ from: "2026-11-01", to: "2026-11-02", period: "7d" }));
  expect(messagesHref(filter)).toBe("/messages?from=2026-11-01&to=2026-11-02");
  expect(messagesHref(without(filter, "from"))).toBe("/messages");
});

test("the API is told the grouping also where it is the default, since it refuses to guess", () => {
  expect(overviewHref(query({}))).toBe("/api/v1/overview?group=state");
});
