import { prisma } from "../db/prisma.ts";
import { addDays, danishInstant } from "../time/danish.ts";

const WORKDAYS = [{ days: [1, 2, 3, 4, 5], from: "07:30", to: "15:30" }];
const MAIL = "systemforvaltning@kommune.example";
/** How many of a region's municipalities stand on its list: the rest is what there is to ask for. */
const LISTED = 6;
const REVIEWED_DAYS_AGO = 120;

/**
 * The demo's contact lists: of each region that has an account, with some of its municipalities. No Danish telephone number
 * begins with 1, and the addresses are examples, so nobody can be called by mistake.
 */
export async function makeContacts(today: string): Promise<void> {
  const reviewedAt = new Date(danishInstant(addDays(today, -REVIEWED_DAYS_AGO), "10:00"));
  const regions = await prisma().organisation.findMany({
    where: { kind: "region", grants: { some: { person: { demo: true } } } },
    orderBy: { id: "asc" },
  });
  for (const region of regions) {
    const members = await prisma().organisation.findMany({
      where: {
        kind: "municipality",
        memberships: { some: { regionId: region.id, validFrom: { lte: new Date(today) }, validTo: null } },
      },
      orderBy: { name: "asc" },
      take: LISTED,
    });
    const said = members.flatMap(({ id }, index) => [
      contact(id, "Vagttelefonen, Sundhed og Omsorg", 1, 10 + index, "always", reviewedAt),
      { ...contact(id, "Systemforvaltningen", 2, 40 + index, WORKDAYS, reviewedAt), email: MAIL },
    ]);
    await prisma().contactList.create({
      data: {
        ...{ organisationId: region.id, name: `Adviseringsliste, ${region.name}` },
        contacts: { create: [contact(region.id, "Vagtcentralen", 1, 70, "always", reviewedAt), ...said] },
      },
    });
  }
}

const contact = (
  organisationId: number,
  name: string,
  rank: 1 | 2,
  number: number,
  hours: "always" | typeof WORKDAYS,
  reviewedAt: Date,
) => ({ organisationId, function: name, rank, phone: `+45 10 00 00 ${number}`, hours, reviewedAt });
