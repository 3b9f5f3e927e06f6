import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { aSnapshot } from "../../lib/publication/testing.ts";
import { publicSite } from "./answer.ts";
import { SITE } from "./site.ts";

const shown = globalThis as unknown as Record<symbol, unknown>;
const PUBLICATION = Symbol.for("kvitteringsoverblik.publication");

/** The public site over HTTP, showing a snapshot of now; what it does not answer itself is answered `299 next`. */
export async function servePublicSite(): Promise<{
  url: string;
  /** Nothing was read yet, until what it answers is called. */
  forget: () => () => void;
  stop: () => void;
}> {
  shown[PUBLICATION] = { snapshot: aSnapshot({ asOf: new Date().toISOString() }), away: false };
  const answered = publicSite(SITE);
  const server = createServer((request, response) => {
    if (!answered(request, response)) response.writeHead(299).end("next");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forget: () => {
      const kept = shown[PUBLICATION];
      shown[PUBLICATION] = undefined;
      return () => {
        shown[PUBLICATION] = kept;
      };
    },
    stop: () => {
      shown[PUBLICATION] = undefined;
      server.close();
    },
  };
}
