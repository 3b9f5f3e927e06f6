import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Pool } from "pg";
import { createKey } from "../lib/access/keys.ts";
import { say } from "../scripts/start/line.ts";
import type { Size } from "./run.ts";
import { onStage, quantile } from "./stage.ts";

const MB = 1024 * 1024;
const POLL_MS = 10;

type Body = { bytes: () => Iterable<Uint8Array>; headers?: Record<string, string>; expected: number[] };
type Figures = {
  slowestOtherMs: number;
  p99OtherMs: number;
  aboveIdleMB: number | null;
  seconds: number;
  statuses: Record<string, number>;
};

/**
 * What strangers may send: how it is answered, how long others wait meanwhile, and how far memory rises above idle. Bars:
 * others answered within 200 ms, 100 MB attachments taken in less than 150 MB above idle. Baseline: the same calls with
 * nothing hostile going on.
 */
export async function bench({ small }: Size): Promise<Record<string, unknown>> {
  return onStage(async ({ url, pool, webPid }) => {
    const key = await sourceKey(pool);
    const idle = await during(url, webPid, () => wait(1_000));
    say(`idle: others' slowest answer ${idle.slowestOtherMs} ms`);
    const found: Record<string, Figures> = {};
    for (const [name, bodies] of Object.entries(hostile(small))) {
      const figures = await during(url, webPid, (note) => post(url, key, bodies, note));
      found[name] = figures;
      say(
        `${name}: ${JSON.stringify(figures.statuses)} in ${figures.seconds} s; others' slowest ${figures.slowestOtherMs} ms, p99 ${figures.p99OtherMs} ms (bar 200); memory +${figures.aboveIdleMB} MB (bar 150)`,
      );
    }
    return { idle, found };
  });
}

async function sourceKey(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ id: number }>("SELECT id FROM source WHERE code = 'files'");
  return createKey(rows[0]?.id ?? 0);
}

