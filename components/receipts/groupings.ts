import { can } from "@/lib/access/permissions.ts";
import type { Role } from "@/lib/access/viewer.ts";
import type { Grouping, Side } from "@/lib/ledger/shapes.ts";

/** What a viewer can group by: never by something the viewer sees only one of, or may not see. */
export function groupingsFor(role: Role, side: Side): readonly Grouping[] {
  if (side === "sent" || !can(role, "system:read")) return ["state", "municipality", "type"];
  if (role === "municipality") return ["state", "system", "vendor", "type"];
  if (role === "vendor") return ["state", "municipality", "system", "type"];
  return ["state", "municipality", "system", "vendor", "type"];
}
