/** Thirteen digits in groups, as location numbers are read aloud; anything else as it is. */
export const groupedGln = (gln: string): string => gln.replace(/^(\d{4})(\d{4})(\d{4})(\d)$/, "$1 $2 $3 $4");
