import { readFileSync } from "node:fs";
import { SaxesParser } from "saxes";
import { EVERY_KIND } from "../lib/medcom/fixtures.ts";
import { read } from "../lib/medcom/read.ts";
import { medcomSamples } from "../lib/medcom/samples.ts";
import { say } from "../scripts/start/line.ts";
import type { Size } from "./run.ts";
import { quantile } from "./stage.ts";

const TURN_MS = 60;
type Figures = {
  messagesPerSecond: number;
  mbPerSecond: number;
  bareMbPerSecond: number;
  ratio: number;
  files: number;
};

/**
 * Messages and megabytes per second of the thread's own time through the reader, per standard, beside the bare parser on
 * the same bytes in the same run. Bar: half of it. From our own fixtures, and MedCom's examples where they lie beside the
 * project.
 *
 * The bare parser reads all that the reader must read, and makes nothing of it: JSON.parse, saxes without handlers, or for
 * EDIFACT a split into segments, elements and components; of an envelope also the payload, out of its base64 and through
 * the parser of its own syntax, be it a message or not.
 */
export async function bench({ small }: Size): Promise<Record<string, unknown>> {
  const turns = small ? 3 : 25;
  const figures: Record<string, Figures> = {};
  for (const [standard, messages] of Object.entries(messagesByStandard())) {
    const { own, alone, ratio: median } = byTurns(messages, turns);
    const bytes = messages.reduce((sum, message) => sum + message.byteLength, 0) / messages.length;
    figures[standard] = {
      messagesPerSecond: Math.round(own),
      mbPerSecond: Number(((own * bytes) / 1e6).toFixed(1)),
      bareMbPerSecond: Number(((alone * bytes) / 1e6).toFixed(1)),
      ratio: Number(median.toFixed(2)),
      files: messages.length,
    };
    const { messagesPerSecond, mbPerSecond, ratio } = figures[standard];
    say(`${standard}: ${messagesPerSecond} messages/s, ${mbPerSecond} MB/s, ${ratio} of the bare parser (bar 0.5)`);
  }
  return { figures };
}

function messagesByStandard(): Record<string, Buffer[]> {
  const byStandard: Record<string, Buffer[]> = {};
  for (const [standard, messages] of Object.entries(EVERY_KIND))
    byStandard[standard] = messages.map((one) => Buffer.from(one));
  for (const { path, outcome } of medcomSamples() ?? []) {
    if (outcome !== "taken") continue;
    const bytes = readFileSync(path);
    const [part] = read(bytes).parts;
    if (part?.outcome !== "taken") continue;
    const { standard, format } = part.facts;
    byStandard[standard === "fhir" ? `fhir ${format}` : standard]?.push(bytes);
  }
  return byStandard;
}

/**
 * Messages per second of the reader and of the bare parser, and their ratio: medians of rounds in which they take turns, so
 * that both meet the same machine.
 */
function byTurns(messages: readonly Buffer[], turns: number): { own: number; alone: number; ratio: number } {
  const round = () => {
    const [own = 0, alone = 0] = [read, bare].map((run) => measure(messages, run, TURN_MS));
    return { own, alone, ratio: own / alone };
  };
  round();
  const rounds = Array.from({ length: turns }, round);
  const median = (of: keyof (typeof rounds)[number]) =>
    quantile(
      rounds.map((one) => one[of]),
      0.5,
    );
  return { own: median("own"), alone: median("alone"), ratio: median("ratio") };
}

/** Messages per second of this thread's own time, which no other work on the machine counts in; again and again for so long. */
function measure(messages: readonly Buffer[], run: (message: Buffer) => unknown, milliseconds: number): number {
  const began = ownMilliseconds();
  let [count, took] = [0, 0];
  while (took < milliseconds) {
    for (const message of messages) run(message);
    count += messages.length;
    took = ownMilliseconds() - began;
  }
  return (count * 1000) / took;
}

function ownMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function bare(message: Buffer): unknown {
  const text = message.toString("utf8");
  const start = text.trimStart().slice(0, 3);
  if (start.startsWith("{")) return JSON.parse(text);
  if (start.startsWith("UN"))
    return text.split("'").map((segment) => segment.split("+").map((element) => element.split(":")));
  const parser = new SaxesParser({ xmlns: true });
  // A payload that is no message ends in an error, for the bare parser as for the reader.
  parser.on("error", () => undefined);
  parser.write(text.replace(/^\ufeff/, "")).close();
  const payload = /<(?:\w+:)?(?:Data|BinaryContent|Base64)\b[^>]*>\s*([A-Za-z0-9+/=\s]+)</.exec(text)?.[1];
  return payload && bare(Buffer.from(payload, "base64"));
}
