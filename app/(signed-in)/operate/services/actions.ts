"use server";
import { serviceHref } from "@/components/services/address.ts";
import { answerForm, type Typed } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import * as commands from "@/lib/status/services/commands.ts";
import * as schema from "@/lib/status/services/schema.ts";

const OPERATOR = { permission: "status:operate", area: "desk.services" } as const;

/** A service's fields; those of a chain and those of a station are never in the same form. */
function written(typed: Typed) {
  const kind = typed.text("kind");
  const or = (name: string) => typed.text(name) ?? null;
  const stations = typed.ids("through.").flatMap((stationId) => {
    const how = typed.text(`through.${stationId}`);
    return how === undefined ? [] : [{ stationId, whole: how === "whole" }];
  });
  return {
    ...{ kind, code: typed.text("code"), name: typed.text("name"), nameEn: typed.text("nameEn") },
    ...{ note: or("note"), noteEn: or("noteEn"), position: typed.text("position") },
    ...{ validFrom: or("validFrom"), validTo: or("validTo") },
    ...(kind === "chain"
      ? { types: typed.all("types"), through: stations }
      : {
          ...{ station: typed.text("station"), operatorId: or("operatorId"), systemId: or("systemId") },
          sources: typed.all("sources"),
        }),
  };
}

export async function createService(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const input = parsed(schema.createService, written(typed));
    return serviceHref(await commands.createService(viewer, input, now));
  });
}

export async function setService(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const input = parsed(schema.setService, { ...written(typed), version: typed.text("version") });
    return serviceHref(await commands.setService(viewer, input, now));
  });
}
