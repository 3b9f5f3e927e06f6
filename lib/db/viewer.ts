import type { PoolClient } from "pg";
import type { Viewer } from "../access/viewer.ts";
import type { Side } from "../ledger/shapes.ts";
import { readOnlyAs } from "./read-only.ts";

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
export const asViewer = <T>(viewer: Viewer, side: Side, run: (tx: PoolClient) => Promise<T>): Promise<T> =>
  readOnlyAs(databaseRole(viewer, side), { "app.organisation": String(viewer.organisationId) }, run);
