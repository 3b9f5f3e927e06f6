import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { changeStatus, type StatusTx } from "../change.ts";
import type * as schema from "./schema.ts";

type Created = z.output<typeof schema.createService>;
type Set = z.output<typeof schema.setService>;

/**
 * Adds a service; answers its code. Throws InvalidInputError at the field: `code_taken`, `chain_in_chain` for a chain that would run
 * through another, `unknown_…` for what is no longer there to choose.
 */
export const createService = (viewer: Viewer, input: Created, now: Date): Promise<string> =>
  changeStatus(viewer, "service.create", now, async (tx) => {
    const { code } = input;
    await expectKnown(tx, input);
    const made = await tx.service.createMany({ data: { code, ...columns(input) }, skipDuplicates: true });
    if (made.count === 0) throw new InvalidInputError("code", "code_taken");
    const { id } = await tx.service.findUniqueOrThrow({ where: { code }, select: { id: true } });
    await connect(tx, id, input);
    return { entity: `service ${code}`, detail: told(input), answer: code };
  });

/**
 * Changes a service; its code and kind stay, since months, incidents and reports were counted by them. Answers its code. Throws
 * NotFoundError, ConflictError `changed_meanwhile`, InvalidInputError as `createService` does and `kind_stays`.
 */
export const setService = (viewer: Viewer, input: Set, now: Date): Promise<string> =>
  changeStatus(viewer, "service.set", now, async (tx) => {
    const { code, version } = input;
    const stored = await tx.service.findUnique({ where: { code }, select: { id: true, kind: true } });
    if (!stored) throw new NotFoundError("No such service");
    if (stored.kind !== input.kind) throw new InvalidInputError("kind", "kind_stays");
    await expectKnown(tx, input);
    const { count } = await tx.service.updateMany({
      where: { code, version },
      data: { ...columns(input), version: { increment: 1 } },
    });
    if (count === 0) throw new ConflictError("Somebody changed it meanwhile", "changed_meanwhile");
    await connect(tx, stored.id, input);
    return { entity: `service ${code}`, detail: { ...told(input), version: version + 1 }, answer: code };
  });

/** The columns of a service; those of the other kind are empty. */
function columns(input: Created | Set) {
  const { kind, name, nameEn, note, noteEn, position } = input;
  const dayOf = (day: string | null) => (day === null ? null : new Date(day));
  return {
    ...{ kind, name, nameEn, note, noteEn, position },
    ...{ validFrom: dayOf(input.validFrom), validTo: dayOf(input.validTo) },
    station: input.kind === "station" ? input.station : null,
    operatorId: input.kind === "station" ? input.operatorId : null,
    systemId: input.kind === "station" ? input.systemId : null,
    types: input.kind === "chain" ? input.types : [],
  };
}

/** What it runs through, or whose coverage says that it is seen: exactly what was chosen. */
async function connect(tx: StatusTx, id: number, input: Created | Set): Promise<void> {
  if (input.kind === "chain") {
    await tx.serviceDependency.deleteMany({ where: { chainId: id } });
    await tx.serviceDependency.createMany({ data: input.through.map((one) => ({ chainId: id, ...one })) });
  } else {
    await tx.serviceSource.deleteMany({ where: { serviceId: id } });
    await tx.serviceSource.createMany({ data: input.sources.map((sourceId) => ({ serviceId: id, sourceId })) });
  }
}

async function expectKnown(tx: StatusTx, input: Created | Set): Promise<void> {
  if (input.kind === "chain") {
    await expectStations(tx, input.through);
    const types = await tx.messageType.count({ where: { code: { in: input.types } } });
    if (types < input.types.length) throw new InvalidInputError("types", "unknown_type");
    return;
  }
  const { operatorId, systemId, sources } = input;
  if (operatorId !== null && (await tx.stationOperator.count({ where: { id: operatorId } })) === 0)
    throw new InvalidInputError("operatorId", "unknown_operator");
  if (systemId !== null && (await tx.system.count({ where: { id: systemId } })) === 0)
    throw new InvalidInputError("systemId", "unknown_system");
  if ((await tx.source.count({ where: { id: { in: sources } } })) < sources.length)
    throw new InvalidInputError("sources", "unknown_source");
}

/** A chain runs through stations only: how it stands is told by one step, and no chain can come round to itself. */
async function expectStations(tx: StatusTx, through: readonly { stationId: number }[]): Promise<void> {
  const ids = through.map(({ stationId }) => stationId);
  const known = await tx.service.findMany({ where: { id: { in: ids } }, select: { id: true, kind: true } });
  const kinds = new Map(known.map(({ id, kind }) => [id, kind]));
  for (const id of ids) {
    const kind = kinds.get(id);
    if (kind === undefined) throw new InvalidInputError(`through.${id}`, "unknown_service");
    if (kind === "chain") throw new InvalidInputError(`through.${id}`, "chain_in_chain");
  }
}

/** A service in the audit log's words. */
function told(input: Created | Set): Record<string, string | number | null> {
  const { types, ...rest } = columns(input);
  const { kind, name, nameEn, note, noteEn, position, station, operatorId, systemId } = rest;
  return {
    ...{ kind, name, nameEn, note, noteEn, position, validFrom: input.validFrom, validTo: input.validTo },
    ...(input.kind === "chain"
      ? {
          types: types.join(" "),
          through: input.through.map(({ stationId, whole }) => `${stationId} ${whole ? "whole" : "part"}`).join(", "),
        }
      : { station, operatorId, systemId, sources: input.sources.join(" ") }),
  };
}
