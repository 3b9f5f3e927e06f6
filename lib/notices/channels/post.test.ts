import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { type Answer, later, post } from "./post.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** What a post to a server that answers with these headers is judged by. */
async function judged(headers: Record<string, string>): Promise<Answer | undefined> {
  const server = createServer((_, response) => response.writeHead(503, headers).end("words that are not read"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  let answer: Answer | undefined;
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const call = { headers: {}, body: "æ", anywhere: true, signal: new AbortController().signal };
  await post(url, call, (given) => {
    answer = given;
    return later("refused", given);
  });
  return answer;
}

test.each<[string, number | undefined]>([
  ["120", 120_000],
  ["99999999", 21_600_000],
  ["0", undefined],
  ["-5", undefined],
  ["soon", undefined],
])("whoever asks us to wait %s is waited for %s ms", async (retryAfter, afterMs) => {
  const answer = await judged({ "retry-after": retryAfter });
  expect(answer).toEqual(afterMs === undefined ? { status: 503 } : { status: 503, afterMs });
});

/** A server that answers, and writes on as fast as it is read: how much of it was taken, and how long until nobody was there. */
async function endless(status: number, every: number) {
  let [written, gone] = [0, false];
  const server = createServer((_, response) => {
    response.writeHead(status);
    response
      .on("error", () => {})
      .on("close", () => {
        gone = true;
      });
    const more = () => {
      if (response.destroyed) return;
      written += every;
      response.write("x".repeat(every), () => setTimeout(more, 1));
    };
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { url, written: () => written, gone: () => gone };
}

test.each([200, 503])("an answer of %i that never ends is judged by its number, and left", async (status) => {
  const { url, written, gone } = await endless(status, 65_536);
  const call = { headers: {}, body: "", anywhere: true, signal: AbortSignal.timeout(10_000) };
  const sent = await post(url, call, (given) => later("refused", given));
  expect(sent).toEqual({ outcome: "later", code: "refused", status });
  await vi.waitFor(() => expect(gone()).toBe(true), { timeout: 5_000 });
  // What lies in buffers on the way, and no more.
  expect(written()).toBeLessThan(20 * 1_048_576);
});

test("what is posted goes to the address that was judged, whatever its name answers next", async () => {
  const got: string[] = [];
  const server = createServer((request, response) => {
    got.push(request.headers.host ?? "");
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  // Its name is known here alone; a second look-up would find nothing.
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return asked === 1 ? [{ address: "127.0.0.1", family: 4 }] : [];
  };
  const call = { headers: {}, body: "", anywhere: true, signal: AbortSignal.timeout(5_000), resolve };
  const sent = await post(new URL(`http://rebinding.invalid:${port}/`), call, ({ status }) => ({
    outcome: "sent",
    status,
  }));
  expect([sent, got, asked]).toEqual([{ outcome: "sent", status: 204 }, [`rebinding.invalid:${port}`], 1]);
});
