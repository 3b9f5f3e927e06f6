import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { env, publicOrigin } from "../../env.ts";
import type { Sent } from "./channel.ts";
import { type Resolve, targetOf } from "./targets.ts";

export type PostSettings = { origin: string; anywhere: boolean; timeoutMs: number };
const TIMEOUT_MS = 15_000;
/** How is posted under the settings; a person who waits for it waits less long. */
export const postSettings = (timeoutMs = TIMEOUT_MS): PostSettings => ({
  ...{ origin: publicOrigin(), anywhere: env().WEBHOOK_PRIVATE === "on", timeoutMs },
});

export type Call = {
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** Also to private addresses and over plain HTTP. */
  anywhere: boolean;
  signal: AbortSignal;
  /** Of a 400 the `code` in its JSON is read. */
  why?: boolean;
  /** How names are looked up, in tests. */
  resolve?: Resolve;
};
/** What the other end said: its status, how long it asks us to wait (ms), and its own code of a refusal. */
export type Answer = { status: number; afterMs?: number; code?: string };

const LONGEST_WAIT_MS = 6 * 3_600_000;
const LONGEST_REFUSAL = 2_000;
const LONGEST_ANSWER = 16_384;

/**
 * One POST to an address that somebody typed or a browser named. Its host is resolved once, judged, and connected to by that
 * very address; no redirect is followed. `outcomeOf` says what an answer means; its words are not read.
 */
export async function post(
  url: URL,
  { headers, body, anywhere, signal, why = false, resolve: lookUp }: Call,
  outcomeOf: (answer: Answer) => Sent,
): Promise<Sent> {
  const target = await targetOf(url, anywhere, { signal, ...(lookUp ? { resolve: lookUp } : {}) });
  if ("refused" in target) {
    if (target.refused === "unresolved") return { outcome: "later", code: "unresolved" };
    return { outcome: "never", code: `target_${target.refused}`, disable: "failing" };
  }
  const { address, family } = target;
  return new Promise((resolve) => {
    const failed = () => resolve({ outcome: "later", code: "unreachable" });
    const call = url.protocol === "https:" ? requestHttps : requestHttp;
    const options = {
      ...{ method: "POST", signal, agent: false as const },
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)), "user-agent": "Kvitteringsoverblik" },
      // The name was judged by this address; asking again could answer another.
      lookup: (_host: string, asked: { all?: boolean }, done: (...answer: unknown[]) => void) =>
        asked.all ? done(null, [{ address, family }]) : done(null, address, family),
    };
    const sent = call(url, options as Parameters<typeof requestHttps>[1] & object, (answer) => {
      const { statusCode: status = 0 } = answer;
      const afterMs = waitOf(answer.headers["retry-after"]);
      const known = { status, ...(afterMs === undefined ? {} : { afterMs }) };
      answer.on("error", failed);
      if (!why || status !== 400) {
        resolve(outcomeOf(known));
        // Nobody reads what else is said, however long it goes on; its first bytes are taken so that it can be said.
        let taken = 0;
        answer.on("data", (part: Buffer) => {
          taken += part.length;
          if (taken > LONGEST_ANSWER) answer.destroy();
        });
        return;
      }
      let text = "";
      const read = () => resolve(outcomeOf({ ...known, ...codeIn(text) }));
      answer.on("end", read);
      answer.on("data", (part: Buffer) => {
        text += part.toString();
        if (text.length <= LONGEST_REFUSAL) return;
        read();
        answer.destroy();
      });
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

/** Tried later, and not before the other end asked for. */
export const later = (code: string, { status, afterMs }: Answer): Sent => ({
  ...{ outcome: "later", code, status },
  ...(afterMs === undefined ? {} : { afterMs }),
});

/** `Retry-After` in seconds, as ms: nobody makes us wait longer than six hours. */
function waitOf(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : undefined;
}

function codeIn(text: string): { code?: string } {
  try {
    const { code } = JSON.parse(text);
    return typeof code === "string" ? { code } : {};
  } catch {
    return {};
  }
}
