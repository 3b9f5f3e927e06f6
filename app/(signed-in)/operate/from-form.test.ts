import { expect, test } from "vitest";
import { impactBefore } from "@/components/desk/draft-rules.ts";
import { Typed } from "@/lib/http/form.ts";
import { impactsOf, numberOf } from "./from-form.ts";

const FROM = "2026-11-24T05:11:20.000Z";
const row = (id: number, now: { effect?: string; from?: string; to?: string; shown?: boolean; was?: boolean } = {}) => [
  [`effect.${id}`, now.effect ?? "delayed"],
  [`from.${id}`, now.from ?? "2026-11-24T06:11"],
  [`from.${id}.before`, FROM],
  [`to.${id}`, now.to ?? ""],
  [`impact.${id}.before`, impactBefore({ effect: "delayed", from: FROM, to: null })],
  [`public.${id}.before`, now.was ? "on" : "off"],
  ...(now.shown ? [["public", String(id)]] : []),
];
const impacts = (...rows: string[][][]) => {
  const form = new FormData();
  form.append("incidentId", "4");
  for (const [name, value] of rows.flat()) form.append(name ?? "", value ?? "");
  return impactsOf(new Typed(form));
};

test("a table that nobody touched changes nothing", () => {
  expect(impacts(row(1), row(2, { shown: true, was: true }))).toEqual({ adjust: null, show: [] });
});

test("only the rows that were changed are sent on", () => {
  const { adjust } = impacts(row(1), row(2, { effect: "lost" }), row(3, { to: "2026-11-24T08:00" }));
  expect(adjust).toEqual({
    incidentId: 4,
    rows: [
      { installationId: 2, effect: "lost", from: FROM, to: null },
      { installationId: 3, effect: "delayed", from: FROM, to: "2026-11-24T07:00:00.000Z" },
    ],
  });
});

test("what is to be shown and what is to be hidden are two lists", () => {
  const { adjust, show } = impacts(row(1, { shown: true }), row(2, { was: true }), row(3));
  expect(adjust).toBeNull();
  expect(show).toEqual([
    { incidentId: 4, installationIds: [1], show: "on" },
    { incidentId: 4, installationIds: [2], show: "off" },
  ]);
});

test("an end before the beginning is said at the row's own field", () => {
  expect(() => impacts(row(1), row(9, { to: "2026-11-24T05:00" }))).toThrow(
    expect.objectContaining({ field: "to.9", code: "before_start" }),
  );
});

test.each(["2026-118", "2026-1"])("%s is the number of an incident", (number) => {
  const form = new FormData();
  form.append("number", number);
  expect(numberOf(new Typed(form))).toBe(number);
});
test.each(["118", "/evil.example", "2026-118/../..", ""])("%j is not, and leads nowhere", (number) => {
  const form = new FormData();
  form.append("number", number);
  expect(() => numberOf(new Typed(form))).toThrow(expect.objectContaining({ field: "number" }));
});
