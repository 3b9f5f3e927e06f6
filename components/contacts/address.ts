export const CONTACTS = "/contacts";

/** The page after a file: how many lines were taken in, or the first that could not be. */
export const importedHref = (came: { rows: number } | { line: number; column: string | null }): string =>
  "rows" in came ? `${CONTACTS}?rows=${came.rows}` : `${CONTACTS}?line=${came.line}&column=${came.column ?? ""}`;

export const csvHref = (listId: number): string => `${CONTACTS}/export?list=${listId}`;
