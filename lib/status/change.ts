import { authorise, type Permission } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { prisma } from "../db/prisma.ts";

export type StatusTx = Parameters<Parameters<ReturnType<typeof prisma>["$transaction"]>[0]>[0];
/** What the audit log keeps of a change, and what the caller gets back. */
export type StatusChange<T> = { entity: string; detail?: Record<string, string | number | boolean | null>; answer: T };
/** Who changes: a person who may, or the worker and sources (null), whose rights were checked before. */
export type Actor = Viewer | null;

/**
 * One change to status, by somebody who may: made, recorded and told to every open page in one commit. Throws
 * ForbiddenError.
 */
export async function changeStatus<T>(
  actor: Actor,
  action: string,
  now: Date,
  make: (tx: StatusTx) => Promise<StatusChange<T>>,
): Promise<T> {
  if (actor) authorise(actor, "status:operate" satisfies Permission);
  return prisma().$transaction(
    async (tx) => {
      const { entity, detail, answer } = await make(tx);
      await tx.auditEntry.create({
        data: {
          at: now,
          personId: actor?.personId ?? null,
          organisationId: actor?.organisationId ?? null,
          action: `status.${action}`,
          entity,
          ...(detail ? { detail } : {}),
        },
      });
      await tellOfStatus(tx);
      return answer;
    },
    { timeout: 30_000, maxWait: 10_000 },
  );
}

/** Public pages are printed anew and open pages look again, once the transaction has committed. */
export async function tellOfStatus(tx: StatusTx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('status', ''), pg_notify('ledger', '{"all":true}')`;
}
