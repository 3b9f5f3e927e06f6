import { expect, test } from "vitest";
import type { ReceiptLevel, ReceiptOutcome, ReceiptState } from "@/lib/ledger/states.ts";
import { signOfReceipt } from "./receipt-rules.ts";

const DUE = "2026-11-24T05:42:04Z";

test.each<[ReceiptLevel, ReceiptOutcome, string, ReceiptState]>([
  ["application", "ok", "2026-11-24T05:42:04Z", "ok"],
  ["application", "ok", "2026-11-24T05:42:05Z", "late_ok"],
  ["application", "fatal", "2026-11-24T05:30:00Z", "fatal"],
  ["application", "fatal", "2026-11-24T06:30:00Z", "late_negative"],
  ["application", "transient", "2026-11-24T06:30:00Z", "transient"],
  ["transport", "ok", "2026-11-24T06:30:00Z", "ok"],
])("%s %s at %s is shown as %s", (level, outcome, statedAt, sign) => {
  expect(signOfReceipt({ level, outcome, statedAt }, DUE)).toBe(sign);
});

test("where no receipt was due, none is late", () => {
  expect(signOfReceipt({ level: "application", outcome: "ok", statedAt: "2027-01-01T00:00:00Z" }, null)).toBe("ok");
});
