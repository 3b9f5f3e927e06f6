import { instantOf, safeCode } from "../fields.ts";
import { isReceiptType, type LegacyReceipt, legacyLetter, legacyReceipt } from "../legacy.ts";
import { type Part, Refusal } from "../shapes.ts";
import { type Segment, segmentsOf } from "./segments.ts";

/** CONTRL's refuse codes by OIOXML's names for them (DOMAIN 1.6). */
const REFUSE_CODES: Record<string, string> = {
  NC: "ikke_specificeret",
  LOK: "ukendt_lokationsnummer",
  MID: "problem_med_modtagerID",
  VER: "problem_med_version",
  SYN: "syntaksfejl",
};

type Interchange = { sender: string; receiver: string; sentAt: string; id: string; receiptExpected: boolean };

/**
 * Any MEDxxx message, or a receipt CTL01-03, by its service segments alone: UNB and UNZ, UNH and UNT with their references
 * and counts must agree. What is broken between them is nobody's business here. Answers one part for the interchange,
 * with the events of every message in it.
 */
export function readEdifact(text: string): Part {
  const segments = segmentsOf(text);
  const interchange = openInterchange(segments);
  const messages = messagesOf(segments, interchange);
  const parts = messages.map((message) => readMessage(message, interchange));
  const [first] = parts;
  if (first === undefined) throw new Refusal("bad_service_segment", segments[0]?.offset ?? 0);
  const facts = {
    ...first.facts,
    codes: [...new Set(parts.flatMap((part) => part.facts.codes))],
    remarks: [...new Set(parts.flatMap((part) => part.facts.remarks))],
  };
  return { outcome: "taken", events: parts.flatMap(({ events }) => events), parties: [], facts };
}

type Taken = Extract<Part, { outcome: "taken" }>;

function openInterchange(segments: readonly Segment[]): Interchange {
  const [first, last] = [segments[0], segments.at(-1)];
  const bad = (segment: Segment | undefined): never => {
    throw new Refusal("bad_service_segment", segment?.offset ?? 0);
  };
  if (first?.tag !== "UNB") return bad(first);
  if (last?.tag !== "UNZ") return bad(last);
  const [, sender, receiver, clock, id] = first.elements;
  const [day = "", time = ""] = clock ?? [];
  if (!sender?.[0] || !receiver?.[0] || !id?.[0]) return bad(first);
  if (last.elements[1]?.[0] !== id[0]) return bad(last);
  return {
    sender: sender[0],
    receiver: receiver[0],
    sentAt: clockOf(day, time),
    id: id[0],
    // The acknowledgement request of UNB (0031): EDIFACT's `pluspositivkvitt`.
    receiptExpected: first.elements[8]?.[0] === "1",
  };
}

/** UNB's date has two digits for the year (four in newer syntax); no message is older than EDIFACT. */
function clockOf(day: string, time: string): string {
  const [, century, year = "", month, date] = /^(\d{2})?(\d{2})(\d{2})(\d{2})$/.exec(day) ?? [];
  const [, hour, minute] = /^(\d{2})(\d{2})(?:\d{2})?$/.exec(time) ?? [];
  if (year === "" || hour === undefined) throw new Refusal("bad_time");
  return instantOf(`${century ?? (Number(year) >= 70 ? "19" : "20")}${year}-${month}-${date}T${hour}:${minute}`, true);
}

/** The messages between UNB and UNZ, each from UNH to UNT with the count and reference that UNT says. */
function messagesOf(segments: readonly Segment[], { id }: Interchange): Segment[][] {
  const messages: Segment[][] = [];
  let open: Segment[] | undefined;
  for (const segment of segments.slice(1, -1)) {
    if (segment.tag === "UNH") {
      if (open) throw new Refusal("bad_service_segment", segment.offset);
      open = [segment];
      continue;
    }
    if (!open) throw new Refusal("bad_service_segment", segment.offset);
    open.push(segment);
    if (segment.tag !== "UNT") continue;
    const [count, reference] = segment.elements;
    if (reference?.[0] === undefined || reference[0] !== open[0]?.elements[0]?.[0]) {
      throw new Refusal("bad_service_segment", segment.offset);
    }
    if (Number(count?.[0]) !== open.length) throw new Refusal("count_differs", segment.offset);
    messages.push(open);
    open = undefined;
  }
  const last = segments.at(-1);
  if (open) throw new Refusal("bad_service_segment", last?.offset ?? 0);
  if (last && (Number(last.elements[0]?.[0]) !== messages.length || last.elements[1]?.[0] !== id)) {
    throw new Refusal("count_differs", last.offset);
  }
  return messages;
}

function readMessage(message: readonly Segment[], interchange: Interchange): Taken {
  const [header] = message;
  const [reference, kind, named] = header?.elements ?? [];
  const version = safeCode("version", kind?.[4]);
  // DIS20 stands beside the version D2030C; without it the version still tells.
  const type = safeCode("type", named?.[0]) ?? typeOfVersion(version);
  const told = {
    scheme: "edifact" as const,
    envelopeId: interchange.id,
    letterId: reference?.[0] ?? null,
    type,
    version,
    sentAt: interchange.sentAt,
    sender: interchange.sender,
    receiver: interchange.receiver,
  };
  const part = isReceiptType(type)
    ? legacyReceipt({ ...told, answers: answersOf(message) }, "edifact")
    : legacyLetter({ ...told, copies: [], receiptExpected: interchange.receiptExpected }, "edifact");
  if (part.outcome !== "taken") throw new Refusal("unknown_form");
  return part;
}

/** D2030C is version 30C of DIS20, C0330Q of CTL03 (DOMAIN 1.5, 1.6). */
function typeOfVersion(version: string | null): string | null {
  const [, kind = "", number = ""] = /^([DC])(\d{2})\d{2}[A-Z]$/.exec(version ?? "") ?? [];
  return kind === "D" ? `DIS${number}` : kind === "C" ? `CTL${number}` : null;
}

/** UCI names the original interchange, each UCM a letter in it; an FTX before the first UCM is about all of them. */
function answersOf(message: readonly Segment[]): LegacyReceipt["answers"] {
  const original = message.find(({ tag }) => tag === "UCI");
  if (original === undefined) return [];
  const [envelope, sender, receiver] = original.elements;
  const common = { sender: sender?.[0] ?? null, receiver: receiver?.[0] ?? null, envelopeId: envelope?.[0] ?? null };
  const answers: LegacyReceipt["answers"] = [];
  let forAll: string | null = null;
  for (const { tag, elements } of message) {
    if (tag === "UCM") answers.push({ ...common, letterId: elements[0]?.[0] ?? null, code: forAll });
    if (tag !== "FTX") continue;
    const said = elements[0]?.[0] ?? "";
    const code = REFUSE_CODES[said] ?? safeCode("code", said);
    const last = answers.at(-1);
    if (last) last.code = code;
    else forAll = code;
  }
  return answers.length > 0 ? answers : [{ ...common, letterId: null, code: forAll }];
}
