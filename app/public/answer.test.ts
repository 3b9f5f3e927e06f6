import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sessionCookie } from "../../lib/access/cookies.ts";
import { ownerPool } from "../../lib/db/pool.ts";
import { useFreshDatabase } from "../../lib/db/testing.ts";
import { env } from "../../lib/env.ts";
import { servePublicSite } from "./testing.ts";

useFreshDatabase();

let site: Awaited<ReturnType<typeof servePublicSite>>;
let url = "";

beforeAll(async () => {
  site = await servePublicSite();
  url = site.url;
});
afterAll(() => {
  site.stop();
});

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(url + path, { method, headers, redirect: "manual" });

describe("a public address", () => {
  test("is answered without asking the database", async () => {
    const query = vi.spyOn(ownerPool(), "connect");
    for (const path of ["/", "/history", "/incidents/2026-118", "/feeds/atom.xml", "/api/v2/summary.json"])
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    expect(query).not.toHaveBeenCalled();
    query.mockRestore();
  });

  test("is sent packed, whole, and not again to whoever has it", async () => {
    const plain = await get("/", { "accept-encoding": "identity" });
    const body = await plain.text();
    expect(plain.headers.get("content-length")).toBe(String(Buffer.byteLength(body)));
    const packed = await get("/", { "accept-encoding": "gzip" });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(await packed.text()).toBe(body);
    const again = await get("/", { "if-none-match": plain.headers.get("etag") ?? "" });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(again.headers.get("vary")).toBe("Accept-Encoding, Cookie");
    const head = await get("/", { "accept-encoding": "identity" }, "HEAD");
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([
      200,
      plain.headers.get("content-length"),
      "",
    ]);
  });

  test("is in the reader's language and theme, by cookie", async () => {
    expect(await (await get("/", { cookie: "locale=en; theme=dark" })).text()).toContain(
      '<html lang="en" data-theme="dark">',
    );
    expect(await (await get("/", { cookie: "locale=en%22%3E; theme=x" })).text()).toContain('<html lang="da">');
  });

  test("has one policy, which lets it run nothing but its own", async () => {
    const policy = (await get("/")).headers.get("content-security-policy") ?? "";
    expect(policy).not.toContain("unsafe");
    expect(policy.match(/default-src/g)).toHaveLength(1);
    expect((await get("/embed/banner")).headers.get("content-security-policy")).toContain("frame-ancestors *");
    expect((await get("/embed/banner")).headers.get("x-frame-options")).toBeNull();
  });

  test("is the same whatever stands in a query it does not read", async () => {
    const one = await get("/?utm=1&x=%00");
    expect(one.headers.get("etag")).toBe((await get("/")).headers.get("etag"));
  });
});

test("what does not exist is not found; what is nobody's public address is Next's, and so is what would change something", async () => {
  expect((await get("/incidents/2026-999")).status).toBe(404);
  for (const path of ["/receipts", "/incidents/2026-118/backlog", "/history/a/b", "/no-such-page"])
    expect([path, (await get(path)).status]).toEqual([path, 299]);
  expect((await get("/", {}, "POST")).status).toBe(299);
});

test("whoever is signed in gets the public page where the database does not answer, and nobody keeps it", async () => {
  const failing = vi.spyOn(ownerPool(), "connect").mockRejectedValue(new Error("away") as never);
  const token = await encode({ token: { sub: "1" }, secret: env().SECRET });
  const answer = await get("/", { cookie: `${sessionCookie()}=${token}`, "accept-encoding": "gzip" });
  expect(failing).toHaveBeenCalled();
  failing.mockRestore();
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
  expect(await answer.text()).toContain("Log ind");
});

test("a host that is no host's name is repeated to nobody", async () => {
  const body = await new Promise<string>((resolve, reject) => {
    request(`${url}/feeds/atom.xml`, { headers: { host: 'x"><script>' } }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part as Buffer);
      const bytes = Buffer.concat(parts);
      resolve((answer.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString());
    })
      .on("error", reject)
      .end();
  });
  expect(body).toContain("http://localhost:");
  expect(body).not.toContain("<script>");
});

test("before there ever was a snapshot it says that nothing is known", async () => {
  const putBack = site.forget();
  const answer = await get("/");
  putBack();
  expect([answer.status, answer.headers.get("cache-control"), answer.headers.get("retry-after")]).toEqual([
    503,
    "no-store",
    "10",
  ]);
  expect(await answer.text()).toContain("Status kan ikke vises lige nu");
});
