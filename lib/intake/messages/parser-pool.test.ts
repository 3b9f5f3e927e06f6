import { createHash } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { BusyError, TooLargeError } from "../../errors.ts";
import { notificationJson, notificationXml } from "../../medcom/fixtures.ts";
import { MAX_RAW_BYTES, parserPool } from "./parser-pool.ts";

const pool = parserPool(1);
afterAll(() => pool.end());

async function* pieces(text: string | Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}
const ATTACHMENT = Buffer.alloc(3_000_000, 5).toString("base64");
const withAttachment = notificationJson().replace('"text":"', `"data":"${ATTACHMENT}","text":"`);

test("a message that comes in pieces is read as one, and told with its size and hash", async () => {
  const message = notificationXml();
  const read = await pool.parse(pieces(message));
  expect(read.reading.parts[0]).toMatchObject({ outcome: "taken" });
  expect(read.size).toBe(Buffer.byteLength(message));
  expect(read.digest).toBe(createHash("sha256").update(message).digest("hex"));
  expect(read.ownId).toBe("b0000000-0000-4000-8000-000000000001");
});

test("an attachment larger than a message may be is taken out on its way, and the message is the same without it", async () => {
  const [with_, without] = [
    await pool.parse(pieces(withAttachment, 65_536)),
    await pool.parse(pieces(notificationJson())),
  ];
  expect(with_.reading).toEqual(without.reading);
  expect(with_.size).toBeGreaterThan(4_000_000);
});

test("the place where reading stopped is told in the message as it came, past its attachments", async () => {
  const broken = `<a><b data="${ATTACHMENT}"/></c></a>`;
  const { reading } = await pool.parse(pieces(broken, 65_536));
  const [part] = reading.parts;
  expect(part).toMatchObject({ outcome: "refused", code: "not_xml" });
  expect(part?.outcome === "refused" ? part.position : 0).toBeGreaterThan(ATTACHMENT.length);
});

test("many messages at once are kept apart", async () => {
  const ids = Array.from({ length: 20 }, (_, i) => `letter-${i}`);
  const read = await Promise.all(ids.map((id) => pool.parse(pieces(notificationJson({ id }), 97))));
  const found = read.map(({ reading: { parts } }) =>
    parts[0]?.outcome === "taken" ? parts[0].events[0]?.letter?.id : null,
  );
  expect(found).toEqual(ids);
});

test("a body beyond the limit is not read to its end", async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      given += 1024 * 1024;
      yield new Uint8Array(1024 * 1024);
    }
  }
  await expect(pool.parse(endless())).rejects.toThrow(TooLargeError);
  expect(given).toBeLessThan(MAX_RAW_BYTES + 2 * 1024 * 1024);
});

test("a body that breaks off is nobody else's trouble", async () => {
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("<a>");
    throw new Error("the line broke");
  }
  await expect(pool.parse(breaking())).rejects.toThrow("the line broke");
  expect((await pool.parse(pieces(notificationXml()))).reading.parts[0]?.outcome).toBe("taken");
});

test("one that takes too long is refused, those beside it are asked to come again, and the next is read as ever", async () => {
  const impatient = parserPool(1, 1);
  const slow = `<a>${"<b/>".repeat(900_000)}</a>`;
  let send: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => {
    send = resolve;
  });
  async function* halfway(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("<a>");
    await waiting;
    yield Buffer.from("</a>");
  }
  const beside = impatient.parse(halfway());
  beside.catch(() => undefined);
  const read = await impatient.parse(pieces(slow, 1_000_000));
  send();
  expect(read.reading.parts).toMatchObject([{ outcome: "refused", code: "too_slow" }]);
  expect(read.digest).toBe(createHash("sha256").update(slow).digest("hex"));
  await expect(beside).rejects.toThrow(BusyError);
  await impatient.end();
  const patient = parserPool(1);
  expect((await patient.parse(pieces(notificationXml()))).reading.parts[0]?.outcome).toBe("taken");
  await patient.end();
});
