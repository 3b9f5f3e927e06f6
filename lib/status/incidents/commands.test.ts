import { beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ForbiddenError, NotFoundError } from "../../errors.ts";
import * as commands from "./commands.ts";
import { readDesk, readIncident } from "./queries.ts";
import { type Desk, fails, later, NOW, STARTED, twoAtTheDesk } from "./testing.ts";

useFreshDatabase();

let at: Desk;
beforeAll(async () => {
  at = await twoAtTheDesk();
});

describe("a suspicion", () => {
  test("gets the next number of the Danish year; two at once get two numbers, without a gap", async () => {
    const first = await at.raised();
    const many = await Promise.all(Array.from({ length: 6 }, () => at.raised()));
    const nth = Number(first.number.split("-")[1]);
    expect(many.map(({ number }) => number).sort()).toEqual(
      Array.from({ length: 6 }, (_, index) => `2026-${nth + 1 + index}`).sort(),
    );
    const newYear = new Date("2026-12-31T23:00:00Z");
    expect((await at.raised({}, at.anna, newYear)).number).toBe("2027-1");
  });

  test("names its service where nobody named it", async () => {
    const { number } = await at.raised();
    const read = await at.read(number);
    expect(read.title).toEqual({ da: "Formodet fejl i Beskedfordeler", en: expect.stringContaining("Suspected") });
    expect(read.clocks).toMatchObject([{ kind: "first_notice", state: "running" }]);
  });

  test.each<[string, object, string]>([
    ["a trouble that has not begun", { startedAt: later(1).toISOString() }, "startedAt: in_future"],
    ["a service that is none", { services: [999_999] }, "services: unknown_service"],
    ["a title in one language", { title: "Fejl" }, "titleEn: required"],
    ["a CPR number in the title", { title: "Fejl for 010203-1234", titleEn: "Trouble" }, "title: person_number"],
    ["no service", { services: [] }, "services: too_small"],
  ])("is refused for %s", async (_, unusual, expected) => {
    expect(await fails((async () => at.raised(unusual))())).toBe(expected);
  });

  test("is dismissed with a reason, which is kept; then it cannot be changed any more", async () => {
    const { id, number } = await at.raised();
    await commands.dismiss(at.anna, { incidentId: id, version: 1, reason: "false_alarm" }, NOW);
    const read = await at.read(number);
    expect([read.dismissed, read.clocks]).toEqual([true, []]);
    expect(read.revisions).toMatchObject([{ field: "dismissed", after: "false_alarm", by: { name: "Anna" } }]);
    expect((await readDesk(at.anna, NOW)).suspicions.map((row) => row.number)).not.toContain(number);
    expect((await readDesk(at.anna, later(24 * 60))).dismissedYesterday).toBe(1);
    expect(await fails(commands.withdraw(at.anna, { incidentId: id, version: 2 }, NOW))).toBe("dismissed");
  });

  test("the public has been told of cannot be dismissed", async () => {
    const { id } = await at.raised();
    await at.said(id, { phase: "suspected" });
    const version = await at.versionOf(id);
    expect(await fails(commands.dismiss(at.anna, { incidentId: id, version, reason: "not_ours" }, NOW))).toBe(
      "published",
    );
  });
});

