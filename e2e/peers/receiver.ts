import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export type Taken = {
  id: string;
  body: { type: string; data: { signals: { title: { da: string } }[] } };
  status: number;
};

/** Somebody else's system that takes webhooks: it verifies each with the official library, and answers as it is told to. */
export async function startReceiver() {
  const state = { secrets: [] as string[], answer: 204 };
  const taken: Taken[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => {
      text += part.toString();
    });
    request.on("end", () => {
      const headers = request.headers as Record<string, string>;
      const verified = state.secrets.some((secret) => verifies(secret, text, headers));
      const status = verified ? state.answer : 401;
      taken.push({ id: headers["webhook-id"] ?? "", body: JSON.parse(text) as Taken["body"], status });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    taken,
    /** Which secrets it has, any of which will do; and what it answers to what it can verify. */
    knows: (...secrets: string[]) => {
      state.secrets = secrets;
    },
    answers: (status: number) => {
      state.answer = status;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function verifies(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
