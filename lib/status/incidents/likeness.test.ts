import { expect, test } from "vitest";
import { type Comparable, likenessOf } from "./likeness.ts";

const HOUR = 3_600_000;
const hit = Array.from({ length: 23 }, (_, index) => `8${String(index).padStart(2, "0")}`);
const incident: Comparable = {
  ...{ services: [{ code: "beskedfordeler", station: "distributor" }], from: 6 * HOUR, to: null, municipalities: hit },
};
const seen = (unusual: Partial<Comparable>): Comparable => ({ ...incident, from: 7 * HOUR, ...unusual });
const agent = [{ code: "agent", station: "agent" }];
const twin = [{ code: "fordeler-ydby", station: "distributor" }];
const elsewhere = ["101", "147", "151"];

test.each<[string, Comparable, object | null]>([
  ["the same place, time and municipalities", seen({}), { sameService: true, shared: 23, of: 23 }],
  ["another service at the same place", seen({ services: twin }), { sameService: false, sameStation: true }],
  [
    "two of its municipalities are others",
    seen({ municipalities: [...hit.slice(2), "101", "147"] }),
    { shared: 21, of: 23 },
  ],
  ["nobody knows yet whom it hits", seen({ municipalities: [] }), { shared: 0, of: 0 }],
  ["another place", seen({ services: agent }), null],
  ["it hits others", seen({ municipalities: elsewhere }), null],
  ["it was over half an hour before", seen({ from: 5 * HOUR, to: 5.5 * HOUR }), { shared: 23 }],
  ["it was over longer before", seen({ from: 5 * HOUR, to: 5.5 * HOUR - 1 }), null],
])("looks like it or not: %s", (_, one, like) => {
  if (like === null) expect(likenessOf(one, incident)).toBeNull();
  else expect(likenessOf(one, incident)).toMatchObject(like);
});
