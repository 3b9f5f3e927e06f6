import type { Role } from "@/lib/access/viewer.ts";
import type { Grouping, Side } from "@/lib/ledger/shapes.ts";

/** What a viewer can group by: never by something the viewer sees only one of, or may not see. */
export function groupingsFor(role: Role, side: Side): readonly Grouping[] {
  if (role === "region" || side === "sent") return ["state", "municipality", "type"];
  if (role === "municipality") return ["state", "system", "vendor", "type"];
  if (role === "vendor") return ["state", "municipality", "system", "type"];
  return ["state", "municipality", "system", "vendor", "type"];
}

/** Only a municipality both receives and sends: everybody else has one side. */
export const hasTwoSides = (role: Role): boolean => role === "municipality";
