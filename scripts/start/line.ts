/** The start cannot go on; the message is the one line that says why and what to do. */
export class StartError extends Error {
  override name = "StartError";
}

const began = Date.now();
const seconds = () => ((Date.now() - began) / 1_000).toFixed(1).padStart(6);

/** One line of progress, with the seconds since the command was given. */
export function say(line: string): void {
  process.stdout.write(`${seconds()} s  ${line}\n`);
}

/** The machine's name for what went wrong (ECONNREFUSED, 28P01), or the error's class. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
