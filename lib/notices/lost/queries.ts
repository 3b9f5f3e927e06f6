import type { Ask } from "../../status/ask.ts";
import { lostRows } from "./read-sql.ts";
import type { Lost } from "./shapes.ts";

/** What an organisation has lost and nobody has acted on, within a read of one of its own. `shown`: with the addresses. */
export const readLost = (ask: Ask, organisationId: number, shown: boolean): Promise<Lost[]> =>
  lostRows(ask, organisationId, shown);
