import { expect, test } from "vitest";
import { begun, byPolicy, byRole, owed } from "./about-rules.ts";
import { installationPage } from "./fixtures.ts";

const { types, policies } = installationPage().installation;
const [type] = types;
const [policy] = policies;

test("a role known and the same role assumed are told apart", () => {
  if (type === undefined) throw new Error("the fixture has a type");
  const rows = [type, { ...type, code: "B" }, { ...type, code: "C", assumed: !type.assumed }];
  expect(byRole(rows).map((group) => group.map(({ code }) => code))).toEqual([[type.code, "B"], ["C"]]);
});

test("types share a deadline only where figures, date and source are the same", () => {
  if (policy === undefined) throw new Error("the fixture has a policy");
  const rows = [policy, { ...policy, typeCode: "B" }, { ...policy, typeCode: "C", source: "another" }];
  expect(byPolicy(rows).map((group) => group.map(({ typeCode }) => typeCode))).toEqual([[policy.typeCode, "B"], ["C"]]);
});

test("a type that must not be acknowledged has no deadline here", () => {
  expect(owed(policies, types)).toEqual(policies);
  expect(
    owed(
      policies,
      types.map((one) => ({ ...one, role: "C" as const })),
    ),
  ).toEqual([]);
});

test("a beginning before anybody looks is no date", () => {
  expect(begun("1990-01-01")).toBeNull();
  expect(begun("")).toBeNull();
  expect(begun("2025-12-01T00:00:00.000Z")).toBe("2025-12-01T00:00:00.000Z");
});
