import type { PoolClient } from "pg";
import type { Viewer } from "../access/viewer.ts";
import type { Side } from "../ledger/shapes.ts";
import { ownerPool } from "./pool.ts";

const ROLES = { oversight: "kvit_oversight", received: "kvit_receiver", sent: "kvit_sender" } as const;

/** The database role that may answer this viewer: oversight sees all, a region only what its hospitals sent. */
export function databaseRole(viewer: Viewer, side: Side): (typeof ROLES)[keyof typeof ROLES] {
  if (viewer.role === "operator" || viewer.role === "auditor") return ROLES.oversight;
  if (viewer.role === "region") return ROLES.sent;
  if (viewer.role === "vendor") return ROLES.received;
  return ROLES[side];
}

/**
 * Runs reads as this viewer: one read-only transaction in the viewer's database role, so that a forgotten `where` leaks
 * nothing. Role and organisation end with the transaction.
 */
export async function asViewer<T>(viewer: Viewer, side: Side, run: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await ownerPool().connect();
  let broken = true;
  try {
    await tx.query("BEGIN READ ONLY");
    await tx.query("SELECT set_config('role', $1, true), set_config('app.organisation', $2, true)", [
      databaseRole(viewer, side),
      String(viewer.organisationId),
    ]);
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
