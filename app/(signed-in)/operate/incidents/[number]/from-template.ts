import { z } from "zod";
import type { Viewer } from "@/lib/access/viewer.ts";
import { InvalidInputError } from "@/lib/errors.ts";
import type { Typed } from "@/lib/http/form.ts";
import { parsed } from "@/lib/http/parse.ts";
import { readDesk } from "@/lib/status/incidents/queries.ts";
import { filled, TEMPLATES } from "@/lib/status/incidents/templates.ts";
import { inBoth, listed, troubleWord } from "@/lib/status/incidents/texts.ts";
import { TROUBLES } from "@/lib/status/shapes.ts";

/** Both texts, filled by the chosen template with what else stands in the form, and the phase they speak of. */
export async function fromTemplate(viewer: Viewer, typed: Typed, now: Date): Promise<Record<string, string>> {
  const template = TEMPLATES.find(({ code }) => code === typed.text("template"));
  if (!template) throw new InvalidInputError("template", "invalid_value");
  const trouble = parsed(z.enum(TROUBLES), typed.text("content.trouble"));
  const chosen = typed.all("content.services").map(Number);
  const { services } = await readDesk(viewer, now);
  const at = now.toISOString();
  const text = filled(template, {
    service: listed(services.filter(({ id }) => chosen.includes(id)).map(({ name }) => name)),
    state: inBoth((locale) => troubleWord(trouble, locale).toLowerCase()),
    startedAt: typed.time("content.startedAt") ?? at,
    at: typed.time("content.statedAt") ?? at,
    nextUpdateAt: typed.time("content.nextUpdateAt"),
  });
  return { "content.text": text.da, "content.textEn": text.en, "content.phase": template.phase };
}
