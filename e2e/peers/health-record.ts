import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bannerPage, bannerScript } from "../../components/public/banner.ts";
import { bannerJson } from "../../lib/publication/banner/rules.ts";
import { press } from "../../lib/publication/press.ts";
import type { PublicSnapshot } from "../../lib/publication/snapshot.ts";

const listening = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

/** Us, as far as the yellow bar goes: what is published can be changed, and we can go away. */
export async function publisher(published: PublicSnapshot) {
  const state = { snapshot: published };
  const asked: { path: string; cookie: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://us");
    asked.push({ path: pathname, cookie: request.headers.cookie });
    const given = { snapshot: state.snapshot, now: Date.now(), stale: false, query, origin: address };
    const answers = { "/embed/banner": bannerPage, "/embed/banner.json": bannerJson, "/embed/banner.js": bannerScript };
    const answer = answers[pathname as keyof typeof answers];
    if (!answer) return response.writeHead(404).end();
    const { status, headers, body } = press(answer(given), "no-store", "Accept-Encoding");
    return response.writeHead(status, headers).end(body("identity"));
  });
  const address = await listening(server);
  return {
    address,
    /** What has been asked of us, and with which cookie. */
    asked,
    publish: (snapshot: PublicSnapshot) => {
      state.snapshot = snapshot;
    },
    goAway: () => closed(server),
  };
}

/** Another's system on an address of its own, with a page that holds `markup`, under a policy as strict as such pages have. */
export async function healthRecord(markup: string, us: string) {
  const policy = `default-src 'none'; script-src ${us}; connect-src ${us}; frame-src ${us}; style-src 'none'`;
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy });
    response.end(
      `<!doctype html><html lang="da"><head><title>Journal</title></head><body><main><h1>Journal</h1>${markup}</main></body></html>`,
    );
  });
  return { address: await listening(server), close: () => closed(server) };
}
