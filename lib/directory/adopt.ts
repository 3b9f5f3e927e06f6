import type { z } from "zod";
import type { Viewer } from "../access/viewer.ts";
import { InvalidInputError, NotFoundError } from "../errors.ts";
import { changeDirectory } from "./change.ts";
import type * as schema from "./schema.ts";

/** Commands that turn provisional entries, made when somebody used a code nobody knew, into known ones. */
type In<S extends z.ZodType> = z.output<S>;

/** Says whose a place is that somebody only sent to or from. Throws NotFoundError where it is no provisional one. */
export const adoptLocation = (viewer: Viewer, input: In<typeof schema.adoptLocation>, now: Date) =>
  changeDirectory(viewer, "location.adopt", now, async (tx) => {
    const { locationId, organisationId, name } = input;
    const { count } = await tx.location.updateMany({
      where: { id: locationId, provisional: true },
      data: { organisationId, name, provisional: false },
    });
    if (count === 0) throw new NotFoundError("No such provisional location");
    await tx.installation.updateMany({ where: { locationId, organisationId: null }, data: { organisationId } });
    return { touch: { locationIds: [locationId] }, entity: `location ${locationId}`, detail: { organisationId } };
  });

/** Says that a provisional installation is one that is known already: its letters count there from now on. */
export const mergeInstallation = (viewer: Viewer, input: In<typeof schema.mergeInstallation>, now: Date) =>
  changeDirectory(viewer, "installation.merge", now, async (tx) => {
    const { installationId, intoId } = input;
    const into = await tx.installation.findFirst({ where: { id: intoId, provisional: false, adoptedById: null } });
    if (!into) throw new InvalidInputError("intoId", "not_adoptable");
    const { count } = await tx.installation.updateMany({
      where: { id: installationId, provisional: true },
      data: { adoptedById: intoId },
    });
    if (count === 0) throw new NotFoundError("No such provisional installation");
    return {
      touch: { installationIds: [installationId, intoId] },
      entity: `installation ${installationId}`,
      detail: { intoId },
    };
  });

/** Says which system a provisional installation is, and whose. */
export const settleInstallation = (viewer: Viewer, input: In<typeof schema.settleInstallation>, now: Date) =>
  changeDirectory(viewer, "installation.settle", now, async (tx) => {
    const { installationId, systemId, organisationId, locationId } = input;
    const { count } = await tx.installation.updateMany({
      where: { id: installationId, provisional: true },
      data: { systemId, organisationId, provisional: false, ...(locationId === null ? {} : { locationId }) },
    });
    if (count === 0) throw new NotFoundError("No such provisional installation");
    return {
      touch: { installationIds: [installationId] },
      entity: `installation ${installationId}`,
      detail: { systemId, organisationId },
    };
  });

/** Says what a message type is that somebody only used. */
export const adoptType = (viewer: Viewer, input: In<typeof schema.adoptType>, now: Date) =>
  changeDirectory(viewer, "type.adopt", now, async (tx) => {
    const { typeId, ...known } = input;
    const { count } = await tx.messageType.updateMany({
      where: { id: typeId, provisional: true },
      data: { ...known, provisional: false },
    });
    if (count === 0) throw new NotFoundError("No such provisional type");
    return { touch: { typeIds: [typeId] }, entity: `message_type ${typeId}` };
  });

/** Names whoever runs a station. Changes no delivery. */
export const adoptOperator = (viewer: Viewer, input: In<typeof schema.adoptOperator>, now: Date) =>
  changeDirectory(viewer, "operator.adopt", now, async (tx) => {
    const { operatorId, name, organisationId } = input;
    const { count } = await tx.stationOperator.updateMany({
      where: { id: operatorId, provisional: true },
      data: { name, organisationId, provisional: false },
    });
    if (count === 0) throw new NotFoundError("No such provisional operator");
    return { touch: null, entity: `station_operator ${operatorId}` };
  });
