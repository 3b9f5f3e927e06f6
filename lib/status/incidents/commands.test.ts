import { beforeAll, describe, expect, test } from "vitest";
import { createPerson } from "../../../prisma/factories/directory.ts";
import { createService, type MadeService } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { parsed } from "../../http/parse.ts";
import * as commands from "./commands.ts";
import { readDesk, readIncident, readPreview } from "./queries.ts";
import type { DraftContent } from "./schema.ts";
import * as schema from "./schema.ts";
import { colleagueOf, contentFor } from "./testing.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T05:20:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const STARTED = "2026-11-24T05:11:00.000Z";
let world: SmallWorld;
let anna: Viewer;
let bo: Viewer;
let service: MadeService;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  const [one, other] = [
    await createPerson(ownerPool(), { name: "Anna" }),
    await createPerson(ownerPool(), { name: "Bo" }),
  ];
  anna = colleagueOf(world.viewers.operator, one.id);
  bo = colleagueOf(world.viewers.operator, other.id);
  service = await createService({ name: "Beskedfordeler", station: "distributor" });
});

const raised = (unusual: object = {}, viewer = anna, now = NOW) =>
  commands.raise(
    viewer,
    parsed(schema.raise, {
      services: [service.id],
      trouble: "partial",
      severity: "major",
      startedAt: STARTED,
      ...unusual,
    }),
    now,
  );
const versionOf = async (id: number) => (await prisma().incident.findUniqueOrThrow({ where: { id } })).version;
async function draft(viewer: Viewer, incidentId: number, unusual: Partial<DraftContent> = {}, now = NOW) {
  const version = await versionOf(incidentId);
  await commands.saveDraft(viewer, { incidentId, version, content: await contentFor(incidentId, unusual) }, now);
}
async function sealed(viewer: Viewer, incidentId: number, writer = viewer, now = NOW) {
  const { seal } = await readPreview(viewer, { incidentId, writerId: writer.personId }, now);
  return { incidentId, seal };
}
async function said(incidentId: number, unusual: Partial<DraftContent> = {}, now = NOW, viewer = anna) {
  await draft(viewer, incidentId, unusual, now);
  return commands.publish(viewer, await sealed(viewer, incidentId, viewer, now), now);
}
const desk = async (number: string, viewer = anna, now = NOW) => readIncident(viewer, number, now);
const fails = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConflictError || error instanceof ForbiddenError || error instanceof InvalidInputError))
    throw error ?? new Error("It did not fail");
  return error instanceof InvalidInputError ? `${error.field}: ${error.code}` : error.code;
};

describe("a suspicion", () => {
  test("gets the next number of the Danish year; two at once get two numbers, without a gap", async () => {
    const first = await raised();
    const many = await Promise.all(Array.from({ length: 6 }, () => raised()));
    const nth = Number(first.number.split("-")[1]);
    expect(many.map(({ number }) => number).sort()).toEqual(
      Array.from({ length: 6 }, (_, index) => `2026-${nth + 1 + index}`).sort(),
    );
    const newYear = new Date("2026-12-31T23:00:00Z");
    expect((await raised({}, anna, newYear)).number).toBe("2027-1");
  });

  test("names its service where nobody named it", async () => {
    const { number } = await raised();
    const read = await desk(number);
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
    expect(await fails((async () => raised(unusual))())).toBe(expected);
  });

  test("is dismissed with a reason, which is kept; then it cannot be changed any more", async () => {
    const { id, number } = await raised();
    await commands.dismiss(anna, { incidentId: id, version: 1, reason: "false_alarm" }, NOW);
    const read = await desk(number);
    expect([read.dismissed, read.clocks]).toEqual([true, []]);
    expect(read.revisions).toMatchObject([{ field: "dismissed", after: "false_alarm", by: { name: "Anna" } }]);
    expect((await readDesk(anna, NOW)).suspicions.map((row) => row.number)).not.toContain(number);
    expect((await readDesk(anna, later(24 * 60))).dismissedYesterday).toBe(1);
    expect(await fails(commands.withdraw(anna, { incidentId: id, version: 2 }, NOW))).toBe("dismissed");
  });

  test("the public has been told of cannot be dismissed", async () => {
    const { id } = await raised();
    await said(id, { phase: "suspected" });
    const version = await versionOf(id);
    expect(await fails(commands.dismiss(anna, { incidentId: id, version, reason: "not_ours" }, NOW))).toBe("published");
  });
});

