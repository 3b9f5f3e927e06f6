import { beforeAll, describe, expect, test } from "vitest";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { NotFoundError } from "../../errors.ts";
import { parsed } from "../../http/parse.ts";
import * as commands from "./commands.ts";
import { readDesk, readPreview } from "./queries.ts";
import type { DraftContent } from "./schema.ts";
import * as schema from "./schema.ts";
import { type Desk, fails, later, NOW, STARTED, twoAtTheDesk } from "./testing.ts";

useFreshDatabase();

let at: Desk;
beforeAll(async () => {
  at = await twoAtTheDesk();
});

describe("publishing", () => {
  test("makes the draft an update, tells the time it speaks of and whom it reached, and audits it", async () => {
    const { id, number } = await at.raised();
    expect(await at.said(id, { nextUpdateAt: later(45).toISOString() })).toEqual({ number, nr: 1 });
    const read = await at.read(number);
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
      personId: at.anna.personId,
    });
    expect(JSON.stringify(audit.detail)).not.toContain("Beskeder");
  });

  test("of two who publish on one version one wins; the other is told and keeps the text", async () => {
    const { id, number } = await at.raised();
    await at.draft(at.anna, id, { text: "Annas tekst." });
    await at.draft(at.bo, id, { text: "Bos tekst." });
    expect((await at.read(number, at.bo)).others).toMatchObject([{ name: "Anna", outdated: false }]);
    const seals = [await at.sealed(at.anna, id), await at.sealed(at.bo, id)] as const;
    const outcomes = await Promise.allSettled([
      commands.publish(at.anna, seals[0], NOW),
      commands.publish(at.bo, seals[1], NOW),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find((one) => one.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "changed_meanwhile" });
    const loser = outcomes[0].status === "rejected" ? at.anna : at.bo;
    const read = await at.read(number, loser);
    expect(read.updates).toHaveLength(1);
    expect(read.mine).toMatchObject({
      outdated: true,
      content: { text: loser === at.anna ? "Annas tekst." : "Bos tekst." },
    });
    // Saved once more, having seen what the other said, it can be published.
    await at.draft(loser, id, { text: "Og en ting til." });
    await commands.publish(loser, await at.sealed(loser, id), NOW);
    expect((await at.read(number)).updates.map(({ text }) => text.da)).toContain("Og en ting til.");
  });

  test("is refused where it is not what was previewed: the text or the audience has changed", async () => {
    const { id } = await at.raised();
    await at.draft(at.anna, id);
    const before = await at.sealed(at.anna, id);
    await at.draft(at.anna, id, { text: "Noget andet." });
    expect(await fails(commands.publish(at.anna, before, NOW))).toBe("changed_meanwhile");
    const again = await at.sealed(at.anna, id);
    const impact = { installationId: at.world.northCare.id, effect: "delayed", from: STARTED, to: null } as const;
    await commands.adjustImpacts(at.bo, { incidentId: id, rows: [impact] }, NOW);
    expect(await fails(commands.publish(at.anna, again, NOW))).toBe("changed_meanwhile");
    const { audience, seal } = await readPreview(at.anna, { incidentId: id, writerId: at.anna.personId }, NOW);
    expect(audience.organisations.map(({ kind, name }) => [kind, name])).toEqual([
      ["region", "Region Nord"],
      ["municipality", "Nordby"],
      ["vendor", "Omsorgsdata"],
    ]);
    expect(audience).toMatchObject({ municipalities: 1, channels: ["page", "feeds", "calendar", "banner"] });
    await commands.publish(at.anna, { incidentId: id, seal }, NOW);
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
    const { id, number } = await at.raised();
    expect(await fails(at.said(id, unusual))).toBe(expected);
    expect((await at.read(number)).mine).not.toBeNull();
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
    const { id, number } = await at.raised();
    await at.said(id, { statedAt: "2026-11-24T05:15:00.000Z" });
    await commands.adjustImpacts(
      at.anna,
      { incidentId: id, rows: [{ installationId: at.world.northCare.id, effect: "delayed", from: STARTED, to: null }] },
      NOW,
    );
    await at.said(id, { phase: "resolved", statedAt: later(20).toISOString() }, later(25));
    expect(await at.read(number)).toMatchObject({
      ...{ phase: "resolved", confirmedAt: "2026-11-24T05:15:00.000Z", resolvedAt: later(20).toISOString() },
      impacts: [{ to: later(20).toISOString() }],
      municipalities: 1,
    });
    await at.said(id, { phase: "confirmed" }, later(30));
    expect(await at.read(number)).toMatchObject({ resolvedAt: null, impacts: [{ to: null }] });
    await at.said(id, { phase: "resolved" }, later(40));
    await at.said(id, { phase: "backlog_cleared" }, later(90));
    expect(await at.read(number)).toMatchObject({
      ...{ phase: "backlog_cleared", resolvedAt: later(40).toISOString(), backlogClearedAt: later(90).toISOString() },
      nextPhases: ["backlog_cleared"],
    });
  });
});

describe("a second person's approval", () => {
  test("where it is on, nobody publishes their own text, and only what waits can be approved, by another", async () => {
    await commands.setApproval(at.anna, { value: "on" }, NOW);
    const { id, number } = await at.raised();
    await at.draft(at.anna, id);
    const mine = { ...(await at.sealed(at.anna, id)), writerId: at.anna.personId };
    expect(await fails(commands.publish(at.anna, mine, NOW))).toBe("second_person");
    expect(await fails(commands.approve(at.bo, mine, NOW))).toBe("not_submitted");
    await commands.submitDraft(at.anna, { incidentId: id }, NOW);
    expect(await fails(commands.approve(at.anna, mine, NOW))).toBe("own_text");
    await commands.returnDraft(at.bo, { incidentId: id, writerId: at.anna.personId }, NOW);
    expect(await fails(commands.approve(at.bo, mine, NOW))).toBe("not_submitted");
    await commands.submitDraft(at.anna, { incidentId: id }, NOW);
    await commands.approve(at.bo, mine, NOW);
    expect((await at.read(number)).updates).toMatchObject([
      { writtenBy: { name: "Anna" }, approvedBy: { name: "Bo" } },
    ]);
    await commands.setApproval(at.anna, { value: "off" }, NOW);
    expect((await readDesk(at.anna, NOW)).approval).toBe(false);
  });

  test("a text that is changed no longer waits", async () => {
    const { id, number } = await at.raised();
    await at.draft(at.anna, id);
    await commands.submitDraft(at.anna, { incidentId: id }, NOW);
    expect((await at.read(number)).mine?.submittedAt).toBe(NOW.toISOString());
    await at.draft(at.anna, id, { text: "Rettet tekst." });
    expect((await at.read(number)).mine?.submittedAt).toBeNull();
    await commands.discardDraft(at.anna, { incidentId: id }, NOW);
    expect((await at.read(number)).mine).toBeNull();
    await expect(commands.discardDraft(at.anna, { incidentId: id }, NOW)).rejects.toThrow(NotFoundError);
  });
});
