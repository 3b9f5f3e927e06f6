import type { PoolClient } from "pg";
import { ownerPool } from "./pool.ts";

/**
 * Runs reads in one read-only transaction as a database role, so that row security answers and a forgotten `where` leaks
 * nothing. They all see the same moment; role and settings end with the transaction.
 */
export async function readOnlyAs<T>(
  role: string,
  settings: Record<string, string>,
  run: (tx: PoolClient) => Promise<T>,
): Promise<T> {
  const tx = await ownerPool().connect();
  let broken = true;
  try {
    await tx.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const set = Object.entries({ role, ...settings });
    await tx.query(
      `SELECT ${set.map((_, at) => `set_config($${2 * at + 1}, $${2 * at + 2}, true)`).join(", ")}`,
      set.flat(),
    );
    const answer = await run(tx);
    await tx.query("COMMIT");
    broken = false;
    return answer;
  } catch (error) {
    await tx.query("ROLLBACK").then(
      () => {
        broken = false;
      },
      () => {},
    );
    throw error;
  } finally {
    tx.release(broken);
  }
}
