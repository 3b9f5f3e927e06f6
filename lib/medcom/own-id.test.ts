import { expect, test } from "vitest";
import { ownIdOf } from "./own-id.ts";

const of = (message: string) => ownIdOf(Buffer.from(message));

test.each([
  [
    "a FHIR bundle as JSON",
    '{ "resourceType" : "Bundle",\n "id" : "AB-1", "entry": [{"resource": {"id": "other"}}]}',
    "ab-1",
  ],
  [
    "a FHIR bundle as XML",
    '<?xml version="1.0"?>\n<Bundle xmlns="http://hl7.org/fhir">\n <id value="ab-1"/><meta/>',
    "ab-1",
  ],
  ["a delivery status", '{"resourceType":"AuditEvent","id":"E-2"}', "e-2"],
  ["a VANS envelope", "<VANSEnvelope><SenderID>1</SenderID><EnvelopeIdentifier>e-1</EnvelopeIdentifier>", "e-1"],
  [
    "an OIOXML letter",
    "<Emessage xmlns='x'><Envelope><Sent><Date>2026-01-01</Date></Sent><Identifier>Env1</Identifier>",
    "env1",
  ],
  [
    "an EDIFACT interchange",
    "UNA:+.? '\nUNB+UNOC:3+1:14+2:14+991111:1850+Kuvert1'\nUNH+",
    "1:14+2:14+991111:1850+kuvert1",
  ],
  ["a distributor's envelope", "<n:BeskedId>\n<!-- x --><UUIDIdentifikator>b-1</UUIDIdentifikator>", "b-1"],
])("the own id of %s is found near its beginning", (_, message, id) => {
  expect(of(message)).toBe(id);
  expect(of(`${message}<cut`)).toBe(id);
});

test("what does not state its id has none, however long it is", () => {
  expect(of("")).toBeNull();
  expect(of('{"resourceType":"Bundle"')).toBeNull();
  expect(of('{"resourceType":"AuditEvent","contained":[{"id":"a device"}],"id":"e"}')).toBeNull();
  expect(of(`<Bundle ${"a".repeat(100_000)}`)).toBeNull();
});
