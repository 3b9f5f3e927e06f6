import type { Pool } from "pg";
import type { Role, Viewer } from "../../lib/access/viewer.ts";
import {
  createAgreement,
  createInstallation,
  createMembership,
  createOrganisation,
  createSource,
  createSystem,
  createType,
  type Organisation,
} from "./directory.ts";

export const viewerOf = (organisation: Organisation, role: Role): Viewer => ({
  personId: 1,
  name: "Vagthavende",
  organisationId: organisation.id,
  organisationName: organisation.name,
  role,
});

/**
 * Two of everything that can be mixed up: regions with a hospital each, municipalities, vendors with a system each. North
 * has agreements with its vendor, south has none. `north` has an installation of each vendor, `south` one.
 */
export async function createSmallWorld(db: Pool) {
  const [operator, northRegion, southRegion] = [
    await createOrganisation(db, "operator", { name: "Operatøren" }),
    await createOrganisation(db, "region", { name: "Region Nord" }),
    await createOrganisation(db, "region", { name: "Region Syd" }),
  ];
  const northHospital = await createOrganisation(db, "hospital", { name: "Nordsygehuset" });
  const southHospital = await createOrganisation(db, "hospital", { name: "Sydsygehuset" });
  const north = await createOrganisation(db, "municipality", { name: "Nordby", code: "9001" });
  const south = await createOrganisation(db, "municipality", { name: "Sydby", code: "9002" });
  await createMembership(db, northHospital, northRegion);
  await createMembership(db, north, northRegion);
  await createMembership(db, southHospital, southRegion);
  await createMembership(db, south, southRegion);
  const vendor = await createOrganisation(db, "vendor", { name: "Omsorgsdata" });
  const otherVendor = await createOrganisation(db, "vendor", { name: "Bostedsdata" });
  const care = await createSystem(db, vendor, { name: "Omsorg" });
  const home = await createSystem(db, otherVendor, { name: "Bosted" });
  const advis = await createType(db, { code: "TST20" });
  const other = await createType(db, { code: "TST91", advis: false });
  const northCare = await createInstallation(db, care, north, { role: "A", typeId: advis.id });
  const northHome = await createInstallation(db, home, north, { role: "B", typeId: advis.id });
  const southCare = await createInstallation(db, care, south, { role: "A", typeId: advis.id });
  await createAgreement(db, vendor, north);
  await createAgreement(db, otherVendor, north);
  const source = await createSource(db, operator);
  const viewers = {
    operator: viewerOf(operator, "operator"),
    auditor: viewerOf(operator, "auditor"),
    vendor: viewerOf(vendor, "vendor"),
    otherVendor: viewerOf(otherVendor, "vendor"),
    northRegion: viewerOf(northRegion, "region"),
    southRegion: viewerOf(southRegion, "region"),
    north: viewerOf(north, "municipality"),
    south: viewerOf(south, "municipality"),
  };
  return {
    ...{ operator, northRegion, southRegion, northHospital, southHospital, north, south, vendor, otherVendor },
    ...{ care, home, advis, other, northCare, northHome, southCare, source, viewers },
  };
}
export type SmallWorld = Awaited<ReturnType<typeof createSmallWorld>>;
