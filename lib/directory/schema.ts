import { z } from "zod";
import { RECEIPT_ROLES, STATIONS } from "../ledger/states.ts";

const id = z.coerce.number().int().positive();
const day = z.iso.date();
/** A form sends what was left open as nothing. */
const open = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? null : value), schema.nullable());
const name = z.string().trim().min(1).max(120);
const ordered = (value: { validFrom: string; validTo: string | null }) =>
  value.validTo === null || value.validFrom <= value.validTo;
const order = { path: ["validTo"], error: "before_start" };

export const adoptLocation = z.strictObject({ locationId: id, organisationId: id, name });
/** A provisional installation is another one that is known already, or a system of its own. */
export const mergeInstallation = z.strictObject({ installationId: id, intoId: id });
export const settleInstallation = z.strictObject({
  installationId: id,
  systemId: id,
  organisationId: id,
  locationId: open(id),
});
export const adoptType = z.strictObject({
  typeId: id,
  family: z.enum(["FHIR", "OIOXML", "EDIFACT"]),
  version: open(z.string().max(40)),
  name,
  nameEn: name,
  advis: z.boolean(),
  successorId: open(id),
});
export const adoptOperator = z.strictObject({ operatorId: id, name, organisationId: open(id) });
export const setRole = z
  .strictObject({ installationId: id, typeId: id, role: z.enum(RECEIPT_ROLES), validFrom: day, validTo: open(day) })
  .refine(ordered, order);
export const setLife = z.strictObject({
  installationId: id,
  liveFrom: open(day),
  optedOutFrom: open(day),
  pending: z.boolean(),
});
export const agree = z
  .strictObject({ vendorId: id, municipalityId: id, validFrom: day, validTo: open(day) })
  .refine(ordered, order);
export const endAgreement = z.strictObject({ agreementId: id, validTo: day });
export const setPolicy = z
  .strictObject({
    typeId: open(id),
    validFrom: day,
    warnMinutes: open(z.coerce.number().int().min(0).max(100_000)),
    overdueMinutes: z.coerce.number().int().min(1).max(100_000),
    resends: z.coerce.number().int().min(0).max(20),
    source: z.string().trim().min(1).max(200),
  })
  .refine(({ warnMinutes, overdueMinutes }) => (warnMinutes ?? 0) <= overdueMinutes, {
    path: ["warnMinutes"],
    error: "after_deadline",
  });
export const setScopes = z.strictObject({
  sourceId: id,
  scopes: z
    .array(
      z.strictObject({
        station: z.enum(STATIONS).nullable(),
        organisationId: id.nullable(),
        systemId: id.nullable(),
        installationId: id.nullable(),
        receipts: z.boolean(),
      }),
    )
    .max(200),
});
