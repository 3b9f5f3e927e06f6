import { parseArgs } from "node:util";
import { say } from "../scripts/start/line.ts";

/** `npm run bench -- NAME [--small]`: figures as lines, and last one JSON object. `--small` is what CI runs. */
const BENCHMARKS: Record<string, () => Promise<{ bench: (size: Size) => Promise<Record<string, unknown>> }>> = {
  hostile: () => import("./hostile.ts"),
  intake: () => import("./intake.ts"),
  notices: () => import("./notices.ts"),
  parse: () => import("./parse.ts"),
  reads: () => import("./reads.ts"),
  status: () => import("./status.ts"),
};
export type Size = { small: boolean };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { small: { type: "boolean", default: false } },
});
const [name = ""] = positionals;
const load = BENCHMARKS[name];
if (!load) {
  say(`Which benchmark? ${Object.keys(BENCHMARKS).join(", ")}`);
  process.exit(1);
}
const figures = await (await load()).bench({ small: values.small });
console.log(JSON.stringify({ bench: name, small: values.small, ...figures }));
process.exit(0);
