"use server";
import { InvalidInputError } from "@/lib/errors.ts";
import { answerForm, type Typed } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import * as commands from "@/lib/status/windows/commands.ts";
import * as schema from "@/lib/status/windows/schema.ts";
import * as series from "@/lib/status/windows/series.ts";

const OPERATOR = { permission: "status:operate", area: "windows" } as const;
const LIST = "/operate/windows";
const page = (uid: string) => `${LIST}/${uid}`;

const about = (typed: Typed) => ({
  ...{ title: typed.text("title"), titleEn: typed.text("titleEn") },
  ...{ windowClass: typed.text("windowClass"), traffic: typed.text("traffic"), services: typed.all("services") },
});
const notes = (typed: Typed) => ({ note: typed.text("note"), noteEn: typed.text("noteEn") });
const asked = (typed: Typed) => ({ shown: typed.text("shown"), recipients: typed.text("recipients") });
const key = (typed: Typed) => ({ uid: typed.text("uid"), version: typed.text("version") });
const span = (typed: Typed) => ({ from: typed.text("from"), to: typed.text("to") });
const rule = (typed: Typed) => ({
  ...{ every: typed.text("every"), weekday: typed.text("weekday"), nth: typed.text("nth") ?? null },
  ...{ fromTime: typed.text("fromTime"), toTime: typed.text("toTime"), onHoliday: typed.text("onHoliday") },
  ...{ validFrom: typed.text("validFrom"), validTo: typed.text("validTo") ?? null },
});

export const planWindow = async (before: FormState, form: FormData): Promise<FormState> =>
  answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const input = parsed(schema.newWindow, { ...about(typed), ...notes(typed), ...span(typed) });
    return page((await commands.planWindow(viewer, input, now)).uid);
  });

const COMMANDS = {
  announce: commands.announceWindow,
  hold: commands.holdWindow,
  release: commands.releaseWindow,
  start: commands.startWindow,
  end: commands.endWindow,
  cancel: commands.cancelWindow,
};

export const commandWindow = async (before: FormState, form: FormData): Promise<FormState> =>
  answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const command = Object.entries(COMMANDS).find(([name]) => name === typed.text("command"))?.[1];
    if (!command) throw new InvalidInputError("command", "invalid_value");
    const input = parsed(schema.oneWindow, { ...key(typed), ...asked(typed) });
    await command(viewer, input, now);
    return typed.text("back") === "list" ? LIST : page(input.uid);
  });

export const moveWindow = async (before: FormState, form: FormData): Promise<FormState> =>
  answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const input = parsed(schema.movedWindow, { ...key(typed), ...asked(typed), ...span(typed) });
    await commands.moveWindow(viewer, input, now);
    return page(input.uid);
  });

export const changeEnd = async (before: FormState, form: FormData): Promise<FormState> =>
  answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const input = parsed(schema.endOfWindow, { ...key(typed), ...asked(typed), to: typed.text("to") });
    await commands.changeEnd(viewer, input, now);
    return page(input.uid);
  });

export const editWindow = async (before: FormState, form: FormData): Promise<FormState> =>
  answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const input = parsed(schema.editedWindow, { ...key(typed), ...about(typed), ...notes(typed) });
    await commands.editWindow(viewer, input, now);
    return page(input.uid);
  });

export const planSeries = async (before: FormState, form: FormData): Promise<FormState> =>
  answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const input = parsed(schema.newSeries, { ...about(typed), ...rule(typed) });
    return `${LIST}/series/${(await series.planSeries(viewer, input, now)).id}`;
  });

export const changeSeries = async (before: FormState, form: FormData): Promise<FormState> =>
  answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const known = { id: typed.text("id"), version: typed.text("version"), ...asked(typed) };
    const input = parsed(schema.changedSeries, { ...known, ...about(typed), ...rule(typed) });
    await series.changeSeries(viewer, input, now);
    return `${LIST}/series/${input.id}`;
  });

export const announceSeries = async (before: FormState, form: FormData): Promise<FormState> =>
  answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const input = parsed(schema.announcedSeries, {
      ...{ id: typed.text("id"), version: typed.text("version") },
      ...asked(typed),
    });
    await series.announceSeries(viewer, input, now);
    return `${LIST}/series/${input.id}`;
  });
