import Papa from "papaparse";
import { InvalidInputError } from "../errors.ts";
import { hoursText } from "./rules.ts";
import { type ContactInput, contact } from "./schema.ts";
import type { BadLine, ContactList } from "./shapes.ts";

/** The first line of the file, in both directions; a file is read by these names, in any order. */
export const COLUMNS = ["organisation", "function", "rank", "email", "phone", "hours"] as const;
// Excel in Danish reads semicolons, and UTF-8 only after a byte order mark.
const FORMAT = { delimiter: ";", newline: "\r\n" };
const BYTE_ORDER_MARK = "\uFEFF";
const MOST = 2_000;
const FORMULA = /^[=+\-@\t\r']/;

/** A list as a file. A cell that a spreadsheet would take for a formula, or begins with one, gets an apostrophe before it. */
export function contactsCsv({ contacts }: Pick<ContactList, "contacts">): string {
  const rows = contacts.map(({ organisation, hours, function: named, rank, email, phone }) =>
    [organisation.name, named, String(rank), email ?? "", phone ?? "", hoursText(hours, "da")].map((cell) =>
      FORMULA.test(cell) ? `'${cell}` : cell,
    ),
  );
  return `${BYTE_ORDER_MARK}${Papa.unparse({ fields: [...COLUMNS], data: rows }, FORMAT)}\r\n`;
}

/** A file's text, in whichever way Excel has saved it: UTF-8, its older Western letters (Windows-1252), or UTF-16. */
export function textOfFile(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

export type ImportedContact = { line: number; organisation: string; said: ContactInput };

/**
 * What such a file says, and every line and field that cannot be taken, with nothing of what stands there. Throws
 * InvalidInputError on `file` where it is no such file.
 */
export function readContactsCsv(text: string): { rows: ImportedContact[]; bad: BadLine[] } {
  const plain = text.replace(BYTE_ORDER_MARK, "");
  // The first line tells what stands between cells: a guess would count what stands in them.
  const delimiter = [";", "\t"].find((one) => plain.split(/\r|\n/, 1)[0]?.includes(one)) ?? ",";
  const { data, meta } = Papa.parse<Record<string, string>>(plain, {
    ...{ header: true, delimiter },
    transformHeader: (name) => name.trim().toLowerCase(),
  });
  if (COLUMNS.some((column) => !meta.fields?.includes(column))) throw new InvalidInputError("file", "columns");
  if (data.length > MOST) throw new InvalidInputError("file", "too_big");
  const rows: ImportedContact[] = [];
  const bad: BadLine[] = [];
  let line = 2;
  for (const raw of data) {
    const read = rowOf(raw, line);
    if (read !== null && "bad" in read) bad.push(...read.bad);
    else if (read !== null) rows.push(read);
    // A cell in quotes may go over several lines.
    line += 1 + newlinesIn(raw);
  }
  return { rows, bad };
}

const newlinesIn = (raw: Record<string, string>): number =>
  Object.values(raw).reduce((sum, cell) => sum + (String(cell).match(/\r\n|\r|\n/g)?.length ?? 0), 0);

/** One line; null for one with nothing on it. */
function rowOf(raw: Record<string, string>, line: number): ImportedContact | { bad: BadLine[] } | null {
  const cell = (column: (typeof COLUMNS)[number]) => (raw[column] ?? "").trim().replace(/^'(?=[=+\-@\t\r'])/, "");
  if (COLUMNS.every((column) => cell(column) === "")) return null;
  const [organisation, named, rank, email, phone, hours] = COLUMNS.map(cell);
  const result = contact.safeParse({ function: named, rank, email, phone, hours });
  const bad: BadLine[] = organisation === "" ? [{ line, field: "organisation", code: "required" }] : [];
  if (result.success && bad.length === 0) return { line, organisation: organisation ?? "", said: result.data };
  for (const issue of result.error?.issues ?? []) {
    const own = issue.code === "custom" ? issue.params?.["code"] : undefined;
    const field = COLUMNS.find((column) => column === issue.path[0]) ?? null;
    bad.push({ line, field, code: typeof own === "string" ? own : issue.code });
  }
  return { bad };
}
