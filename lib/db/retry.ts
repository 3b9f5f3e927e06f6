import type { Pool, PoolClient } from "pg";

// Serialization failure and deadlock: the transaction did nothing, and the same one succeeds a moment later.
const AGAIN = new Set(["40001", "40P01"]);
const ATTEMPTS = 8;

/** Runs a transaction, and again where PostgreSQL says that it only lost a race. */
export async function retrying<T>(pool: Pool, run: (tx: PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const tx = await pool.connect();
    let lost = true;
    try {
      await tx.query("BEGIN");
      const answer = await run(tx);
      await tx.query("COMMIT");
      lost = false;
      return answer;
    } catch (error) {
      lost = await tx.query("ROLLBACK").then(
        () => false,
        () => true,
      );
      if (attempt >= ATTEMPTS || !AGAIN.has(String((error as { code?: unknown }).code))) throw error;
    } finally {
      tx.release(lost);
    }
  }
}