describe("corrections", () => {
  test("of an update say that it was corrected and keep what stood there; a time moves what it decided", async () => {
    const { id, number } = await at.raised();
    await at.said(id);
    const hit = { installationId: at.world.northCare.id, effect: "delayed", from: STARTED, to: null } as const;
    await commands.adjustImpacts(at.anna, { incidentId: id, rows: [hit] }, NOW);
    await at.said(id, { phase: "resolved" }, later(30));
    const version = await at.versionOf(id);
    const corrected = { text: "Løst før.", textEn: "Resolved earlier.", statedAt: later(10).toISOString() };
    await commands.correctUpdate(at.bo, { incidentId: id, version, nr: 2, ...corrected }, later(40));
    const read = await at.read(number);
    expect([read.resolvedAt, read.impacts[0]?.to]).toEqual([later(10).toISOString(), later(10).toISOString()]);
    expect(read.updates[1]).toMatchObject({ text: { da: "Løst før." }, correctedAt: later(40).toISOString() });
    expect(read.revisions.map(({ field, after, by }) => [field, after, by?.name])).toContainEqual([
      ...["update 2 text", "Løst før.", "Bo"],
    ]);
    expect(read.updatedAt).toBe(later(40).toISOString());
    expect(
      await fails(commands.correctUpdate(at.bo, { incidentId: id, version, nr: 2, ...corrected }, later(41))),
    ).toBe("changed_meanwhile");
    const early = { ...corrected, statedAt: "2026-11-24T05:12:00.000Z" };
    expect(
      await fails(commands.correctUpdate(at.bo, { incidentId: id, version: version + 1, nr: 2, ...early }, later(41))),
    ).toBe("statedAt: before_previous");
  });

  test("of when it began, how grave it is and its title are kept with what stood there", async () => {
    const { id, number } = await at.raised();
    await at.said(id);
    const facts = { startedAt: "2026-11-24T05:05:00.000Z", severity: "critical", causeClass: "release" } as const;
    const title = { title: "Forsinkelse", titleEn: "Delay" };
    await commands.correctIncident(
      at.anna,
      { incidentId: id, version: await at.versionOf(id), ...facts, ...title },
      later(5),
    );
    const read = await at.read(number);
    expect(read).toMatchObject({ ...facts, title: { da: "Forsinkelse", en: "Delay" } });
    expect(read.revisions.map(({ field }) => field).sort()).toEqual(
      ["causeClass", "severity", "startedAt", "title", "titleEn"].sort(),
    );
    const after = { ...facts, startedAt: later(1).toISOString() };
    expect(
      await fails(
        commands.correctIncident(
          at.anna,
          { incidentId: id, version: await at.versionOf(id), ...after, ...title },
          later(9),
        ),
      ),
    ).toBe("startedAt: after_update");
  });

  test("withdrawn, it is off every public channel until another update is published", async () => {
    const { id, number } = await at.raised();
    const hidden = { incidentId: id, version: 1 };
    expect(await fails(commands.withdraw(at.anna, hidden, NOW))).toBe("not_published");
    await at.said(id);
    await commands.withdraw(at.anna, { incidentId: id, version: await at.versionOf(id) }, later(2));
    const isPublic = async () =>
      (await ownerPool().query("SELECT access.incident_is_public($1) AS public", [id])).rows[0].public;
    expect(await isPublic()).toBe(false);
    expect(await at.read(number)).toMatchObject({ withdrawnAt: later(2).toISOString(), clocks: [] });
    await at.said(id, {}, later(4));
    expect(await isPublic()).toBe(true);
  });

  test("the report afterwards comes when it is resolved, and keeps what it said before", async () => {
    const { id, number } = await at.raised();
    await at.said(id);
    const words = {
      cause: "Et certifikat udløb.",
      causeEn: "A certificate expired.",
      measures: "Vi overvåger.",
      measuresEn: "Watched.",
    };
    const write = async (unusual: object, now: Date) =>
      commands.writeFollowUp(at.anna, { incidentId: id, version: await at.versionOf(id), ...words, ...unusual }, now);
    expect(await fails(write({}, NOW))).toBe("not_resolved");
    await at.said(id, { phase: "resolved" }, later(9));
    await write({}, later(60));
    await write({ measures: "Vi overvåger dem alle." }, later(70));
    const read = await at.read(number);
    expect(read.followUp).toMatchObject({ cause: { da: "Et certifikat udløb." }, at: later(70).toISOString() });
    expect(read.revisions[0]).toMatchObject({ field: "followUp measures", before: "Vi overvåger." });
  });
});

describe("who may", () => {
  const attempts: [string, (viewer: Viewer, incidentId: number) => Promise<unknown>][] = [
    ["raise", (viewer) => at.raised({}, viewer)],
    ["dismiss", (viewer, incidentId) => commands.dismiss(viewer, { incidentId, version: 1, reason: "not_ours" }, NOW)],
    ["write a draft", (viewer, incidentId) => at.draft(viewer, incidentId)],
    ["publish", (viewer, incidentId) => commands.publish(viewer, { incidentId, seal: "" }, NOW)],
    ["approve", (viewer, incidentId) => commands.approve(viewer, { incidentId, writerId: 1, seal: "" }, NOW)],
    ["withdraw", (viewer, incidentId) => commands.withdraw(viewer, { incidentId, version: 1 }, NOW)],
    ["merge", (viewer, intoId) => commands.merge(viewer, { intoId, version: 1, from: [] }, NOW)],
    ["propose impact", (viewer, incidentId) => commands.proposeImpacts(viewer, { incidentId }, NOW)],
    ["switch", (viewer) => commands.setPublicLine(viewer, { value: "on" }, NOW)],
  ];
  test.each(attempts)("%s: only an operator, and nothing is changed or recorded for others", async (_, attempt) => {
    const { id } = await at.raised();
    const before = [await at.versionOf(id), await prisma().auditEntry.count()];
    for (const name of ["auditor", "vendor", "northRegion", "north"] as const)
      await expect(attempt(at.world.viewers[name], id)).rejects.toThrow(ForbiddenError);
    expect([await at.versionOf(id), await prisma().auditEntry.count()]).toEqual(before);
  });

  test("the desk is read by operator and auditor only", async () => {
    const { number } = await at.raised();
    expect((await readIncident(at.world.viewers.auditor, number, NOW)).number).toBe(number);
    for (const name of ["vendor", "northRegion", "north"] as const) {
      await expect(readDesk(at.world.viewers[name], NOW)).rejects.toThrow(ForbiddenError);
      await expect(readIncident(at.world.viewers[name], number, NOW)).rejects.toThrow(ForbiddenError);
    }
    await expect(readIncident(at.anna, "2026-99999", NOW)).rejects.toThrow(NotFoundError);
  });
});
