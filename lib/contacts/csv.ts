import Papa from "papaparse";
import { InvalidInputError } from "../errors.ts";
import { parsed } from "../http/parse.ts";
import { hoursText } from "./rules.ts";
import { type ContactInput, contact } from "./schema.ts";
import type { ContactList } from "./shapes.ts";

/** The first line of the file, in both directions; a file is read by these names, in any order. */
const COLUMNS = ["organisation", "function", "rank", "email", "phone", "hours"] as const;
// Excel in Danish reads semicolons, and UTF-8 only after a byte order mark.
const FORMAT = { delimiter: ";", newline: "\r\n", escapeFormulae: true };
const BYTE_ORDER_MARK = "\uFEFF";
const MOST = 2_000;

/** A list as a file. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export function contactsCsv({ contacts }: Pick<ContactList, "contacts">): string {
  const rows = contacts.map(({ organisation, hours, function: named, rank, email, phone }) => [
    ...[organisation.name, named, rank, email ?? "", phone ?? "", hoursText(hours, "da")],
  ]);
  return `${BYTE_ORDER_MARK}${Papa.unparse({ fields: [...COLUMNS], data: rows }, FORMAT)}\r\n`;
}

export type ImportedContact = { line: number; organisation: string; said: ContactInput };

/**
 * What such a file says; an apostrophe before what would be a formula is taken away again. Throws InvalidInputError
 * `line_N` of the first line at fault, with nothing of what stands there.
 */
export function readContactsCsv(text: string): ImportedContact[] {
  const { data, meta } = Papa.parse<Record<string, string>>(text.replace(BYTE_ORDER_MARK, ""), {
    ...{ header: true, skipEmptyLines: true, delimitersToGuess: [";", ",", "\t"] },
    transformHeader: (name) => name.trim().toLowerCase(),
    transform: (value) => value.trim().replace(/^'(?=[=+\-@])/, ""),
  });
  if (COLUMNS.some((column) => !meta.fields?.includes(column))) throw new InvalidInputError("file", "columns");
  if (data.length > MOST) throw new InvalidInputError("file", "too_big");
  return data.map(({ organisation = "", ...row }, at) => {
    const line = at + 2;
    try {
      const [rank, hours] = [row["rank"], row["hours"]];
      const said = parsed(contact, {
        function: row["function"],
        rank,
        email: row["email"],
        phone: row["phone"],
        hours,
      });
      if (organisation === "") throw new InvalidInputError("organisation", "required");
      return { line, organisation, said };
    } catch (error) {
      if (error instanceof InvalidInputError) throw new ImportError(line, error.field ?? null);
      throw error;
    }
  });
}

/** A line that cannot be taken, by its number in the file and the field to blame. */
export class ImportError extends InvalidInputError {
  readonly line: number;
  readonly column: string | null;
  constructor(line: number, column: string | null) {
    super("file", "line");
    this.line = line;
    this.column = column;
  }
}
