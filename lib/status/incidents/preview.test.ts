import { beforeAll, describe, expect, test } from "vitest";
import { createService, type MadeService } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { LOCALES } from "../../i18n/locales.ts";
import { bannerOf } from "../../publication/banner/rules.ts";
import { concerning } from "../../publication/concerns.ts";
import { entriesOf } from "../../publication/feeds/entries.ts";
import { feedWords } from "../../publication/feeds/words.ts";
import { readSnapshot } from "../../publication/queries.ts";
import { adjustImpacts, publish, raise, saveDraft, showImpacts } from "./commands.ts";
import { previewOf } from "./preview.ts";
import { readPreview } from "./queries.ts";
import type { DraftContent } from "./schema.ts";
import { contentFor } from "./testing.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T05:20:00Z");
const STARTED = "2026-11-24T05:11:00.000Z";
let world: SmallWorld;
let service: MadeService;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  service = await createService({ name: "Beskedfordeler", station: "distributor" });
});

describe("a preview", () => {
  test.each<[string, "critical" | "minor", Partial<DraftContent>, boolean]>([
    ["a grave one", "critical", {}, false],
    ["one that says whom it hits", "minor", {}, true],
    ["one nobody needs a yellow bar for", "minor", { statedAt: "2026-11-24T05:15:00.000Z" }, false],
  ])("is what feeds and the yellow bar say once it is published: %s", async (_, severity, unusual, shown) => {
    const operator = world.viewers.operator;
    const facts = { trouble: "partial", causeClass: "unknown", title: "Kø i fordeleren", titleEn: "A queue" } as const;
    const { id, number } = await raise(
      operator,
      { ...facts, severity, services: [service.id], startedAt: STARTED, detectedAt: null },
      NOW,
    );
    const hit = { installationId: world.northCare.id, effect: "delayed", from: STARTED, to: null } as const;
    await adjustImpacts(operator, { incidentId: id, rows: [hit] }, NOW);
    if (shown) await showImpacts(operator, { incidentId: id, installationIds: "all", show: "on" }, NOW);
    await saveDraft(operator, { incidentId: id, version: 1, content: await contentFor(id, unusual) }, NOW);
    const preview = await readPreview(operator, { incidentId: id, writerId: operator.personId }, NOW);
    await publish(operator, { incidentId: id, seal: preview.seal }, NOW);

    const snapshot = await readSnapshot(NOW);
    for (const locale of LOCALES) {
      const [entry] = entriesOf(concerning(snapshot, {}), feedWords(locale, snapshot)).filter(
        ({ path }) => path === `/incidents/${number}`,
      );
      expect([preview.feed.title[locale], preview.feed.content[locale]]).toEqual([
        entry?.title,
        entry?.paragraphs.join("\n"),
      ]);
      const lineFor = (municipality?: string) =>
        bannerOf(
          { snapshot, now: NOW.getTime(), stale: false },
          { lang: locale, ...(municipality ? { municipality } : {}) },
        ).lines.find(({ incident }) => incident === number);
      const line = lineFor();
      expect(preview.banner?.[locale]).toEqual(line && `${line.who}: ${line.text}`);
      expect(preview.bannerIn).toEqual(shown && lineFor("9001") ? ["Nordby"] : []);
    }
    expect(preview.bannerIn).toEqual(shown ? ["Nordby"] : []);
    expect(preview.banner === null).toBe(severity === "minor");
  });

  test("has another seal for another text, writer, version or audience, and the same at another minute", () => {
    const content = {
      ...{ phase: "confirmed", severity: "major", trouble: "down", causeClass: "unknown", services: [1] },
      ...{ title: "Nede", titleEn: "Down", text: "Vi undersøger.", textEn: "We are looking.", startedAt: STARTED },
      ...{ statedAt: null, nextUpdateAt: null },
    } satisfies DraftContent;
    const given = {
      ...{ number: "2026-1", version: 1, writerId: 1, content, municipalities: 1, demo: false, shown: [] },
      told: { organisations: [], withoutAccount: 0, withoutAccountInAll: 0, channels: [], total: 0, mustType: false },
      services: [{ code: "d", kind: "station", name: { da: "Fordeler", en: "Distributor" } } as const],
      audience: [{ id: 7, name: "Nordby", kind: "municipality" } as const],
    };
    const seal = (unusual: object, now = NOW) => previewOf({ ...given, ...unusual }, now).seal;
    const others = [
      { content: { ...content, textEn: "We look." } },
      { told: { ...given.told, organisations: [{ id: 7, name: "Nordby" }] } },
      ...[{ writerId: 2 }, { version: 2 }, { audience: [] }, { municipalities: 2 }],
    ];
    // How many addresses those are is held against what was shown, a few more or fewer: not by the seal.
    expect(seal({ told: { ...given.told, channels: [{ channel: "email", count: 1 }], total: 1 } })).toBe(seal({}));
    expect(seal({}, new Date(NOW.getTime() + 60_000))).toBe(seal({}));
    expect(new Set([{}, ...others].map((unusual) => seal(unusual))).size).toBe(others.length + 1);
    expect(previewOf(given, NOW)).toMatchObject({
      ...{ subject: { da: "[Bekræftet] Nede (2026-1)", en: "[Confirmed] Down (2026-1)" }, missing: [] },
      page: { state: { da: "Bekræftet. Fordeler: nede" } },
    });
    expect(previewOf({ ...given, content: { ...content, text: "" } }, NOW).missing).toEqual(["text"]);
  });
});
