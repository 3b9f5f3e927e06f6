import { expect, test } from "vitest";
import { explainContent } from "./content.ts";

test.each([
  ["AdmissionInpatient", "admission", "none"],
  ["STIN", "admission", "none"],
  ["RE_SLHJ", "discharge", "revised"],
  ["AN_STOR", "leave", "cancelled"],
  ["carecoordination", "care.carecoordination", "none"],
  ["cancel-admit-inpatient", "admission", "cancelled"],
])("%s is %s, %s", (content, key, change) => {
  expect(explainContent(content)).toEqual({ key, change });
});

test("a code nobody named has no text of ours, and is shown as it came", () => {
  expect(explainContent("not-a-category")).toBeNull();
  expect(explainContent("toString")).toBeNull();
});
