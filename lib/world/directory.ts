import { createKey } from "../access/keys.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { RAISE_DIRECTORY_VERSION } from "../ledger/touch.ts";
import { addDays } from "../time/danish.ts";
import {
  catalogue,
  type DemoInstallation,
  INVENTED_OPERATORS,
  INVENTED_SYSTEMS,
  INVENTED_VENDORS,
  type Place,
  UNKNOWN_RECEIVERS,
  UNKNOWN_SENDER,
  WITHOUT_AGREEMENT,
} from "./catalogue.ts";
import { byCode, type Ids, need } from "./ids.ts";
import { SECOND_LOCATIONS } from "./places.ts";
import { DEMO_SOURCES } from "./sources.ts";

/** Demo installations, roles and agreements hold for every message there can be, also an old example that is read in. */
const ALWAYS = new Date("1990-01-01");
const REGIONS_SINCE = new Date("2007-01-01");
const LEGAL_BASIS = "Retssikkerhedsloven § 12 c";

/** The demo's part of the directory, beside the reference lists. Answers the key of the source that may report everything. */
export async function makeDirectory(anchor: string, now: Date): Promise<{ apiKey: string }> {
  await makeOrganisations();
  const organisations = await organisationIds();
  await makeSystems(organisations);
  await makePlaces(organisations, anchor);
  await makeUnknownPlaces(now);
  await makeAgreements(organisations);
  return { apiKey: await makeSources(organisations) };
}

async function makeOrganisations(): Promise<void> {
  const { hospitals, practices } = catalogue();
  await prisma().organisation.createMany({
    data: [
      ...INVENTED_VENDORS.map((name) => ({ kind: "vendor" as const, name })),
      { kind: "vans", name: "Strandby VANS" },
      ...hospitals.map(({ name }) => ({ kind: "hospital" as const, name })),
      ...practices.map(({ name }) => ({ kind: "other" as const, name })),
    ],
  });
}

/** Organisations by name; municipalities and regions by their code as well. */
async function organisationIds(): Promise<Ids> {
  const rows = await prisma().organisation.findMany({ select: { id: true, name: true, code: true, kind: true } });
  // A municipality can be a hospital's or a region's namesake, so it goes by its code only.
  return new Map(
    rows.flatMap(({ id, name, code, kind }): [string, number][] => [
      ...(kind === "municipality" ? [] : [[name, id] as [string, number]]),
      ...(code === null ? [] : [[code, id] as [string, number]]),
    ]),
  );
}

const organisationOf = (place: Place, organisations: Ids): number =>
  need(organisations, place.kind === "municipality" ? place.key : place.name);

async function makeSystems(organisations: Ids): Promise<void> {
  await prisma().system.createMany({
    data: INVENTED_SYSTEMS.map(({ code, name, vendor }) => ({ code, name, vendorId: need(organisations, vendor) })),
  });
  await prisma().stationOperator.createMany({ data: INVENTED_OPERATORS.map((operator) => ({ ...operator })) });
}

async function makePlaces(organisations: Ids, anchor: string): Promise<void> {
  const { all, hospitals } = catalogue();
  const ostdanmark = need(organisations, "Region Østdanmark");
  const turn = new Date("2027-01-01");
  await prisma().membership.createMany({
    data: hospitals.flatMap((hospital) => {
      if (hospital.region === null) return [];
      const memberId = need(organisations, hospital.name);
      const regionId = need(organisations, hospital.region);
      const ends = hospital.region === "1084" || hospital.region === "1085";
      const first = {
        memberId,
        regionId,
        validFrom: REGIONS_SINCE,
        ...(ends ? { validTo: new Date("2026-12-31") } : {}),
      };
      return ends ? [first, { memberId, regionId: ostdanmark, validFrom: turn }] : [first];
    }),
  });
  const locations = await prisma().location.createManyAndReturn({
    data: all.flatMap((place) => {
      const organisationId = organisationOf(place, organisations);
      const second = SECOND_LOCATIONS[place.key];
      return [
        { gln: place.gln, sorId: place.sorId, name: place.locationName, organisationId },
        ...(second ? [{ ...second, organisationId }] : []),
      ];
    }),
    select: { id: true, gln: true },
  });
  const locationIds = new Map(locations.map(({ id, gln }) => [gln ?? "", id]));
  const wanted = all.flatMap((place) => {
    const organisationId = organisationOf(place, organisations);
    const at = (gln: string) => ({ organisationId, locationId: need(locationIds, gln) });
    const second = SECOND_LOCATIONS[place.key];
    const [first] = place.installations;
    return [
      ...place.installations.map((one) => ({ one, ...at(place.gln) })),
      ...(second && first ? [{ one: { ...first, mailbox: `${first.mailbox}2` }, ...at(second.gln) }] : []),
    ];
  });
  await makeInstallations(wanted, anchor);
}

