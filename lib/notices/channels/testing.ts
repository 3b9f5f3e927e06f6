import { createECDH, randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import ece from "http_ece";
import { importJWK, jwtVerify } from "jose";
import { createCA, createCert } from "mkcert";

type Answer = (nth: number, response: ServerResponse) => unknown;
type Got<T> = T & { headers: IncomingHttpHeaders };

let trusted: ReturnType<typeof trust> | undefined;
/** A certificate of this machine, under an authority that this process trusts from then on: one, since names would clash. */
async function trust() {
  const place = { countryCode: "DK", state: "-", locality: "-", organization: "A push service on this machine" };
  const ca = await createCA({ ...place, validity: 1 });
  setDefaultCACertificates([...getCACertificates("default"), ca.cert]);
  return createCert({ domains: ["127.0.0.1"], validity: 1, ca });
}

/**
 * A push service on this machine, over TLS that this process trusts, and a browser's subscription to it. It takes what a real
 * one takes: a VAPID token that is signed, in time and meant for it (RFC 8292), and a body that the browser can decrypt (RFC
 * 8291). `got` is what the browser was shown.
 */
export async function pushService(answer: Answer = (_, response) => response.writeHead(201).end()) {
  trusted ??= trust();
  const { cert, key } = await trusted;
  const browser = createECDH("prime256v1");
  const [p256dh, auth] = [browser.generateKeys("base64url"), randomBytes(16).toString("base64url")];
  const got: Got<{ data: Record<string, unknown>; subject: unknown; key: string }>[] = [];
  let [tries, origin] = [0, ""];
  const server = createSecureServer({ cert, key }, async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    try {
      const { subject, key: sender } = await senderOf(request.headers.authorization ?? "", origin);
      const how = { version: "aes128gcm" as const, privateKey: browser, authSecret: auth };
      const body = ece.decrypt(Buffer.concat(parts), how);
      got.push({ headers: request.headers, data: JSON.parse(body.toString()), subject, key: sender });
    } catch {
      response.writeHead(403).end();
      return;
    }
    tries += 1;
    answer(tries, response);
  });
  const listening = await listen(server);
  origin = `https://127.0.0.1:${listening.port}`;
  return { got, close: listening.close, url: `${origin}/push/device`, keys: { p256dh, auth } };
}

/** Who sends, by a token that is signed under the key it names and meant for this origin. Throws where it is not. */
async function senderOf(authorization: string, origin: string): Promise<{ subject: unknown; key: string }> {
  const [, token = "", key = ""] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
  const jwk = await importJWK({ kty: "EC", crv: "P-256", x, y }, "ES256");
  const { payload } = await jwtVerify(token, jwk, { audience: origin, maxTokenAge: "24h" });
  return { subject: payload.sub, key };
}

/** An SMS gateway on this machine, as `docs/operations/sms.md` has it: `sent` is what it would send, once per key. */
export async function smsGateway(answer: Answer = (_, response) => response.writeHead(202).end('{"reference":"r-1"}')) {
  const got: Got<{ body: Record<string, unknown> }>[] = [];
  const sent = new Map<unknown, Record<string, unknown>>();
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const body = JSON.parse(text);
    got.push({ headers: request.headers, body });
    response.on("finish", () => {
      if (response.statusCode < 300) sent.set(request.headers["idempotency-key"], body);
    });
    answer(got.length, response);
  });
  const { port, close } = await listen(server);
  return { got, sent, close, url: `http://127.0.0.1:${port}/messages` };
}

async function listen(server: Server & { closeAllConnections: () => void }) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { port: (server.address() as AddressInfo).port, close };
}
