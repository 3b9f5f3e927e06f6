import { authorise, type Permission } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { prisma } from "../db/prisma.ts";
import { type DirectoryChange, lockJudgement, RAISE_DIRECTORY_VERSION, touchForDirectory } from "../ledger/touch.ts";

type Tx = Parameters<Parameters<ReturnType<typeof prisma>["$transaction"]>[0]>[0];
/** What a change did: whose letters it concerns (null: nobody's) and what the audit log keeps of it. */
export type Changed = {
  touch: DirectoryChange | null;
  entity: string;
  detail?: Record<string, string | number | boolean | null>;
};

/**
 * One change to the directory, by somebody who may: appliers are kept out while it is made, the letters it concerns are
 * folded anew after it, and the audit log says who did it; all in one commit. Throws ForbiddenError.
 */
export async function changeDirectory(
  viewer: Viewer,
  action: string,
  now: Date,
  make: (tx: Tx) => Promise<Changed>,
): Promise<void> {
  authorise(viewer, "directory:write" satisfies Permission);
  await prisma().$transaction(
    async (tx) => {
      // The text is a constant of lib/ledger/touch.ts and its values are bound: unsafe in name only.
      const execute = (text: string, values: unknown[]) => tx.$executeRawUnsafe(text, ...values);
      await lockJudgement(execute);
      const { touch, entity, detail } = await make(tx);
      if (touch) await touchForDirectory(execute, touch);
      else await execute(RAISE_DIRECTORY_VERSION, []);
      await tx.auditEntry.create({
        data: {
          at: now,
          personId: viewer.personId,
          organisationId: viewer.organisationId,
          action: `directory.${action}`,
          entity,
          ...(detail ? { detail } : {}),
        },
      });
    },
    // A change of everything touches every letter of the period.
    { timeout: 120_000, maxWait: 10_000 },
  );
}
