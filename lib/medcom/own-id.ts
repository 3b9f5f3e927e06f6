const HEAD_BYTES = 16 * 1024;
const ID = "([A-Za-z0-9._:/#@+~-]{1,128})";

/** Where each standard states the id of a message as a whole, near its beginning: also where the rest is cut off. */
const PLACES = [
  // Before any other object or element, whose id is another's.
  /^\s*\{[^{]{0,400}?"resourceType"\s*:\s*"(?:Bundle|AuditEvent)"[^{]{0,400}?"id"\s*:\s*"@"/,
  /<(?:\w+:)?(?:Bundle|AuditEvent)\b[^>]{0,2000}>\s*<(?:\w+:)?id\s+value\s*=\s*["']@["']/,
  /<(?:\w+:)?EnvelopeIdentifier>\s*@\s*</,
  /<(?:\w+:)?BeskedId>[\s\S]{0,1000}?<(?:\w+:)?UUIDIdentifikator>\s*@\s*</,
  /<(?:\w+:)?DocumentIdentification>[\s\S]{0,1000}?<(?:\w+:)?InstanceIdentifier>\s*@\s*</,
  /<(?:\w+:)?Emessage\b[\s\S]{0,1000}?<(?:\w+:)?Envelope>[\s\S]{0,500}?<(?:\w+:)?Identifier>\s*@\s*</,
  /^[\s\S]{0,20}?UNB\+[^'+]{1,20}\+([^'+]{1,50}\+[^'+]{1,50}\+[^'+]{1,20}\+[A-Za-z0-9]{1,40})/,
].map((place) => new RegExp(place.source.replace("@", ID)));

/**
 * A message's own outermost id as far as its beginning tells, read the same way from a whole and from a broken message,
 * so that the one can be known as the other; null where it does not show. It is hashed before it is kept.
 */
export function ownIdOf(message: Uint8Array): string | null {
  const head = Buffer.from(message.subarray(0, HEAD_BYTES)).toString("latin1");
  for (const place of PLACES) {
    const found = place.exec(head)?.[1];
    if (found) return found.toLowerCase();
  }
  return null;
}
