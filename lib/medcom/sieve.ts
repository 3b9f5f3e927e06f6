/** A run of base64 longer than this is an attachment, or the payload of an envelope. */
const LONGEST_RUN = 64 * 1024;
/** An envelope in an envelope in an envelope is as deep as anybody packs a message. */
const DEEPEST = 3;

const BASE64 = new Uint8Array(256);
// Blanks and the escapes JSON writes line breaks and slashes with belong to a run too.
for (const sign of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=\\ \t\r\n") {
  BASE64[sign.charCodeAt(0)] = 1;
}

export type Sieve = {
  /** Takes the next bytes of a message. */
  push(chunk: Uint8Array): void;
  /** What is left of the message; null where that is more than the limit. Nothing may be pushed afterwards. */
  end(): Uint8Array | null;
  /** The offset in the message as it came, of an offset in what is left. */
  original(offset: number): number;
};

/**
 * Takes long attachments out of a message while it streams by, so that 100 MB (which MedCom allows) need no more memory
 * than the rest of the message. A long run that is base64 of a message itself, as in a VANS envelope, stays as base64 of
 * what its own sieve leaves. `limit` bounds what is left, in bytes.
 */
export function sieve(limit: number, depth = 0): Sieve {
  const left = growing();
  const removed: { at: number; bytes: number }[] = [];
  let run = 0;
  let nested: Payload | undefined;
  let over = false;

  const keep = (bytes: Uint8Array) => {
    // A run that may yet turn out to be too long does not count before it has ended.
    over ||= left.size() + bytes.byteLength - run > limit;
    if (!over) left.add(bytes);
  };
  const takeOut = () => {
    nested = payload(limit, depth);
    if (!over) nested.push(left.takeBack(run));
  };
  const endRun = () => {
    const inner = nested?.end() ?? new Uint8Array();
    removed.push({ at: left.size(), bytes: run - inner.byteLength });
    nested = undefined;
    run = 0;
    keep(inner);
  };

  return {
    push(chunk) {
      let from = 0;
      for (let i = 0; i < chunk.byteLength; i++) {
        if (BASE64[chunk[i] ?? 0] === 1) {
          run += 1;
          if (nested || run <= LONGEST_RUN) continue;
          keep(chunk.subarray(from, i + 1));
          from = i + 1;
          takeOut();
        } else if (nested) {
          nested.push(chunk.subarray(from, i));
          from = i;
          endRun();
        } else run = 0;
      }
      if (nested) nested.push(chunk.subarray(from));
      else keep(chunk.subarray(from));
    },
    end() {
      if (nested) endRun();
      return over || left.size() > limit ? null : left.bytes();
    },
    original: (offset) => removed.reduce((at, cut) => (cut.at <= offset ? at + cut.bytes : at), offset),
  };
}

/** Bytes that grow at the end, and can be taken back from there. */
function growing() {
  let store = Buffer.alloc(LONGEST_RUN);
  let size = 0;
  return {
    size: () => size,
    bytes: (): Uint8Array => store.subarray(0, size),
    add(bytes: Uint8Array) {
      if (size + bytes.byteLength > store.byteLength) {
        const larger = Buffer.alloc(Math.max(store.byteLength * 2, size + bytes.byteLength));
        store.copy(larger, 0, 0, size);
        store = larger;
      }
      store.set(bytes, size);
      size += bytes.byteLength;
    },
    takeBack(count: number): Uint8Array {
      size -= count;
      return store.slice(size, size + count);
    },
  };
}

type Payload = { push(bytes: Uint8Array): void; end(): Uint8Array };

/** Decodes a long run as it streams by, and keeps it where it turns out to be a message. */
function payload(limit: number, depth: number): Payload {
  const inner = depth < DEEPEST ? sieve(limit, depth + 1) : undefined;
  let rest = "";
  let isMessage: boolean | undefined;

  const decode = (text: string) => {
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    const bytes = Buffer.from(text.slice(0, whole), "base64");
    isMessage ??= looksLikeMessage(bytes);
    if (isMessage) inner?.push(bytes);
  };
  return {
    push(bytes) {
      if (isMessage === false || inner === undefined) return;
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
      decode(rest + text.replace(/\\[nrt]|[\s\\]/g, ""));
    },
    end() {
      if (!isMessage || inner === undefined) return new Uint8Array();
      if (rest !== "") inner.push(Buffer.from(rest, "base64"));
      return Buffer.from(Buffer.from(inner.end() ?? new Uint8Array()).toString("base64"), "latin1");
    },
  };
}

const looksLikeMessage = (bytes: Buffer): boolean =>
  /^(\u00ef\u00bb\u00bf)?\s*(<|\{|UN[AB])/.test(bytes.subarray(0, 64).toString("latin1"));
