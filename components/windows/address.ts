import type { PlanQuery } from "@/lib/status/windows/schema.ts";

/** The planning page's address for what was asked of it; no text anybody typed is in it. */
export function planHref(query: Partial<PlanQuery>): string {
  const { services = [], windowClass, hours, firstDay, lastDay, from, to } = query;
  const one = { windowClass, hours, firstDay, lastDay, from, to };
  const fields = [
    ...services.map((code) => ["services", code]),
    ...Object.entries(one).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ];
  return fields.length === 0 ? "/operate/windows/new" : `/operate/windows/new?${new URLSearchParams(fields)}`;
}
