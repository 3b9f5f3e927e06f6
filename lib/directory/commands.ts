import type { z } from "zod";
import type { Viewer } from "../access/viewer.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.ts";
import { addDays, danishMidnight } from "../time/danish.ts";
import { changeDirectory } from "./change.ts";
import { otherRoleA, overlap, type RoleRow } from "./rules.ts";
import type * as schema from "./schema.ts";

type In<S extends z.ZodType> = z.output<S>;
const date = (day: string) => new Date(day);
const dateOrNone = (day: string | null) => (day === null ? null : new Date(day));
const dayOf = (value: Date) => value.toISOString().slice(0, 10);
const startOf = (day: string) => new Date(danishMidnight(day)).toISOString();

/**
 * From a day on (to another), an installation receives a type in this role; what it said of those days before gives way.
 * Throws ConflictError `role_a_taken`, naming the other, where another one at the place answers the hospital then.
 */
export const setRole = (viewer: Viewer, input: In<typeof schema.setRole>, now: Date) =>
  changeDirectory(viewer, "role.set", now, async (tx) => {
    const { installationId, typeId, role, validFrom, validTo } = input;
    const installation = await tx.installation.findUnique({ where: { id: installationId } });
    if (!installation?.locationId) throw new InvalidInputError("installationId", "without_location");
    const { locationId } = installation;
    const rows = await tx.installationType.findMany({ where: { locationId, typeId } });
    const known = rows.map((row) => ({
      ...row,
      validFrom: dayOf(row.validFrom),
      validTo: row.validTo && dayOf(row.validTo),
    }));
    const wanted: RoleRow = { installationId, locationId, typeId, role, assumed: false, validFrom, validTo };
    const other = otherRoleA(wanted, known);
    if (other) {
      const { mailbox, system } = await tx.installation.findUniqueOrThrow({
        where: { id: other.installationId },
        select: { mailbox: true, system: { select: { name: true } } },
      });
      const named = [system?.name, mailbox].filter(Boolean).join(", ") || `installation ${other.installationId}`;
      throw new ConflictError(
        `Role A is taken by ${named} from ${other.validFrom} to ${other.validTo ?? "further notice"}`,
        "role_a_taken",
      );
    }
    for (const row of known.filter((one) => one.installationId === installationId && overlap(one, wanted))) {
      await tx.installationType.delete({ where: { id: row.id } });
      const kept = { installationId, locationId, typeId, role: row.role, assumed: row.assumed };
      if (row.validFrom < validFrom) {
        await tx.installationType.create({
          data: { ...kept, validFrom: date(row.validFrom), validTo: date(addDays(validFrom, -1)) },
        });
      }
      if (validTo !== null && (row.validTo === null || row.validTo > validTo)) {
        await tx.installationType.create({
          data: { ...kept, validFrom: date(addDays(validTo, 1)), validTo: dateOrNone(row.validTo) },
        });
      }
    }
    await tx.installationType.create({ data: { ...wanted, validFrom: date(validFrom), validTo: dateOrNone(validTo) } });
    return {
      touch: {
        installationIds: [installationId],
        locationIds: [locationId],
        from: startOf(validFrom),
        to: validTo && startOf(addDays(validTo, 1)),
      },
      entity: `installation ${installationId}`,
      detail: { typeId, role, validFrom, validTo },
    };
  });

/** When an installation is live, opted out, or not yet decided: until then nothing is expected of it. */
export const setLife = (viewer: Viewer, input: In<typeof schema.setLife>, now: Date) =>
  changeDirectory(viewer, "installation.life", now, async (tx) => {
    const { installationId, liveFrom, optedOutFrom, pending } = input;
    const { count } = await tx.installation.updateMany({
      where: { id: installationId },
      data: { liveFrom: dateOrNone(liveFrom), optedOutFrom: dateOrNone(optedOutFrom), pending },
    });
    if (count === 0) throw new NotFoundError("No such installation");
    return {
      touch: { installationIds: [installationId] },
      entity: `installation ${installationId}`,
      detail: { liveFrom, optedOutFrom, pending },
    };
  });

/** A municipality lets a vendor see its installations of the vendor's systems, both days included. */
export const agree = (viewer: Viewer, input: In<typeof schema.agree>, now: Date) =>
  changeDirectory(viewer, "agreement.make", now, async (tx) => {
    const { vendorId, municipalityId, validFrom, validTo } = input;
    const known = await tx.agreement.findMany({ where: { vendorId, municipalityId } });
    const spans = known.map((row) => ({ validFrom: dayOf(row.validFrom), validTo: row.validTo && dayOf(row.validTo) }));
    const other = spans.find((span) => overlap(span, { validFrom, validTo }));
    if (other) throw new ConflictError(`There is an agreement from ${other.validFrom}`, "agreement_overlaps");
    const { id } = await tx.agreement.create({
      data: { vendorId, municipalityId, validFrom: date(validFrom), validTo: dateOrNone(validTo) },
    });
    return { touch: null, entity: `agreement ${id}`, detail: { vendorId, municipalityId, validFrom, validTo } };
  });

/** The last day of an agreement; what was before it can still be seen. */
export const endAgreement = (viewer: Viewer, input: In<typeof schema.endAgreement>, now: Date) =>
  changeDirectory(viewer, "agreement.end", now, async (tx) => {
    const { agreementId, validTo } = input;
    const { count } = await tx.agreement.updateMany({
      where: { id: agreementId, validFrom: { lte: date(validTo) } },
      data: { validTo: date(validTo) },
    });
    if (count === 0) throw new NotFoundError("No such agreement on that day");
    return { touch: null, entity: `agreement ${agreementId}`, detail: { validTo } };
  });

/** The deadline of a type (null: of every type without its own) for letters sent from a Danish day on. */
export const setPolicy = (viewer: Viewer, input: In<typeof schema.setPolicy>, now: Date) =>
  changeDirectory(viewer, "policy.set", now, async (tx) => {
    const { typeId, validFrom, ...rule } = input;
    const at = new Date(danishMidnight(validFrom));
    const known = await tx.deadlinePolicy.findFirst({ where: { typeId, validFrom: at } });
    if (known) await tx.deadlinePolicy.update({ where: { id: known.id }, data: rule });
    else await tx.deadlinePolicy.create({ data: { typeId, validFrom: at, ...rule } });
    const next = await tx.deadlinePolicy.findFirst({
      where: { typeId, validFrom: { gt: at } },
      orderBy: { validFrom: "asc" },
    });
    const span = { from: at.toISOString(), to: next?.validFrom.toISOString() ?? null };
    return {
      touch: typeId === null ? { all: true, ...span } : { typeIds: [typeId], ...span },
      entity: typeId === null ? "default policy" : `message_type ${typeId}`,
      detail: { validFrom, ...rule },
    };
  });

/** What a source may report, and whose receipts it vouches for. Everything that is still judged may change. */
export const setScopes = (viewer: Viewer, input: In<typeof schema.setScopes>, now: Date) =>
  changeDirectory(viewer, "source.scopes", now, async (tx) => {
    const { sourceId, scopes } = input;
    if (!(await tx.source.findUnique({ where: { id: sourceId } }))) throw new NotFoundError("No such source");
    await tx.sourceScope.deleteMany({ where: { sourceId } });
    await tx.sourceScope.createMany({ data: scopes.map((scope) => ({ sourceId, ...scope })) });
    return { touch: { all: true }, entity: `source ${sourceId}`, detail: { scopes: scopes.length } };
  });
