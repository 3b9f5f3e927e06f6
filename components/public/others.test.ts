import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import type { PublicSnapshot } from "../../lib/publication/snapshot.ts";
import { anIncident, anUpdate, aService, aSnapshot, words } from "../../lib/publication/testing.ts";
import { badge } from "./badge.ts";
import { bannerPage, bannerScript } from "./banner.ts";
import { tokenValue } from "./tokens.ts";

const asked = (snapshot: PublicSnapshot, query = "") => ({
  ...{ snapshot, now: Date.parse("2026-11-24T06:42:00Z"), stale: false, query: new URLSearchParams(query) },
  origin: "https://status.example.dk",
});
const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&`;
const hostile = aSnapshot({
  services: [aService({ name: words(HOSTILE) })],
  incidents: [anIncident({ title: words(HOSTILE), updates: [anUpdate({ text: words(HOSTILE) })] })],
});

describe("the badge", () => {
  const quiet = aSnapshot({ incidents: [], windows: [] });
  const titleOf = (snapshot: PublicSnapshot, query = "") =>
    /<title>(.*)<\/title>/.exec(badge(asked(snapshot, query)).body)?.[1];

  test.each([
    ["up", quiet, "", "driftsstatus: I drift"],
    ["up in English", quiet, "lang=en", "status: Operational"],
    ["the worst of the chains", aSnapshot(), "", "driftsstatus: Delvist nede"],
    ["one service", aSnapshot(), "service=vans", "VANS: I drift"],
    [
      "what was not seen",
      { ...quiet, services: quiet.services.map((one) => ({ ...one, seen: [] })) },
      "",
      "driftsstatus: Ukendt",
    ],
    ["no services at all", { ...quiet, services: [] }, "", "driftsstatus: Ukendt"],
    ["demo data", { ...quiet, demo: true }, "", "driftsstatus: I drift (demodata)"],
  ])("says in words: %s", (_, snapshot, query, title) => {
    expect(titleOf(snapshot, query)).toBe(title);
    expect(badge(asked(snapshot, query)).body).toContain(`role="img" aria-label="${title}"`);
  });
  test("has a shape of its own for each state", () => {
    const of = (trouble: "degraded" | "partial" | "down") =>
      /<svg x=.*?<\/svg>/.exec(
        badge(asked(aSnapshot({ incidents: [anIncident({ updates: [anUpdate({ trouble })] })] }))).body,
      )?.[0];
    expect(new Set([of("degraded"), of("partial"), of("down")]).size).toBe(3);
  });
  test("is strict XML with nothing that runs, whatever a service is called", () => {
    const { body } = badge(asked(hostile, "service=distributor"));
    const strict = new SaxesParser({ xmlns: true });
    strict.on("error", (error) => {
      throw error;
    });
    strict.write(body).close();
    expect(body).not.toMatch(/<(script|img|a)\b/);
  });
  test("refuses a service that is none", () => {
    expect(JSON.parse(badge(asked(quiet, "service=none")).body)).toMatchObject({ status: 400, field: "service" });
  });
});

describe("the yellow bar in a frame", () => {
  test("is complete as it comes: sign, place, text, time and the way on", () => {
    const { body, status } = bannerPage(asked(aSnapshot(), "municipality=0851"));
    expect(status).toBe(200);
    expect(body).toContain("<b>Forsinkelse i Beskedfordeler:</b> Advis om sygehusophold når sent frem.");
    expect(body).toContain('aria-label="Delvist nede"');
    expect(body).toContain('href="https://status.example.dk/incidents/2026-118" target="_blank"');
    expect(body).toContain('<html lang="da">');
  });
  test("is empty when nothing is published, and when it is asked for what is no place", () => {
    for (const [snapshot, query, status] of [
      [aSnapshot({ incidents: [] }), "municipality=0851", 200],
      [aSnapshot(), "municipality=9999", 400],
      [aSnapshot(), "municipality=%22%3E%3Cscript%3E", 400],
    ] as const) {
      const answer = bannerPage(asked(snapshot, query));
      expect(answer.status).toBe(status);
      expect(answer.body).toContain('<div id="bar"></div>');
      expect(answer.body).not.toContain("<script>");
    }
  });
  test("may be framed by anybody, and runs nothing but our script", () => {
    const { headers, open } = bannerPage(asked(aSnapshot()));
    expect(open).toBe(true);
    expect(headers?.["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'self'; connect-src 'self'.*frame-ancestors \*$/,
    );
    expect(headers).not.toHaveProperty("x-frame-options");
  });
  test("hostile text is text", () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const text = words(`${HOSTILE}${typed}`);
        const { body } = bannerPage(
          asked(aSnapshot({ incidents: [anIncident({ title: text, updates: [anUpdate({ text })] })] })),
        );
        expect(body.match(/<script/g)).toHaveLength(1);
        expect(body).not.toContain("<img");
      }),
    );
  });
});

describe("the yellow bar as a script", () => {
  const { body } = bannerScript();
  test("is under 5 KB as it is served", () => {
    expect(Buffer.byteLength(body)).toBeLessThan(5_000);
  });
  test("writes text and nothing else, asks nobody but us, and keeps nothing", () => {
    expect(body).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function|cookie =|localStorage/,
    );
    expect(body.match(/https?:\/\/[\w.]+/g)).toEqual(["http://www.w3.org"]);
  });
  test("has the banner's own colours", () => {
    for (const name of ["banner", "banner-ink", "banner-line"]) expect(body).toContain(tokenValue(name));
  });
});
