import { beforeAll, expect, test } from "vitest";
import { foldAll, report } from "../../prisma/factories/events.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { type DirectoryChange, lockJudgement, touchForDirectory } from "./touch.ts";

useFreshDatabase();

const NOW = new Date("2026-11-23T11:00:00Z");
const MIDNIGHT = "2026-11-21T23:00:00.000Z";
let world: SmallWorld;
beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});

async function change(sql: string, values: unknown[], touch: DirectoryChange): Promise<void> {
  const tx = await ownerPool().connect();
  try {
    const run = (text: string, given: unknown[]) => tx.query(text, given);
    await tx.query("BEGIN");
    await lockJudgement(run);
    await tx.query(sql, values);
    await touchForDirectory(run, touch);
    await tx.query("COMMIT");
  } finally {
    tx.release();
  }
  await foldAll(ownerPool(), NOW);
}

test("a change from a day on reaches a letter sent that day of which all that is told happened the day before", async () => {
  await report(
    ownerPool(),
    world.source,
    world.operator,
    [
      {
        id: "noted",
        // The distributor put it into another mailbox than the place it is for: there it has no delivery yet.
        station: "distributor",
        kind: "received",
        installation: world.northCare.id,
        // The distributor's clock is behind the sender's.
        at: "2026-11-21T22:59:58Z",
        statedSentAt: "2026-11-21T23:00:01Z",
        letter: { id: "over-midnight", scheme: "fhir" },
        receiverGln: world.southCare.gln,
        type: world.other.code,
      },
    ],
    NOW,
  );
  const recipients = async () =>
    (
      await ownerPool().query(
        "SELECT installation_id AS id FROM ledger.delivery JOIN ledger.letter USING (letter_key) WHERE letter_id = 'over-midnight' ORDER BY 1",
      )
    ).rows;
  expect(await recipients()).toEqual([{ id: world.northCare.id }]);
  await change(
    "INSERT INTO installation_type (installation_id, location_id, type_id, role, valid_from) VALUES ($1, $2, $3, 'A', '2026-11-22')",
    [world.southCare.id, world.southCare.locationId, world.other.id],
    { installationIds: [world.southCare.id], locationIds: [world.southCare.locationId], from: MIDNIGHT, to: null },
  );
  expect(await recipients()).toEqual([{ id: world.northCare.id }, { id: world.southCare.id }]);
});
