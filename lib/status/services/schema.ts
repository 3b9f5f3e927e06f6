import { z } from "zod";
import { LINE_STATIONS } from "../../ledger/states.ts";
import { id, open, typed } from "../fields.ts";

/** A code stands in addresses, feeds and reports, so it is chosen once. */
const code = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);
const day = z.iso.date();
const custom = (code: string) => ({ params: { code } });
const once = <T>(of: (one: T) => unknown) =>
  [(list: T[]) => new Set(list.map(of)).size === list.length, custom("repeated")] as const;

const written = {
  name: typed(120),
  nameEn: typed(120),
  note: open(typed(200)),
  noteEn: open(typed(200)),
  position: z
    .string()
    .refine((value) => /^\d{1,4}$/.test(value), custom("no_position"))
    .transform(Number),
  validFrom: open(day),
  validTo: open(day),
};
/** What a chain carries, and the stations it runs through: with all its messages (`whole`), or with a part. */
const chain = z.strictObject({
  kind: z.literal("chain"),
  ...written,
  types: z
    .array(z.string().max(40))
    .max(100)
    .refine(...once<string>((type) => type)),
  through: z
    .array(z.strictObject({ stationId: id, whole: z.boolean() }))
    .max(200)
    .refine(...once<{ stationId: number }>(({ stationId }) => stationId)),
});
/** Where a station stands on the line, whose it is, and whose coverage says that it is seen. */
const station = z.strictObject({
  kind: z.literal("station"),
  ...written,
  station: z.enum(LINE_STATIONS),
  operatorId: open(id),
  systemId: open(id),
  sources: z
    .array(id)
    .max(200)
    .refine(...once<number>((source) => source)),
});

type Dated = { validFrom: string | null; validTo: string | null; note: string | null; noteEn: string | null };
/** It ends after it begins, and a note is written in both languages or in none. */
function whole({ validFrom, validTo, note, noteEn }: Dated, check: z.RefinementCtx): void {
  const wrong = (field: string, code: string) => check.addIssue({ code: "custom", path: [field], params: { code } });
  if (validFrom !== null && validTo !== null && validTo < validFrom) wrong("validTo", "before_start");
  if ((note === null) !== (noteEn === null)) wrong(note === null ? "note" : "noteEn", "both_languages");
}

const kept = { version: z.coerce.number().int().positive() };
/** A new service. */
export const createService = z
  .discriminatedUnion("kind", [chain.extend({ code }), station.extend({ code })])
  .superRefine(whole);
/** What a service is from now on; code and kind stay. `version` is the one its writer has seen. */
export const setService = z
  .discriminatedUnion("kind", [chain.extend({ code, ...kept }), station.extend({ code, ...kept })])
  .superRefine(whole);
