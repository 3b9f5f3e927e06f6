export const CONTACTS = "/contacts";

/** The page after a file: how many lines were taken in. */
export const importedHref = (rows: number): string => `${CONTACTS}?rows=${rows}`;

export const csvHref = (listId: number): string => `${CONTACTS}/export?list=${listId}`;
