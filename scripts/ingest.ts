import { ownerPool } from "../lib/db/pool.ts";
import { type FileOutcome, filesAt, takeFile } from "../lib/intake/messages/files.ts";
import { parserPool } from "../lib/intake/messages/parser-pool.ts";
import { sourceOfFiles } from "../lib/intake/messages/sql.ts";
import { withDatabase } from "./database.ts";
import { codeOf } from "./start/line.ts";

const USAGE = `npm run ingest -- PATH…
  Takes MedCom messages from files and folders, whatever their names: taken, duplicate, skipped (not a message) or refused.`;

/** Every file through the same intake as the API; totals last. Answers 1 where any was refused. */
async function main(paths: readonly string[]): Promise<number> {
  if (paths.length === 0) return fail(USAGE);
  const files: string[] = [];
  for (const path of paths) {
    try {
      files.push(...(await filesAt(path)));
    } catch (error) {
      return fail(`A path cannot be read (${codeOf(error)})`);
    }
  }
  return withDatabase(async () => {
    const parser = parserPool();
    const source = await sourceOfFiles(ownerPool());
    const totals = { taken: 0, duplicate: 0, skipped: 0, refused: 0 };
    for (const file of files) {
      const told = await takeFile(ownerPool(), parser, source, file, new Date());
      totals[told.outcome] += 1;
      say(line(told));
    }
    await parser.end();
    const { taken, duplicate, skipped, refused } = totals;
    say(`${files.length} files: ${taken} taken, ${duplicate} duplicate, ${skipped} skipped, ${refused} refused`);
    return refused > 0 ? 1 : 0;
  });
}

const line = ({ file, outcome, reason }: FileOutcome) =>
  `${outcome.padEnd(9)} ${JSON.stringify(file).slice(1, -1)}${reason === null ? "" : ` (${reason})`}`;
const say = (text: string) => process.stdout.write(`${text}\n`);
function fail(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
