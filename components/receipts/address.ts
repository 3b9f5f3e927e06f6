import type { DeliveryQuery, ReceiptQuery } from "@/lib/ledger/filter.ts";

/** What an overview and a list of messages are both filtered by, and what narrows a list alone; it lives in the address. */
export type Filter = Omit<ReceiptQuery, "group"> & Pick<DeliveryQuery, "incident" | "left">;
export type FilterField = keyof Filter;

/** One order for every address, so that the same cut always has the same address. */
export const FILTER_FIELDS = [
  "side",
  "region",
  "municipality",
  "system",
  "vendor",
  "installation",
  "type",
  "state",
  "code",
  "incident",
  "left",
  "period",
  "from",
  "to",
] as const satisfies readonly FilterField[];

/** The filter alone: what pages, lists and exports share. */
export function filterOf(query: Filter): Filter {
  return Object.fromEntries(
    FILTER_FIELDS.flatMap((field) => (query[field] === undefined ? [] : [[field, query[field]]])),
  ) as Filter;
}

/** The filter without one field; both ends of a span of days go together. */
export function without(filter: Filter, field: FilterField): Filter {
  const gone: readonly FilterField[] =
    field === "from" || field === "to" || field === "period" ? ["period", "from", "to"] : [field];
  return Object.fromEntries(Object.entries(filter).filter(([name]) => !gone.includes(name as FilterField))) as Filter;
}

function search(filter: Filter, more: Record<string, string | undefined> = {}): string {
  const days = filter.from !== undefined || filter.to !== undefined;
  const params = new URLSearchParams();
  for (const field of FILTER_FIELDS) {
    const value = filter[field];
    if (value === undefined || (field === "period" && (value === "24h" || days))) continue;
    params.set(field, String(value));
  }
  for (const [name, value] of Object.entries(more)) if (value !== undefined) params.set(name, value);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** The overview of a cut. What is the default is left out of the address. */
export function receiptsHref(query: ReceiptQuery): string {
  const { group, ...filter } = query;
  return `/receipts${search(filter, { group: group === "state" ? undefined : group })}`;
}

/** The same data as JSON. */
export function overviewHref(query: ReceiptQuery): string {
  const { group, ...filter } = query;
  return `/api/v1/overview${search(filter, { group })}`;
}

/** The messages that make a number: every figure leads to its rows. */
export const messagesHref = (filter: Filter): string => `/messages${search(filter)}`;

/** The same messages as a file. */
export const csvHref = (filter: Filter): string => `/api/v1/deliveries.csv${search(filter)}`;
