export type Element = string | number | bigint | boolean | null;

/**
 * A list as PostgreSQL reads an array. The driver writes the same, and looks at every element several times; a batch of
 * events has tens of thousands.
 */
export function arrayText(values: readonly Element[]): string {
  let text = "";
  for (const value of values) text += `,${elementText(value)}`;
  return `{${text.slice(1)}}`;
}

function elementText(value: Element): string {
  if (value === null) return "NULL";
  return typeof value === "string"
    ? `"${/["\\]/.test(value) ? value.replace(/["\\]/g, "\\$&") : value}"`
    : String(value);
}
