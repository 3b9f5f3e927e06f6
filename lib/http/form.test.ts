import { expect, test } from "vitest";
import { InvalidInputError } from "../errors.ts";
import { Typed } from "./form.ts";

const typed = (fields: [string, string][]) => {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return new Typed(form);
};

test("what is only blank was not typed", () => {
  const form = typed([
    ["title", "  "],
    ["text", " Kø falder "],
  ]);
  expect([form.text("title"), form.text("text"), form.text("missing")]).toEqual([undefined, "Kø falder", undefined]);
});

test("several boxes under one name are all of them", () => {
  expect(
    typed([
      ["services", "3"],
      ["services", "5"],
    ]).all("services"),
  ).toEqual(["3", "5"]);
});

test("a Danish time is an instant; an untouched one keeps its seconds; an empty one is none", () => {
  const form = typed([
    ["from", "2026-11-24T06:11"],
    ["to", "2026-11-24T06:18"],
    ["to.before", "2026-11-24T05:18:20.000Z"],
    ["empty", ""],
  ]);
  expect([form.time("from"), form.time("to"), form.time("empty"), form.time("missing")]).toEqual([
    "2026-11-24T05:11:00.000Z",
    "2026-11-24T05:18:20.000Z",
    null,
    null,
  ]);
});

test.each([
  ["i går", "no_time"],
  ["2026-03-29T02:30", "skipped_hour"],
])("the time %j is refused at its field", (text, code) => {
  const read = () => typed([["startedAt", text]]).time("startedAt");
  expect(read).toThrow(InvalidInputError);
  expect(read).toThrow(expect.objectContaining({ field: "startedAt", code }));
});

test("rows are found by the names of their fields, each once", () => {
  const form = typed([
    ["effect.7", "delayed"],
    ["effect.12", "lost"],
    ["from.7", "2026-11-24T06:11"],
  ]);
  expect(form.ids("effect.")).toEqual(["7", "12"]);
});
