import { can } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { NotFoundError } from "../errors.ts";
import { type Ask, askingAsOwner } from "../status/ask.ts";
import { danishDay } from "../time/danish.ts";
import { ownersOf } from "./owner.ts";
import type { Choices } from "./page-shapes.ts";
import {
  choiceRows,
  endpointRows,
  ownInstallations,
  type StoredEndpoint,
  type StoredSubscription,
} from "./read-sql.ts";
import type { Draft } from "./schema.ts";
import type { Names, Part } from "./sentence.ts";
import type { Owner } from "./shapes.ts";

/** What stands around a subscription: names, what may be chosen, addresses, and whose they are. */
export async function around(ask: Ask, viewer: Viewer, now: Date) {
  const stored = await choiceRows(ask, danishDay(now.getTime()));
  const endpoints = await endpointRows(ask, viewer.organisationId, readsAddresses(viewer));
  const owner = await ownerOf(viewer, now);
  const own = can(viewer.role, "installation:read") && viewer.role !== "operator" && viewer.role !== "auditor";
  const installations = own ? await ownInstallations(ask, [...owner.installations]) : [];
  const asChoice = ({ code, da, en }: { code: string; da: string; en: string }) => ({ value: code, label: { da, en } });
  const of = (kind: string) => stored.organisations.filter((one) => one.kind === kind && one.now);
  const names: Names = {
    services: Object.fromEntries(stored.services.map(({ code, da, en }) => [code, { da, en }])),
    types: Object.fromEntries(stored.types.map(({ code }) => [code, code])),
    organisations: Object.fromEntries(stored.organisations.map(({ id, name }) => [id, name])),
    installations: Object.fromEntries(installations.map(({ id, name }) => [id, name])),
  };
  const choices: Choices = {
    services: stored.chains.map(asChoice),
    stations: stored.stations,
    types: stored.types.map(asChoice),
    regions: of("region").filter(({ members }) => members > 0),
    municipalities: of("municipality"),
    vendors: of("vendor"),
    ...{ installations, endpoints: endpoints.filter(({ disabledAt }) => disabledAt === null) },
  };
  return { names, choices, endpoints, owner };
}

/** The operator's role reads everybody's subscriptions, so it reads nobody's addresses. */
export const readsAddresses = ({ role }: Viewer): boolean => !["operator", "auditor"].includes(role);

/** What the viewer can call its own at an instant. Throws NotFoundError. */
export async function ownerOf(viewer: Viewer, at: Date): Promise<Owner> {
  const owner = (await ownersOf(askingAsOwner, [viewer.organisationId], at)).get(viewer.organisationId);
  if (!owner) throw new NotFoundError("No such organisation");
  return owner;
}

/** What a stored subscription asks for, how calmly, and where it goes. */
export const draftOfRow = (row: StoredSubscription): Draft => ({
  filter: row.filter,
  calm: {
    ...{ quietFrom: row.quietFrom, quietTo: row.quietTo, criticalPasses: row.criticalPasses, digestAt: row.digestAt },
    ...{ intervalMinutes: row.intervalMinutes, capPerHour: row.capPerHour, confirmMinutes: row.confirmMinutes },
  },
  endpoints: row.endpoints,
  second: row.second,
});

/** What addresses are called. */
export const labels = (endpoints: readonly StoredEndpoint[]): string[] => endpoints.map(({ label }) => label);
/** Whether anything can be sent there. */
export const reachable = ({ confirmedAt, disabledAt }: StoredEndpoint): boolean =>
  confirmedAt !== null && disabledAt === null;
/** What was asked for, without whom it went to: that stands in no history. */
export function asked(parts: readonly Part[]): string {
  const from = parts.slice(parts.findIndex(({ slot }) => slot === "kinds"));
  const text = from.map((part) => part.text).join("");
  return text.charAt(0).toUpperCase() + text.slice(1).trim();
}