/** Runs something while another caller asks again and again whether the product and its database are ready, and memory is watched. */
async function during(
  url: string,
  webPid: () => number | undefined,
  work: (note: (status: number) => void) => Promise<unknown>,
): Promise<Figures> {
  const [began, idle, others] = [performance.now(), memoryMB(webPid()), [] as number[]];
  const statuses: Record<string, number> = {};
  let [ended, highest] = [false, idle ?? 0];
  const watch = (async () => {
    while (!ended) {
      const asked = performance.now();
      await fetch(`${url}/api/ready`);
      others.push(performance.now() - asked);
      highest = Math.max(highest, memoryMB(webPid()) ?? 0);
      await wait(POLL_MS);
    }
  })();
  await work((status) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  ended = true;
  await watch;
  return {
    slowestOtherMs: Math.round(Math.max(...others)),
    p99OtherMs: Math.round(quantile(others, 0.99)),
    aboveIdleMB: idle === null ? null : Math.round(highest - idle),
    seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
    statuses,
  };
}

function memoryMB(pid: number | undefined): number | null {
  try {
    const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null;
  }
}

async function post(url: string, key: string, bodies: readonly Body[], note: (status: number) => void): Promise<void> {
  for (const { bytes, headers, expected } of bodies) {
    const body = Readable.toWeb(Readable.from(bytes()));
    const answer = await fetch(`${url}/api/v1/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, ...headers },
      body,
      duplex: "half",
    } as RequestInit);
    await answer.arrayBuffer();
    note(answer.status);
    if (!expected.includes(answer.status))
      throw new Error(`answered ${answer.status}, expected ${expected.join(" or ")}`);
  }
}

const whole =
  (text: string | Uint8Array): Body["bytes"] =>
  () => [Buffer.from(text)];
const refused = (text: string | Uint8Array, headers?: Record<string, string>): Body => ({
  bytes: whole(text),
  expected: [422],
  ...(headers ? { headers } : {}),
});

function hostile(small: boolean): Record<string, Body[]> {
  const size = small ? 10 : 100;
  const letter = (id: string, attachment: string) =>
    `{"resourceType":"Bundle","id":"b-${id}","type":"message","timestamp":"2026-01-02T03:04:05Z","entry":[{"fullUrl":"MessageHeader/${id}","resource":{"resourceType":"MessageHeader","id":"${id}","eventCoding":{"code":"care-communication-message"},"sender":{"reference":"Organization/s"},"destination":[{"receiver":{"reference":"Organization/r"}}]}},${organisation("s", "5790000000012")},${organisation("r", "5790000000029")},{"resource":{"resourceType":"Communication","payload":[{"contentAttachment":{"data":"${attachment}"}}]}}]}`;
  const complete = letter("cut", "QUJD".repeat(5_000));
  const cuts = Array.from({ length: small ? 100 : 1_000 }, (_, i) =>
    Math.floor((complete.length * i) / (small ? 100 : 1_000)),
  );
  const deep = small ? 100_000 : 1_000_000;
  const entities = Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join("");
  return {
    [`${size} MB attachment, JSON`]: [{ bytes: () => around(letter("big-json", "@"), size * MB), expected: [200] }],
    [`${size} MB attachment in a VANS envelope`]: [
      { bytes: () => enveloped(around(letter("big-vans", "@"), (size * MB * 3) / 4)), expected: [200] },
    ],
    "entity expansion": [refused(`<!DOCTYPE a [<!ENTITY e0 "lol">${entities}]><a>&e20;</a>`)],
    "external entity": [refused('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')],
    [`${deep} levels of XML`]: [refused("<a>".repeat(deep))],
    [`${deep} levels of JSON`]: [refused("[".repeat(deep)), refused(`{"resourceType":${'{"a":'.repeat(deep / 4)}`)],
    "not XML": [refused("<a><b></a></b>"), refused("<<<<"), refused("plain words"), refused("")],
    "wrong charset": [refused(Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>\u00e6</a>', "latin1"))],
    "packed bodies": [
      refused(Buffer.from("PK\u0003\u0004aaaa")),
      refused(gzipSync(Buffer.alloc(10 * MB))),
      { ...refused(gzipSync(Buffer.alloc(10 * MB)), { "content-encoding": "gzip" }), expected: [400] },
    ],
    "endless text": [{ bytes: () => repeated("<a>no. ", 30 * MB), expected: [422] }],
    [`cut at every ${small ? 100 : 1000}th of its bytes`]: cuts.map((at) => refused(complete.slice(0, at))),
    "too large a body": [{ bytes: () => around(letter("larger", "@"), 141 * MB), expected: [413] }],
  };
}

const organisation = (id: string, gln: string) =>
  `{"fullUrl":"Organization/${id}","resource":{"resourceType":"Organization","id":"${id}","identifier":[{"system":"https://www.gs1.org/gln","value":"${gln}"}]}}`;

function* repeated(text: string, bytes: number): Generator<Uint8Array> {
  const piece = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
  for (let at = 0; at < bytes; at += piece.byteLength) yield piece;
}

/** A message whose `@` is an attachment of so many bytes of base64. */
function* around(message: string, bytes: number): Generator<Uint8Array> {
  const [before = "", after = ""] = message.split("@");
  yield Buffer.from(before);
  yield* repeated("QUJDREVG", bytes);
  yield Buffer.from(after);
}

function* enveloped(message: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield Buffer.from(
    '<VANSEnvelope xmlns="urn:oio:medcom:vans-envelope:1.0.4"><SenderID EndPointType="EAN">5790000000012</SenderID><ReceiverID EndPointType="EAN">5790000000029</ReceiverID><EnvelopeIdentifier>0a0a0a0a-0000-4000-8000-000000000001</EnvelopeIdentifier><SentDateTime>2026-01-02T04:04:05</SentDateTime><Message><MetaInformation><Identifier>0a0a0a0a-0000-4000-8000-000000000002</Identifier><Document><Format>HL7</Format><Name>MCM:FDIS91</Name><SizeInBytes>1</SizeInBytes></Document></MetaInformation><Data>',
  );
  let rest = Buffer.alloc(0);
  for (const piece of message) {
    const bytes = Buffer.concat([rest, piece]);
    const full = bytes.byteLength - (bytes.byteLength % 3);
    rest = bytes.subarray(full);
    yield Buffer.from(bytes.subarray(0, full).toString("base64"));
  }
  yield Buffer.from(`${rest.toString("base64")}</Data></Message></VANSEnvelope>`);
}
