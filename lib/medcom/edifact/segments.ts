import { Refusal } from "../shapes.ts";

/** A segment: its tag, its elements as lists of components, and the offset where it begins. */
export type Segment = { tag: string; elements: string[][]; offset: number };
type Signs = { component: string; element: string; release: string; terminator: string };

const DEFAULT: Signs = { component: ":", element: "+", release: "?", terminator: "'" };
const BLANK = 32;
const MOST_SEGMENTS = 200_000;

/**
 * The segments of an interchange, by the signs that UNA sets. Line breaks between segments are no part of them. Throws
 * Refusal `bad_service_segment` where the last one does not end.
 */
export function segmentsOf(text: string): Segment[] {
  const begins = text.search(/\S/);
  const signs = signsOf(text.slice(begins));
  let at = text.startsWith("UNA", begins) ? begins + 9 : begins;
  const segments: Segment[] = [];
  while (at < text.length) {
    while (text.charCodeAt(at) <= BLANK) at += 1;
    if (at >= text.length) break;
    if (segments.length >= MOST_SEGMENTS) throw new Refusal("too_large", at);
    const end = endOf(text, at, signs);
    if (end < 0) throw new Refusal("bad_service_segment", at);
    segments.push(segmentOf(text.slice(at, end), at, signs));
    at = end + 1;
  }
  return segments;
}

function signsOf(text: string): Signs {
  if (!text.startsWith("UNA")) return DEFAULT;
  const [component, element, , release, , terminator] = [...text.slice(3, 9)];
  if (!component || !element || !release || !terminator) throw new Refusal("bad_service_segment", 0);
  return { component, element, release, terminator };
}

function endOf(text: string, from: number, { release, terminator }: Signs): number {
  for (let end = text.indexOf(terminator, from); end >= 0; end = text.indexOf(terminator, end + 1)) {
    let before = end;
    while (before > from && text[before - 1] === release) before -= 1;
    if ((end - before) % 2 === 0) return end;
  }
  return -1;
}

function segmentOf(text: string, offset: number, signs: Signs): Segment {
  // Only what a header needs is taken apart; what follows is nobody's business here.
  const tag = text.slice(0, 3);
  const told = HEADER.has(tag) ? text.slice(4) : tag === FREE_TEXT ? text.slice(4, 24) : null;
  if (told === null) return { tag, elements: [], offset };
  const elements = split(told, signs.element, signs.release).map((element) =>
    split(element, signs.component, signs.release).map((part) => released(part, signs.release)),
  );
  return { tag, elements, offset };
}

const HEADER = new Set(["UNB", "UNH", "UNT", "UNZ", "UCI", "UCM"]);
/** Of a free text only the code before it. */
const FREE_TEXT = "FTX";

function split(text: string, at: string, release: string): string[] {
  if (!text.includes(release)) return text.split(at);
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === release) i += 1;
    else if (text[i] === at) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

const released = (text: string, release: string): string =>
  text.includes(release) ? text.replaceAll(new RegExp(`\\${release}(.)`, "gs"), "$1") : text;
