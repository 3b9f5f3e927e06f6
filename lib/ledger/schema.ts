import { z } from "zod";
import { DIRECTIONS, EVENT_KINDS, RECEIPT_LEVELS, RECEIPT_OUTCOMES, STATIONS } from "./states.ts";

/** Letter schemes of the contract; `eds` and `fhir` share one id space, `oioxml` and `edifact` the other. */
export const SCHEMES = ["fhir", "oioxml", "edifact", "eds"] as const;

// Ids have a pattern and a length, so that no free text can pass for one.
const id = z.string().regex(/^[A-Za-z0-9._:/#@+~-]{1,128}$/);
const gln = z.string().regex(/^\d{13}$/);
const sorId = z.string().regex(/^\d{6,18}$/);
const code = z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/);
const operatorCode = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,39}$/);
/** `FDIS20#AdmissionInpatient`: a type, and after # its statistical code. */
const typeCode = z.string().regex(/^(MCM:)?[A-Za-z0-9_.-]{1,40}(#[A-Za-z0-9_.-]{1,40})?$/);
// What many systems write for "no time" (year 1) is refused: no Danish day and no partition could be told for it.
const instant = z.iso.datetime({ offset: true, local: false }).refine((at) => Date.parse(at) >= 0, "before_1970");

const otherIds = z.strictObject({ kind: z.enum(["envelope", "vans", "besked", "transaktion"]), value: id });
/** The same message under the letter id it had before or after conversion (XDIS91 and CareCommunication, DOMAIN 1.2). */
const convertedId = z.strictObject({
  kind: z.literal("converted"),
  value: id,
  scheme: z.enum(SCHEMES),
  senderGln: gln.optional(),
});

/** What one station says happened, once. The receiver fields always name the letter's receiver, also on the way back. */
export const stationEvent = z.strictObject({
  id: id,
  station: z.enum(STATIONS),
  operator: operatorCode.optional(),
  direction: z.enum(DIRECTIONS).default("out"),
  kind: z.enum(EVENT_KINDS),
  at: instant,
  letter: z.strictObject({ id, scheme: z.enum(SCHEMES), senderGln: gln.optional() }).optional(),
  aliases: z
    .array(z.discriminatedUnion("kind", [otherIds, convertedId]))
    .max(8)
    .optional(),
  senderGln: gln.optional(),
  receiverGln: gln.optional(),
  receiverSor: sorId.optional(),
  installation: z.number().int().positive().max(2_147_483_647).optional(),
  mailbox: code.optional(),
  type: typeCode.optional(),
  statedSentAt: instant.optional(),
  receiptExpected: z.boolean().optional(),
  /** The receiver named here gets a copy: it must not acknowledge (DOMAIN 1.1). */
  copy: z.boolean().optional(),
  receipt: z
    .strictObject({ id, level: z.enum(RECEIPT_LEVELS), outcome: z.enum(RECEIPT_OUTCOMES), code: code.optional() })
    .optional(),
});
export type StationEventInput = z.input<typeof stationEvent>;
export type StationEventOutput = z.output<typeof stationEvent>;

/** The time in which a source says that it has reported everything; withdrawn takes such a claim back. */
export const coverageClaim = z
  .strictObject({ from: instant, to: instant, withdrawn: z.literal(true).optional() })
  .refine((claim) => Date.parse(claim.from) < Date.parse(claim.to), { path: ["to"], error: "to must be after from" });
export type CoverageClaim = z.output<typeof coverageClaim>;

export const MAX_EVENTS = 10_000;

/** `POST /api/v1/events`. Events are checked one by one, so that a bad one does not cost the good ones. */
export const eventBatch = z.strictObject({
  events: z.array(stationEvent).max(MAX_EVENTS),
  coverage: coverageClaim.optional(),
});

/** Why an event was not taken; the index says which. */
export const REJECTIONS = [
  "invalid",
  "out_of_scope",
  "event_id_reused",
  "time_in_future",
  "letter_or_alias_required",
  "legacy_sender_required",
  "receipt_required",
  "too_many_new_places",
] as const;
export type Rejection = (typeof REJECTIONS)[number];
export const intakeAnswer = z.strictObject({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  rejected: z.array(
    z.strictObject({ index: z.number().int(), code: z.enum(REJECTIONS), field: z.string().optional() }),
  ),
});
export type IntakeAnswer = z.output<typeof intakeAnswer>;
