import { applyMigrations } from "../lib/db/migrations.ts";
import { ownerPool } from "../lib/db/pool.ts";
import { ensurePartitions } from "../lib/ledger/partitions.ts";
import { withDatabase } from "./database.ts";

await withDatabase(async (url) => {
  const applied = await applyMigrations(url);
  for (const name of applied) process.stdout.write(`applied ${name}\n`);
  const months = await ensurePartitions(ownerPool(), new Date());
  process.stdout.write(`${applied.length} applied, partitions ready for ${months} months\n`);
});
// The engine keeps a timer for a while after its work is done.
process.exit(0);
