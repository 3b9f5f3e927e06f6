import { InvalidInputError, TooLargeError } from "../errors.ts";

/** Enough for any call that is not a batch of events. */
export const SMALL_BODY_BYTES = 16 * 1024;

/** The text of a body of at most `most` bytes. What is longer is not read to its end. Throws TooLargeError, InvalidInputError. */
export async function readText(request: Request, most: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > most) throw new TooLargeError();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > most) throw new TooLargeError();
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new InvalidInputError(undefined, "not_utf8");
  }
}

/** A small JSON body. Throws as `readText` and `jsonIn` do. */
export const readJson = async (request: Request, most = SMALL_BODY_BYTES): Promise<unknown> =>
  jsonIn(await readText(request, most));

/** What a JSON text says. The parser's own words would quote what it choked on, so they are dropped. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInputError(undefined, "not_json");
  }
}
