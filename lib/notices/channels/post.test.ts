import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
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
