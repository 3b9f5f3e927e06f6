import { contactsCsv } from "@/lib/contacts/csv.ts";
import { readContacts } from "@/lib/contacts/queries.ts";
import { onList } from "@/lib/contacts/schema.ts";
import { NotFoundError } from "@/lib/errors.ts";
import { route } from "@/lib/http/route.ts";

/** A contact list as a file. */
export const GET = route({
  permission: "contacts:read",
  query: onList,
  handler: async ({ viewer, query, now }) => {
    const list = (await readContacts(viewer, now)).lists.find(({ id }) => id === query.list);
    if (!list) throw new NotFoundError();
    return new Response(contactsCsv(list), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="adviseringsliste.csv"',
        "cache-control": "private, no-store",
      },
    });
  },
});
