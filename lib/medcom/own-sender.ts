const HEAD_BYTES = 16 * 1024;

/** Where each standard that names its sender in one place does so, and how a location number stands there. */
const PLACES: readonly [place: RegExp, number: RegExp][] = [
  [/<(?:\w+:)?SenderID\b[^<>]{0,200}>[^<>]{0,100}</, /\bEndPointType\s*=\s*["']EAN["'][^<>]*>\s*(\d{13})\s*<$/],
  // OIOXML's letter header, and SBDH's with GS1's scheme before the number.
  [
    /<(?:\w+:)?Sender>[\s\S]{0,1000}?<\/(?:\w+:)?Sender>/,
    /<(?:\w+:)?(?:EANIdentifier>|Identifier\b[^<>]{0,200}>\s*0088:)\s*(\d{13})\s*</,
  ],
  [/^\s*(?:UNA.{6}\s{0,4})?UNB\+[^'+]{1,20}\+[^'+]{1,50}\+/, /\+(\d{13})(?::[^+]*)?\+$/],
];

/**
 * The sender's location number in a message that was refused, as far as its beginning tells; null where it does not show.
 * Only thirteen digits at the sender's own place count: nothing else of a message ever comes out here. FHIR names its
 * sender by a reference, so there only a reader can tell.
 */
export function ownSenderOf(message: Uint8Array): string | null {
  const head = Buffer.from(message.subarray(0, HEAD_BYTES)).toString("latin1");
  for (const [place, number] of PLACES) {
    const found = place.exec(head)?.[0];
    if (found !== undefined) return number.exec(found)?.[1] ?? null;
  }
  return null;
}
