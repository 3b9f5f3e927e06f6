import { can } from "@/lib/access/permissions.ts";
import type { Role } from "@/lib/access/viewer.ts";
import type { FilterChoices, Grouping, Side } from "@/lib/ledger/shapes.ts";

/** What a viewer can group by: never by something the viewer sees only one of, or may not see. */
export function groupingsFor(role: Role, side: Side): readonly Grouping[] {
  if (side === "sent" || !can(role, "system:read")) return ["state", "municipality", "type"];
  if (role === "municipality") return ["state", "system", "vendor", "type"];
  if (role === "vendor") return ["state", "municipality", "system", "type"];
  return ["state", "municipality", "system", "vendor", "type"];
}

/** What can be filtered by: of what somebody sent, the receivers' systems and vendors are not the sender's to see. */
export const choicesFor = (side: Side, choices: FilterChoices): FilterChoices =>
  side === "sent" ? { ...choices, systems: [], vendors: [] } : choices;
