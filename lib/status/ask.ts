import type { PoolClient } from "pg";
import { ownerPool } from "../db/pool.ts";
import type { StatusTx } from "./change.ts";

/** One question to the database, its values bound: asked by a viewer's read and by a change alike. */
export type Ask = <T>(text: string, values: unknown[]) => Promise<T[]>;

export const asking =
  (tx: Pick<PoolClient, "query">): Ask =>
  async <T>(text: string, values: unknown[]) =>
    (await tx.query(text, values)).rows as T[];

/** Within a change. The text is a constant of some `sql.ts` and its values are bound: unsafe in name only. */
export const askingWithin =
  (tx: StatusTx): Ask =>
  <T>(text: string, values: unknown[]) =>
    tx.$queryRawUnsafe<T[]>(text, ...values);

/** As the owner, past row security: what comes of it may be counted and judged by, never handed to a reader as it is. */
export const askingAsOwner: Ask = async <T>(text: string, values: unknown[]) =>
  (await ownerPool().query(text, values)).rows as T[];
