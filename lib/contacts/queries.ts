import { authorise } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { asViewer } from "../db/viewer.ts";
import { danishDay } from "../time/danish.ts";
import { onCallNow } from "./on-call.ts";
import { isReviewDue } from "./rules.ts";
import type { ContactRow, ContactsPage } from "./shapes.ts";
import { type ContactRecord, contactsSeen, listsSeen, membersOf } from "./sql.ts";

/** The contact lists the viewer shares, and what they may change on them. Throws ForbiddenError. */
export async function readContacts(viewer: Viewer, now: Date): Promise<ContactsPage> {
  authorise(viewer, "contacts:read");
  return asViewer(viewer, "received", async (tx) => {
    const lists = await listsSeen(tx);
    const contacts = await contactsSeen(tx);
    const members = await membersOf(tx, [...new Set(lists.map(({ owner }) => owner.id))], danishDay(now.getTime()));
    const me = viewer.organisationId;
    const rows = new Map(
      lists.map(({ id, owner }) => [
        id,
        contacts
          .filter(({ list_id }) => list_id === id)
          .map((one) => rowOf(one, owner.id === me || one.organisation.id === me, now)),
      ]),
    );
    const all = [...rows.values()].flat();
    return {
      lists: lists.map(({ id, name, owner }) => ({
        ...{ id, name, owner },
        contacts: rows.get(id) ?? [],
        mayAddFor: members
          .filter(({ region, id: member }) => region === owner.id && (owner.id === me || member === me))
          .map(({ region: _, ...organisation }) => organisation),
      })),
      onCall: onCallNow(all, now.getTime()),
      ownDue: all.filter(({ organisation, reviewDue }) => organisation.id === me && reviewDue).length,
      mayOpen: viewer.role === "region" && !lists.some(({ owner }) => owner.id === me),
      asOf: now.toISOString(),
    };
  });
}

function rowOf({ list_id: _, reviewed_at, ...row }: ContactRecord, mayChange: boolean, now: Date): ContactRow {
  const reviewDue = isReviewDue(reviewed_at.getTime(), now.getTime());
  return { ...row, reviewedAt: reviewed_at.toISOString(), reviewDue, mayChange };
}
