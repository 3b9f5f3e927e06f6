import type { Ask } from "../status/ask.ts";
import { danishDay } from "../time/danish.ts";
import type { Owner } from "./shapes.ts";
import { ownerRows } from "./sql.ts";

/**
 * What each of these organisations can call its own at an instant, by id. Asked anew each time: a municipality that joins a
 * region, a new system and an agreement that ends count from their day. Of a vendor its installations only, so that it hears
 * nothing of a municipality's other systems.
 */
export async function ownersOf(ask: Ask, organisationIds: readonly number[], at: Date): Promise<Map<number, Owner>> {
  const rows = await ownerRows(ask, organisationIds, danishDay(at.getTime()));
  return new Map(
    rows.map(({ id, kind, installations, municipalities, services, runs }) => [
      id,
      {
        ...{ organisationId: id, kind },
        installations: new Set(installations),
        municipalities: new Set(municipalities),
        services: new Set(services),
        runs: new Set(runs),
      },
    ]),
  );
}