describe("publishing", () => {
  test("makes the draft an update, tells the time it speaks of and whom it reached, and audits it", async () => {
    const { id, number } = await raised();
    expect(await said(id, { nextUpdateAt: later(45).toISOString() })).toEqual({ number, nr: 1 });
    const read = await desk(number);
    expect(read).toMatchObject({
      phase: "confirmed",
      publishedAt: NOW.toISOString(),
      mine: null,
      municipalities: null,
    });
    expect(read.nextUpdateAt).toBe(later(45).toISOString());
    expect(read.updates).toMatchObject([{ nr: 1, writtenBy: { name: "Anna" }, approvedBy: null, correctedAt: null }]);
    expect(read.clocks.map(({ kind, state }) => [kind, state])).toEqual([
      ["first_notice", "met"],
      ["update", "running"],
    ]);
    const audit = await prisma().auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(audit).toMatchObject({
      action: "status.update.publish",
      entity: `incident ${number}`,
      personId: anna.personId,
    });
    expect(JSON.stringify(audit.detail)).not.toContain("Beskeder");
  });

  test("of two who publish on one version one wins; the other is told and keeps the text", async () => {
    const { id, number } = await raised();
    await draft(anna, id, { text: "Annas tekst." });
    await draft(bo, id, { text: "Bos tekst." });
    expect((await desk(number, bo)).others).toMatchObject([{ name: "Anna", outdated: false }]);
    const seals = [await sealed(anna, id), await sealed(bo, id)] as const;
    const outcomes = await Promise.allSettled([
      commands.publish(anna, seals[0], NOW),
      commands.publish(bo, seals[1], NOW),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find((one) => one.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "changed_meanwhile" });
    const loser = outcomes[0].status === "rejected" ? anna : bo;
    const read = await desk(number, loser);
    expect(read.updates).toHaveLength(1);
    expect(read.mine).toMatchObject({
      outdated: true,
      content: { text: loser === anna ? "Annas tekst." : "Bos tekst." },
    });
    // Saved once more, having seen what the other said, it can be published.
    await draft(loser, id, { text: "Og en ting til." });
    await commands.publish(loser, await sealed(loser, id), NOW);
    expect((await desk(number)).updates.map(({ text }) => text.da)).toContain("Og en ting til.");
  });

  test("is refused where it is not what was previewed: the text or the audience has changed", async () => {
    const { id } = await raised();
    await draft(anna, id);
    const before = await sealed(anna, id);
    await draft(anna, id, { text: "Noget andet." });
    expect(await fails(commands.publish(anna, before, NOW))).toBe("changed_meanwhile");
    const again = await sealed(anna, id);
    const impact = { installationId: world.northCare.id, effect: "delayed", from: STARTED, to: null } as const;
    await commands.adjustImpacts(bo, { incidentId: id, rows: [impact] }, NOW);
    expect(await fails(commands.publish(anna, again, NOW))).toBe("changed_meanwhile");
    const { audience, seal } = await readPreview(anna, { incidentId: id, writerId: anna.personId }, NOW);
    expect(audience.organisations.map(({ kind, name }) => [kind, name])).toEqual([
      ["region", "Region Nord"],
      ["municipality", "Nordby"],
      ["vendor", "Omsorgsdata"],
    ]);
    expect(audience).toMatchObject({ municipalities: 1, channels: ["page", "feeds", "calendar", "banner"] });
    await commands.publish(anna, { incidentId: id, seal }, NOW);
    const update = await prisma().incidentUpdate.findFirstOrThrow({ where: { incidentId: id } });
    expect(update.audience).toEqual(audience.organisations.map((organisation) => organisation.id));
  });

  test.each<[string, Partial<DraftContent>, string]>([
    ["without a text", { text: "" }, "text: required"],
    ["without an English text", { textEn: "" }, "textEn: required"],
    ["a step that is none", { phase: "resolved" }, "phase: not_from_here"],
    ["a time that lies ahead", { statedAt: later(1).toISOString() }, "statedAt: in_future"],
    ["a time before it began", { statedAt: "2026-11-24T05:10:00.000Z" }, "statedAt: before_start"],
    ["a next update in the past", { nextUpdateAt: STARTED }, "nextUpdateAt: in_past"],
  ])("is refused %s, and the draft stays", async (_, unusual, expected) => {
    const { id, number } = await raised();
    expect(await fails(said(id, unusual))).toBe(expected);
    expect((await desk(number)).mine).not.toBeNull();
  });

  test("a CPR number in a text is refused before anything is kept", () => {
    const content = { phase: "confirmed", severity: "major", trouble: "down", causeClass: "unknown", services: [1] };
    const times = { startedAt: STARTED, statedAt: "", nextUpdateAt: "" };
    const wrong = { ...content, ...times, title: "Fejl", titleEn: "Trouble", text: "Se 0102031234.", textEn: "See." };
    expect(() => parsed(schema.saveDraft, { incidentId: 1, version: 1, content: wrong })).toThrow(
      expect.objectContaining({ field: "content.text", code: "person_number" }),
    );
  });

  test("follows it to the end, says when each thing was, and can be backdated", async () => {
    const { id, number } = await raised();
    await said(id, { statedAt: "2026-11-24T05:15:00.000Z" });
    await commands.adjustImpacts(
      anna,
      { incidentId: id, rows: [{ installationId: world.northCare.id, effect: "delayed", from: STARTED, to: null }] },
      NOW,
    );
    await said(id, { phase: "resolved", statedAt: later(20).toISOString() }, later(25));
    expect(await desk(number)).toMatchObject({
      ...{ phase: "resolved", confirmedAt: "2026-11-24T05:15:00.000Z", resolvedAt: later(20).toISOString() },
      impacts: [{ to: later(20).toISOString() }],
      municipalities: 1,
    });
    await said(id, { phase: "confirmed" }, later(30));
    expect(await desk(number)).toMatchObject({ resolvedAt: null, impacts: [{ to: null }] });
    await said(id, { phase: "resolved" }, later(40));
    await said(id, { phase: "backlog_cleared" }, later(90));
    expect(await desk(number)).toMatchObject({
      ...{ phase: "backlog_cleared", resolvedAt: later(40).toISOString(), backlogClearedAt: later(90).toISOString() },
      nextPhases: ["backlog_cleared"],
    });
  });
});

describe("a second person's approval", () => {
  test("where it is on, nobody publishes their own text, and only what waits can be approved, by another", async () => {
    await commands.setApproval(anna, { value: "on" }, NOW);
    const { id, number } = await raised();
    await draft(anna, id);
    const mine = { ...(await sealed(anna, id)), writerId: anna.personId };
    expect(await fails(commands.publish(anna, mine, NOW))).toBe("second_person");
    expect(await fails(commands.approve(bo, mine, NOW))).toBe("not_submitted");
    await commands.submitDraft(anna, { incidentId: id }, NOW);
    expect(await fails(commands.approve(anna, mine, NOW))).toBe("own_text");
    await commands.returnDraft(bo, { incidentId: id, writerId: anna.personId }, NOW);
    expect(await fails(commands.approve(bo, mine, NOW))).toBe("not_submitted");
    await commands.submitDraft(anna, { incidentId: id }, NOW);
    await commands.approve(bo, mine, NOW);
    expect((await desk(number)).updates).toMatchObject([{ writtenBy: { name: "Anna" }, approvedBy: { name: "Bo" } }]);
    await commands.setApproval(anna, { value: "off" }, NOW);
    expect((await readDesk(anna, NOW)).approval).toBe(false);
  });

  test("a text that is changed no longer waits", async () => {
    const { id, number } = await raised();
    await draft(anna, id);
    await commands.submitDraft(anna, { incidentId: id }, NOW);
    expect((await desk(number)).mine?.submittedAt).toBe(NOW.toISOString());
    await draft(anna, id, { text: "Rettet tekst." });
    expect((await desk(number)).mine?.submittedAt).toBeNull();
    await commands.discardDraft(anna, { incidentId: id }, NOW);
    expect((await desk(number)).mine).toBeNull();
    await expect(commands.discardDraft(anna, { incidentId: id }, NOW)).rejects.toThrow(NotFoundError);
  });
});

describe("corrections", () => {
  test("of an update say that it was corrected and keep what stood there; a time moves what it decided", async () => {
    const { id, number } = await raised();
    await said(id);
    const hit = { installationId: world.northCare.id, effect: "delayed", from: STARTED, to: null } as const;
    await commands.adjustImpacts(anna, { incidentId: id, rows: [hit] }, NOW);
    await said(id, { phase: "resolved" }, later(30));
    const version = await versionOf(id);
    const corrected = { text: "Løst før.", textEn: "Resolved earlier.", statedAt: later(10).toISOString() };
    await commands.correctUpdate(bo, { incidentId: id, version, nr: 2, ...corrected }, later(40));
    const read = await desk(number);
    expect([read.resolvedAt, read.impacts[0]?.to]).toEqual([later(10).toISOString(), later(10).toISOString()]);
    expect(read.updates[1]).toMatchObject({ text: { da: "Løst før." }, correctedAt: later(40).toISOString() });
    expect(read.revisions.map(({ field, after, by }) => [field, after, by?.name])).toContainEqual([
      ...["update 2 text", "Løst før.", "Bo"],
    ]);
    expect(read.updatedAt).toBe(later(40).toISOString());
    expect(await fails(commands.correctUpdate(bo, { incidentId: id, version, nr: 2, ...corrected }, later(41)))).toBe(
      "changed_meanwhile",
    );
    const early = { ...corrected, statedAt: "2026-11-24T05:12:00.000Z" };
    expect(
      await fails(commands.correctUpdate(bo, { incidentId: id, version: version + 1, nr: 2, ...early }, later(41))),
    ).toBe("statedAt: before_previous");
  });

  test("of when it began, how grave it is and its title are kept with what stood there", async () => {
    const { id, number } = await raised();
    await said(id);
    const facts = { startedAt: "2026-11-24T05:05:00.000Z", severity: "critical", causeClass: "release" } as const;
    const title = { title: "Forsinkelse", titleEn: "Delay" };
    await commands.correctIncident(
      anna,
      { incidentId: id, version: await versionOf(id), ...facts, ...title },
      later(5),
    );
    const read = await desk(number);
    expect(read).toMatchObject({ ...facts, title: { da: "Forsinkelse", en: "Delay" } });
    expect(read.revisions.map(({ field }) => field).sort()).toEqual(
      ["causeClass", "severity", "startedAt", "title", "titleEn"].sort(),
    );
    const after = { ...facts, startedAt: later(1).toISOString() };
    expect(
      await fails(
        commands.correctIncident(anna, { incidentId: id, version: await versionOf(id), ...after, ...title }, later(9)),
      ),
    ).toBe("startedAt: after_update");
  });

  test("withdrawn, it is off every public channel until another update is published", async () => {
    const { id, number } = await raised();
    const hidden = { incidentId: id, version: 1 };
    expect(await fails(commands.withdraw(anna, hidden, NOW))).toBe("not_published");
    await said(id);
    await commands.withdraw(anna, { incidentId: id, version: await versionOf(id) }, later(2));
    const isPublic = async () =>
      (await ownerPool().query("SELECT access.incident_is_public($1) AS public", [id])).rows[0].public;
    expect(await isPublic()).toBe(false);
    expect(await desk(number)).toMatchObject({ withdrawnAt: later(2).toISOString(), clocks: [] });
    await said(id, {}, later(4));
    expect(await isPublic()).toBe(true);
  });

  test("the report afterwards comes when it is resolved, and keeps what it said before", async () => {
    const { id, number } = await raised();
    await said(id);
    const words = {
      cause: "Et certifikat udløb.",
      causeEn: "A certificate expired.",
      measures: "Vi overvåger.",
      measuresEn: "Watched.",
    };
    const write = async (unusual: object, now: Date) =>
      commands.writeFollowUp(anna, { incidentId: id, version: await versionOf(id), ...words, ...unusual }, now);
    expect(await fails(write({}, NOW))).toBe("not_resolved");
    await said(id, { phase: "resolved" }, later(9));
    await write({}, later(60));
    await write({ measures: "Vi overvåger dem alle." }, later(70));
    const read = await desk(number);
    expect(read.followUp).toMatchObject({ cause: { da: "Et certifikat udløb." }, at: later(70).toISOString() });
    expect(read.revisions[0]).toMatchObject({ field: "followUp measures", before: "Vi overvåger." });
  });
});

describe("who may", () => {
  const attempts: [string, (viewer: Viewer, incidentId: number) => Promise<unknown>][] = [
    ["raise", (viewer) => raised({}, viewer)],
    ["dismiss", (viewer, incidentId) => commands.dismiss(viewer, { incidentId, version: 1, reason: "not_ours" }, NOW)],
    ["write a draft", (viewer, incidentId) => draft(viewer, incidentId)],
    ["publish", (viewer, incidentId) => commands.publish(viewer, { incidentId, seal: "" }, NOW)],
    ["approve", (viewer, incidentId) => commands.approve(viewer, { incidentId, writerId: 1, seal: "" }, NOW)],
    ["withdraw", (viewer, incidentId) => commands.withdraw(viewer, { incidentId, version: 1 }, NOW)],
    ["merge", (viewer, intoId) => commands.merge(viewer, { intoId, version: 1, from: [] }, NOW)],
    ["propose impact", (viewer, incidentId) => commands.proposeImpacts(viewer, { incidentId }, NOW)],
    ["switch", (viewer) => commands.setPublicLine(viewer, { value: "on" }, NOW)],
  ];
  test.each(attempts)("%s: only an operator, and nothing is changed or recorded for others", async (_, attempt) => {
    const { id } = await raised();
    const before = [await versionOf(id), await prisma().auditEntry.count()];
    for (const name of ["auditor", "vendor", "northRegion", "north"] as const)
      await expect(attempt(world.viewers[name], id)).rejects.toThrow(ForbiddenError);
    expect([await versionOf(id), await prisma().auditEntry.count()]).toEqual(before);
  });

  test("the desk is read by operator and auditor only", async () => {
    const { number } = await raised();
    expect((await readIncident(world.viewers.auditor, number, NOW)).number).toBe(number);
    for (const name of ["vendor", "northRegion", "north"] as const) {
      await expect(readDesk(world.viewers[name], NOW)).rejects.toThrow(ForbiddenError);
      await expect(readIncident(world.viewers[name], number, NOW)).rejects.toThrow(ForbiddenError);
    }
    await expect(readIncident(anna, "2026-99999", NOW)).rejects.toThrow(NotFoundError);
  });
});
