import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Finished } from "./page.ts";

/** The ways an answer can be sent, best first. */
const ENCODINGS = ["br", "gzip", "identity"] as const;
type Encoding = (typeof ENCODINGS)[number];

/** Finished bytes: an answer as often as it is asked for. */
export type Pressed = {
  status: number;
  etag: string;
  headers: Record<string, string>;
  /** The body in an encoding, made when it is first asked for. */
  body: (encoding: Encoding) => Buffer;
  /** Bytes it may come to hold. */
  weight: number;
};

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** What a page may do: its own style and script by their hash, and nothing that another has written. */
function policyOf({ inline, open }: Finished): string {
  return [
    "default-src 'none'",
    `style-src ${inline?.style === undefined ? "'none'" : hashOf(inline.style)}`,
    `script-src ${inline?.script === undefined ? "'none'" : hashOf(inline.script)}`,
    "img-src 'self' data:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${open ? "*" : "'none'"}`,
  ].join("; ");
}

/** Presses an answer. `cache` says who may keep it; `varies` names the request headers it depends on. */
export function press(finished: Finished, cache: string, varies: string): Pressed {
  const identity = Buffer.from(finished.body);
  const status = finished.status ?? 200;
  const html = finished.type.startsWith("text/html");
  const bodies: Partial<Record<Encoding, Buffer>> = { identity };
  return {
    status,
    // The same for every encoding, so it is a weak one.
    etag: `W/"${createHash("sha256").update(identity).digest("base64url").slice(0, 22)}"`,
    headers: {
      "content-type": finished.type,
      "cache-control": cache,
      vary: varies,
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      ...(html ? { "content-security-policy": policyOf(finished) } : {}),
      ...(finished.open
        ? { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" }
        : {
            "cross-origin-opener-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=()",
          }),
      "strict-transport-security": "max-age=31536000",
      ...finished.headers,
    },
    body: (encoding) => {
      bodies[encoding] ??= compressed(identity, encoding);
      return bodies[encoding];
    },
    weight: 2 * identity.byteLength,
  };
}

function compressed(body: Buffer, encoding: Encoding): Buffer {
  if (encoding === "gzip") return gzipSync(body, { level: 9 });
  // Quality 6 is near the best and takes milliseconds; the best takes a fifth of a second.
  return brotliCompressSync(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 6,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  });
}

/** The best encoding a reader says it takes (RFC 9110 12.5.3); plain bytes where it says nothing. */
export function encodingFor(accept: string | undefined): Encoding {
  if (!accept) return "identity";
  const taken = new Map(
    accept.split(",").map((one) => {
      const [name = "", ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      return [name, weight === undefined || Number(weight.slice(2)) > 0] as const;
    }),
  );
  return ENCODINGS.find((encoding) => taken.get(encoding) ?? taken.get("*") ?? encoding === "identity") ?? "identity";
}

/** Whether a reader already has it (If-None-Match, compared weakly). */
export function has(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  if (ifNoneMatch.trim() === "*") return true;
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.split(",").some((tag) => bare(tag) === bare(etag));
}
