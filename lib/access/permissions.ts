import { ForbiddenError } from "../errors.ts";
import type { Role, Viewer } from "./viewer.ts";

const everyone: readonly Role[] = ["operator", "auditor", "vendor", "region", "municipality"];

/**
 * Who may do what: one table, read by the server and by what people see. Which rows of it they get is the database's
 * row security; this says only whether there is anything to ask for.
 */
export const PERMISSIONS = {
  "overview:read": everyone,
  "deliveries:read": everyone,
  "deliveries:export": everyone,
  "journey:read": everyone,
  "board:read": everyone,
  "stream:read": everyone,
  /** A sender knows its receivers as municipalities only. */
  "installation:read": ["operator", "auditor", "vendor", "municipality"],
  /** Which system and vendor stand behind a receiver. */
  "system:read": ["operator", "auditor", "vendor", "municipality"],
  /** Looking at the letters one's own places sent, beside those that came. */
  "side:choose": ["municipality"],
  "directory:read": ["operator", "auditor"],
  "directory:write": ["operator"],
  "audit:read": ["operator", "auditor"],
  /** What arrived of one's own sources, counted; which these are is row security's to say. */
  "conformance:read": everyone,
  "quarantine:read": ["operator", "vendor", "region", "municipality"],
  /** What the operator has published, and how it hits one's own. */
  "status:read": everyone,
  /** Suspicions, drafts, reports and runbooks, published or not. */
  "status:desk": ["operator", "auditor"],
  "status:operate": ["operator"],
  /** What is left of one's own after an outage. */
  "backlog:read": everyone,
  /** Who was told of an incident; which of them is row security's to say. */
  "notices:read": everyone,
  /** Contact lists one shares; whose entries one may change is the command's to say. */
  "contacts:read": everyone,
  "contacts:write": ["vendor", "region", "municipality"],
  /** Which organisations no notice can reach. */
  "unreached:read": ["operator", "auditor", "region"],
  /** Writing to them. */
  "unreached:invite": ["operator", "region"],
  /** Saying "set og håndteret" for one's own organisation. */
  "notices:confirm": ["operator", "vendor", "region", "municipality"],
  /** What one's own organisation asked to hear, and what it was told. */
  "subscriptions:read": everyone,
  "subscriptions:write": ["operator", "vendor", "region", "municipality"],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof PERMISSIONS;

export function can(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = PERMISSIONS[permission];
  return allowed.includes(role);
}

/** Throws ForbiddenError where the viewer's role may not. */
export function authorise(viewer: Viewer, permission: Permission): void {
  if (!can(viewer.role, permission)) throw new ForbiddenError(`A ${viewer.role} may not ${permission}`);
}
