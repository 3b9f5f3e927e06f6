import Papa from "papaparse";
import type { DeliveryRow } from "../shapes.ts";
import type { ReceiptState, Station } from "../states.ts";

/** Headings and words of a CSV file in the reader's language: `messages/{locale}/csv.json`, states and stations. */
export type CsvWords = {
  words: Record<string, string>;
  states: Record<ReceiptState, string>;
  stations: Record<Station, string>;
  english: boolean;
};

const COLUMNS = [
  "letterId",
  "letter",
  "sentAt",
  "type",
  "typeName",
  "content",
  "sender",
  "municipality",
  "system",
  "role",
  "state",
  "dueAt",
  "decidedAt",
  "seconds",
  "attempts",
  "transport",
  "lastStation",
  "codes",
  "flags",
] as const;

// Excel in Danish reads semicolons, and UTF-8 only after a byte order mark.
const FORMAT = { delimiter: ";", newline: "\r\n", header: false, escapeFormulae: true };
const BYTE_ORDER_MARK = "\uFEFF";

export const csvHead = ({ words }: CsvWords): string =>
  `${BYTE_ORDER_MARK}${Papa.unparse([COLUMNS.map((column) => words[column] ?? column)], FORMAT)}\r\n`;

/** Rows as lines. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvLines(rows: readonly DeliveryRow[], told: CsvWords): string {
  if (rows.length === 0) return "";
  return `${Papa.unparse(
    rows.map((row) => cellsOf(row, told)),
    FORMAT,
  )}\r\n`;
}

function cellsOf(row: DeliveryRow, { words, states, stations, english }: CsvWords): (string | number)[] {
  const cells: Record<(typeof COLUMNS)[number], string | number | null> = {
    letterId: row.letterId,
    letter: row.letter,
    sentAt: danishTime(row.sentAt),
    type: row.type.code,
    typeName: english ? row.type.nameEn : row.type.name,
    content: row.content,
    sender: row.sender,
    municipality: row.municipality?.name ?? null,
    system: row.system?.name ?? null,
    role: row.receiptRole,
    state: states[row.state],
    dueAt: danishTime(row.dueAt),
    decidedAt: danishTime(row.decidedAt),
    seconds: row.latencyMs === null ? null : Math.round(row.latencyMs / 1000),
    attempts: row.attempts,
    transport: row.transport === null ? null : (words[row.transport] ?? row.transport),
    lastStation: row.lastStation === null ? null : stations[row.lastStation],
    codes: row.codes.join(" "),
    flags: (["conflicting", "clock", "coarse"] as const)
      .flatMap((flag) => (row[flag] ? (words[flag] ?? flag) : []))
      .join(", "),
  };
  return COLUMNS.map((column) => cells[column] ?? "");
}

const clock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Copenhagen",
  dateStyle: "short",
  timeStyle: "medium",
});

/** `2026-11-23 07:42:08`: a form that spreadsheets in either language take for a time. */
const danishTime = (instant: string | null): string | null =>
  instant === null ? null : clock.format(new Date(instant));
