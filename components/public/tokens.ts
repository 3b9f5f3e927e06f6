import { readFileSync } from "node:fs";
import { join } from "node:path";

const css = readFileSync(join(import.meta.dirname, "../../styles/tokens.css"), "utf8");

/** The light value of a token, for what is shown where our styles do not reach. Throws for one that is not there. */
export function tokenValue(name: string): string {
  const value = new RegExp(`--${name}:\\s*([^;]+);`).exec(css)?.[1];
  if (value === undefined) throw new Error(`No token ${name}`);
  return value;
}
