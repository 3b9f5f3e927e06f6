import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { danishDay } from "../time/danish.ts";
import { type Filter, filterShape } from "./shapes.ts";
import { carried } from "./turn-rules.ts";
import { turnRows } from "./turn-sql.ts";

/** The first day of Region Østdanmark (lov om Region Østdanmark). */
export const TURNED = "2027-01-01";

/** What the turn that lies ahead does to a filter: it is carried over, or left alone. */
export async function turnOf(filter: Filter, organisationId: number, _now: Date): Promise<"carried" | "alone"> {
  const turns = await turnRows(ownerPool(), TURNED);
  return carried(filter, turns, organisationId) === null ? "alone" : "carried";
}

/**
 * Carries every subscription in force over what regions have become by today: a dated filter of origin `carried`, an audit
 * entry, and a version more, so that nobody saves over it unseen. Safe to run twice; answers how many.
 */
export async function carryOver(now: Date): Promise<{ carried: number }> {
  const turns = await turnRows(ownerPool(), danishDay(now.getTime()));
  if (turns.length === 0) return { carried: 0 };
  const inForce = await prisma().subscription.findMany({
    where: { endedAt: null },
    select: { id: true, organisationId: true, filters: { orderBy: { validFrom: "desc" }, take: 1 } },
    orderBy: { id: "asc" },
  });
  let count = 0;
  for (const { id, organisationId, filters } of inForce) {
    const [latest] = filters;
    const filter = latest && carried(filterShape.parse(latest.filter), turns, organisationId);
    if (!filter) continue;
    await prisma().$transaction([
      prisma().subscriptionFilter.create({ data: { subscriptionId: id, validFrom: now, filter, origin: "carried" } }),
      prisma().subscription.update({ where: { id }, data: { version: { increment: 1 } } }),
      prisma().auditEntry.create({
        data: { at: now, personId: null, organisationId, action: "subscription.carried", entity: `subscription ${id}` },
      }),
    ]);
    count++;
  }
  return { carried: count };
}
