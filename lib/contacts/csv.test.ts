import fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { contactsCsv, readContactsCsv, textOfFile } from "./csv.ts";
import type { ContactRow } from "./shapes.ts";

const clock = fc
  .integer({ min: 0, max: 1439 })
  .map((of) => `${String(Math.floor(of / 60)).padStart(2, "0")}:${String(of % 60).padStart(2, "0")}`);
const span = fc
  .record({ days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), from: clock, to: clock })
  .filter(({ from, to }) => from !== to)
  .map(({ days, ...rest }) => ({ days: days.sort(), ...rest }));
/** What people and spreadsheets put in cells: quotes, separators, lines, formulas, apostrophes. */
const words = fc
  .string({ unit: fc.constantFrom(..."abæø =+-@'\";,\t\n1"), minLength: 1, maxLength: 20 })
  .map((text) => text.trim())
  .filter((text) => text !== "");
const contact = fc.record({
  organisation: fc.record({ id: fc.constant(1), name: words }),
  function: words,
  rank: fc.constantFrom<1 | 2>(1, 2),
  email: fc.constantFrom(null, "vagt@nordby.example"),
  phone: fc.constantFrom("+45 12 34 56 78", "112"),
  hours: fc.oneof(fc.constant("always" as const), fc.array(span, { minLength: 1, maxLength: 3 })),
});

test("what is taken out is read as it was, whatever stands in it, in the same order", () => {
  fc.assert(
    fc.property(fc.array(contact, { maxLength: 6 }), (contacts) => {
      const { rows, bad } = readContactsCsv(contactsCsv({ contacts: contacts as ContactRow[] }));
      expect(bad).toEqual([]);
      expect(rows.map(({ organisation, said }) => ({ organisation, ...said }))).toEqual(
        contacts.map(({ organisation, ...said }) => ({ organisation: organisation.name, ...said })),
      );
    }),
    { numRuns: 500 },
  );
});

test.each<[string, (text: string) => Buffer]>([
  ["UTF-8 with a mark", (text) => Buffer.from(text)],
  ["UTF-8 without one", (text) => Buffer.from(text.slice(1))],
  ["the letters Danish Excel writes", (text) => Buffer.from(text.slice(1), "latin1")],
  ["UTF-16", (text) => Buffer.from(text, "utf16le")],
])("a file is read in %s", (_, bytes) => {
  const said = {
    function: "Vagt på Ærø, Læsø og Møn",
    rank: 1 as const,
    email: null,
    phone: "112",
    hours: "always" as const,
  };
  const contacts = [{ organisation: { id: 1, name: "Ærø Kommune" }, ...said }];
  const { rows, bad } = readContactsCsv(textOfFile(bytes(contactsCsv({ contacts: contacts as ContactRow[] }))));
  expect([rows, bad]).toEqual([[{ line: 2, organisation: "Ærø Kommune", said }], []]);
});

test("a cell that a spreadsheet would run is written as words", () => {
  fc.assert(
    fc.property(fc.array(contact, { minLength: 1, maxLength: 3 }), (contacts) => {
      const file = contactsCsv({ contacts: contacts as ContactRow[] });
      const { data } = Papa.parse<string[]>(file, { delimiter: ";" });
      for (const cell of data.flat()) expect(cell).not.toMatch(/^[=+@\-\t\r]/);
    }),
  );
});
