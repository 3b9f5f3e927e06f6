import type { QuarantineQuery } from "@/lib/intake/messages/shapes.ts";

/** The page's address for a choice; what is not chosen is not in it. */
export function quarantineHref({ show, reason, source, before }: Partial<QuarantineQuery>): string {
  const said = { show: show === "open" ? undefined : show, reason, source, before };
  const fields = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return fields.length === 0 ? "/quarantine" : `/quarantine?${new URLSearchParams(fields)}`;
}