type Wanted = { one: DemoInstallation; organisationId: number; locationId: number };

async function makeInstallations(wanted: readonly Wanted[], anchor: string): Promise<void> {
  const systems = byCode(await prisma().system.findMany({ select: { id: true, code: true } }));
  const types = byCode(await prisma().messageType.findMany({ select: { id: true, code: true } }));
  const day = (offset: number) => new Date(addDays(anchor, offset));
  const made = await prisma().installation.createManyAndReturn({
    data: wanted.map(({ one, organisationId, locationId }) => ({
      systemId: need(systems, one.system),
      organisationId,
      locationId,
      mailbox: one.mailbox,
      mode: one.mode,
      area: one.area,
      legalBasis: LEGAL_BASIS,
      pending: one.pending ?? false,
      ...(one.liveFrom === undefined ? {} : { liveFrom: day(one.liveFrom) }),
      ...(one.optedOutFrom === undefined ? {} : { optedOutFrom: day(one.optedOutFrom) }),
    })),
    select: { id: true, mailbox: true },
  });
  const installations = new Map(made.map(({ id, mailbox }) => [mailbox ?? "", id]));
  await prisma().installationType.createMany({
    data: wanted.flatMap(({ one, locationId }) =>
      one.types.map(({ code, role, assumed }) => ({
        installationId: need(installations, one.mailbox),
        locationId,
        typeId: need(types, code),
        role,
        assumed,
        validFrom: ALWAYS,
      })),
    ),
  });
}

/** What a sender still has in its list and nobody in the directory, as intake would have noted it. */
async function makeUnknownPlaces(now: Date): Promise<void> {
  const firstSeenAt = new Date(now.getTime() - 89 * 24 * 3_600_000);
  const rows = await prisma().location.createManyAndReturn({
    data: [...UNKNOWN_RECEIVERS, UNKNOWN_SENDER].map((gln) => ({ gln, provisional: true, firstSeenAt })),
    select: { id: true, gln: true },
  });
  const receivers = rows.filter(({ gln }) => gln !== UNKNOWN_SENDER);
  await prisma().installation.createMany({
    data: receivers.map(({ id }) => ({ locationId: id, provisional: true, firstSeenAt })),
  });
}

/** Every vendor sees its systems wherever they stand, except in the two municipalities that have not agreed to it. */
async function makeAgreements(organisations: Ids): Promise<void> {
  const vendors = new Map((await prisma().system.findMany()).map(({ code, vendorId }) => [code, vendorId]));
  const pairs = new Map(
    catalogue()
      .all.filter((place) => !WITHOUT_AGREEMENT.includes(place.key))
      .flatMap((place) =>
        place.installations.map(({ system }) => {
          const pair = { vendorId: need(vendors, system), municipalityId: organisationOf(place, organisations) };
          return [`${pair.vendorId} ${pair.municipalityId}`, pair] as const;
        }),
      ),
  );
  await prisma().agreement.createMany({ data: [...pairs.values()].map((pair) => ({ ...pair, validFrom: ALWAYS })) });
}

async function makeSources(organisations: Ids): Promise<string> {
  const systems = byCode(await prisma().system.findMany({ select: { id: true, code: true } }));
  const sources = await prisma().source.createManyAndReturn({
    data: DEMO_SOURCES.map(({ code, name, owner, heartbeatSeconds }) => ({
      code,
      name,
      organisationId: need(organisations, owner),
      heartbeatSeconds,
    })),
    select: { id: true, code: true },
  });
  const ids: Ids = new Map(sources.map(({ id, code }) => [code, id]));
  await prisma().sourceScope.createMany({
    data: DEMO_SOURCES.flatMap((source) =>
      source.scopes.flatMap(({ station, system, hospitalsOf, receipts }) => {
        const scope = {
          sourceId: need(ids, source.code),
          receipts,
          ...(station ? { station } : {}),
          ...(system ? { systemId: need(systems, system) } : {}),
        };
        const hospitals = catalogue().hospitals.filter((hospital) => hospital.region === hospitalsOf);
        return hospitalsOf === undefined
          ? [scope]
          : hospitals.map(({ name }) => ({ ...scope, organisationId: need(organisations, name) }));
      }),
    ),
  });
  await ownerPool().query(RAISE_DIRECTORY_VERSION);
  return createKey(need(ids, "demo"));
}
