import pg, { type PoolClient } from "pg";
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
    // One journey to the database, which binds no values: so they are written as literals.
    const set = Object.entries({ role, ...settings }).map(
      ([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, true)`,
    );
    await tx.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT ${set.join(", ")}`);
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
