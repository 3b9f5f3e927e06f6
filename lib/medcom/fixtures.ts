/**
 * Messages written by hand for the tests and benchmarks: invented ids and organisations, a citizen who is nobody, and
 * free text that must never come out of a reader.
 */
export const SENDER = "5790000000012";
export const RECEIVER = "5790000000029";
export const COPY = "5790000000036";
export const CITIZEN = { number: "0101010000", name: "Fiktiva Prøvesen" };
export const FREE_TEXT = `Ringede til ${CITIZEN.name}, ${CITIZEN.number}, om sårpleje`;

const organisation = (id: string, gln: string) =>
  `{"fullUrl":"Organization/${id}","resource":{"resourceType":"Organization","id":"${id}","identifier":[{"system":"urn:oid:1.2.208.176.1.1","value":"90000000100001600"},{"system":"https://www.gs1.org/gln","value":"${gln}"}],"name":"Opdigtet Afdeling"}}`;
const organisationXml = (id: string, gln: string) =>
  `<entry><fullUrl value="Organization/${id}"/><resource><Organization><id value="${id}"/><identifier><system value="urn:oid:1.2.208.176.1.1"/><value value="90000000100001600"/></identifier><identifier><system value="https://www.gs1.org/gln"/><value value="${gln}"/></identifier><name value="Opdigtet Afdeling"/></Organization></resource></entry>`;
const patient = `{"resource":{"resourceType":"Patient","identifier":[{"value":"${CITIZEN.number}"}],"name":[{"family":"${CITIZEN.name}"}]}}`;
const patientXml = `<entry><resource><Patient><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>${FREE_TEXT}</p></div></text><identifier><value value="${CITIZEN.number}"/></identifier><name><family value="${CITIZEN.name}"/></name></Patient></resource></entry>`;

type Notification = {
  bundle?: string;
  id?: string;
  sentAt?: string;
  event?: string | null;
  activity?: string;
  status?: string;
  kind?: string;
  copy?: boolean;
};
const told = (unusual: Notification) => ({
  bundle: "b0000000-0000-4000-8000-000000000001",
  id: "a0000000-0000-4000-8000-000000000001",
  sentAt: "2026-03-01T10:00:00+01:00",
  event: "hospital-notification-message" as string | null,
  activity: "admit-inpatient",
  status: "in-progress",
  kind: "IMP",
  copy: false,
  ...unusual,
});

/** A hospital notification as a FHIR bundle in JSON. */
export function notificationJson(unusual: Notification = {}): string {
  const { bundle, id, sentAt, event, activity, status, kind, copy } = told(unusual);
  const use = (code: string) =>
    `"extension":[{"url":"http://medcomfhir.dk/ig/messaging/StructureDefinition/medcom-messaging-destinationUseExtension","valueCoding":{"code":"${code}"}}]`;
  const cc = copy ? `,{${use("cc")},"receiver":{"reference":"Organization/c"}}` : "";
  const coding = event === null ? "" : `"eventCoding":{"code":"${event}"},`;
  const header = `{"fullUrl":"MessageHeader/${id}","resource":{"resourceType":"MessageHeader","id":"${id}",${coding}"destination":[{${use("primary")},"receiver":{"reference":"Organization/r"}}${cc}],"sender":{"reference":"https://example.org/fhir/Organization/s"},"definition":"http://example.org/MessageDefinition|3.0"}}`;
  const encounter = `{"resource":{"resourceType":"Encounter","status":"${status}","class":{"code":"${kind}"},"reasonCode":[{"text":"${FREE_TEXT}"}]}}`;
  const provenance = `{"resource":{"resourceType":"Provenance","target":[{"reference":"MessageHeader/${id}"}],"occurredDateTime":"2026-03-01T09:00:00+02:00","recorded":"2026-03-01T09:00:00Z","activity":{"coding":[{"code":"${activity}"}]}}}`;
  return `{"resourceType":"Bundle","id":"${bundle}","type":"message","timestamp":"${sentAt}","entry":[${[header, patient, encounter, provenance, organisation("s", SENDER), organisation("r", RECEIVER), organisation("c", COPY)].join(",")}]}`;
}

/** The same notification in XML. */
export function notificationXml(unusual: Notification = {}): string {
  const { bundle, id, sentAt, event, activity, status, kind, copy } = told(unusual);
  const use = (code: string) =>
    `<extension url="http://medcomfhir.dk/ig/messaging/StructureDefinition/medcom-messaging-destinationUseExtension"><valueCoding><code value="${code}"/></valueCoding></extension>`;
  const cc = copy
    ? `<destination>${use("cc")}<receiver><reference value="Organization/c"/></receiver></destination>`
    : "";
  const coding = event === null ? "" : `<eventCoding><code value="${event}"/></eventCoding>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Bundle xmlns="http://hl7.org/fhir"><id value="${bundle}"/><type value="message"/><timestamp value="${sentAt}"/><entry><fullUrl value="MessageHeader/${id}"/><resource><MessageHeader><id value="${id}"/>${coding}<destination>${use("primary")}<receiver><reference value="Organization/r"/></receiver></destination>${cc}<sender><reference value="https://example.org/fhir/Organization/s"/></sender><definition value="http://example.org/MessageDefinition|3.0"/></MessageHeader></resource></entry>${patientXml}<entry><resource><Encounter><status value="${status}"/><class><code value="${kind}"/></class><reasonCode><text value="${FREE_TEXT}"/></reasonCode></Encounter></resource></entry><entry><resource><Provenance><target><reference value="MessageHeader/${id}"/></target><occurredDateTime value="2026-03-01T09:00:00+02:00"/><recorded value="2026-03-01T09:00:00Z"/><activity><coding><code value="${activity}"/></coding></activity></Provenance></resource></entry>${organisationXml("s", SENDER)}${organisationXml("r", RECEIVER)}${organisationXml("c", COPY)}</Bundle>`;
}

/** An acknowledgement in JSON; `swapped` as the standard has it, or with the letter's own sender as the samples do. */
export function acknowledgementJson(
  unusual: {
    id?: string;
    answers?: string;
    code?: string;
    issue?: string | null;
    swapped?: boolean;
    statedAt?: string;
  } = {},
): string {
  const { id, answers, code, issue, swapped, statedAt } = {
    id: "c0000000-0000-4000-8000-000000000001",
    answers: "a0000000-0000-4000-8000-000000000001",
    code: "ok",
    issue: null as string | null,
    swapped: true,
    statedAt: "2026-03-01T10:00:05+01:00",
    ...unusual,
  };
  const [from, to] = swapped ? ["r", "s"] : ["s", "r"];
  const outcome =
    issue === null
      ? ""
      : `,{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value","details":{"coding":[{"code":"${issue}"}],"text":"${FREE_TEXT}"},"diagnostics":"${FREE_TEXT}"}]}}`;
  return `{"resourceType":"Bundle","id":"b-of-${id}","type":"message","timestamp":"${statedAt}","entry":[{"resource":{"resourceType":"MessageHeader","id":"${id}","eventCoding":{"code":"acknowledgement-message"},"destination":[{"receiver":{"reference":"Organization/${to}"}}],"sender":{"reference":"Organization/${from}"},"response":{"identifier":"${answers}","code":"${code}"}}},{"resource":{"resourceType":"Provenance","target":[{"reference":"MessageHeader/${answers}"}],"recorded":"2020-01-01T00:00:00Z","activity":{"coding":[{"code":"acknowledgement"}]}}},${organisation("s", SENDER)},${organisation("r", RECEIVER)}${outcome}]}`;
}

type Status = {
  subtype?: string;
  source?: string;
  at?: string;
  type?: string;
  message?: string;
  original?: { id: string; type: string } | null;
  outcome?: string;
};

/** An EHMI delivery status with a patient in it. */
export function deliveryStatus(unusual: Status = {}): string {
  const { subtype, source, at, type, message, original, outcome } = {
    subtype: "msg-sent",
    source: "MSH",
    at: "2026-03-01T10:00:01.000+01:00",
    type: "HomeCareObservation",
    message: "MSG-1",
    original: null as Status["original"],
    outcome: "0",
    ...unusual,
  };
  const entity = (kind: string, id: string, typed: string) =>
    `{"what":{"identifier":{"value":"${id}"}},"type":{"code":"${kind}"},"detail":[{"type":"ehmiMessageType","valueString":"${typed}"},{"type":"ehmiMessageVersion","valueString":"1.1"}]}`;
  const agent = (role: string, gln: string) =>
    `{"type":{"coding":[{"code":"${role}"}]},"name":"Opdigtet","who":{"identifier":{"value":"90000000100001600"}},"extension":[{"url":"eds-otherId","valueIdentifier":{"value":"${gln}"}}]}`;
  const entities = [
    `{"what":{"identifier":{"value":"${CITIZEN.number}"}},"type":{"code":"ehmiPatient"},"name":"${CITIZEN.name}"}`,
    entity("ehmiMessage", message, type),
    `{"what":{"identifier":{"value":"ENV-1"}},"type":{"code":"ehmiMessageEnvelope"}}`,
    ...(original ? [entity("ehmiOrigMessage", original.id, original.type)] : []),
  ];
  const [from, to] = original ? [RECEIVER, SENDER] : [SENDER, RECEIVER];
  return `{"resourceType":"AuditEvent","contained":[{"resourceType":"Device","id":"d","identifier":[{"value":"Opdigtet-${source}"}]}],"type":{"code":"ehmiMessaging"},"subtype":[{"code":"${subtype}"}],"recorded":"${at}","outcome":"${outcome}","agent":[${agent("ehmiSender", from)},${agent("ehmiReceiver", to)}],"source":{"type":[{"code":"${source}"}]},"entity":[${entities.join(",")}]}`;
}

type Legacy = {
  sentAt?: [string, string];
  envelope?: string;
  letter?: string;
  asks?: boolean;
  type?: string;
  version?: string;
  copy?: boolean;
};
const legacy = (unusual: Legacy) => ({
  sentAt: ["2026-03-01", "10:00"] as [string, string],
  envelope: "Kuv1",
  letter: "Brev1",
  asks: true,
  type: "DIS91",
  version: "D9134L",
  copy: false,
  ...unusual,
});

/** An OIOXML letter. */
export function emessage(unusual: Legacy = {}): string {
  const { sentAt, envelope, letter, asks, type, version, copy } = legacy(unusual);
  const cc = copy ? `<CCReceiver><EANIdentifier>${COPY}</EANIdentifier></CCReceiver>` : "";
  return `<?xml version="1.0" encoding="windows-1252"?>
<Emessage xmlns="http://rep.oio.dk/example"><Envelope><Sent><Date>${sentAt[0]}</Date><Time>${sentAt[1]}</Time></Sent><Identifier>${envelope}</Identifier><AcknowledgementCode>${asks ? "plus" : "minus"}positivkvitt</AcknowledgementCode></Envelope><ClinicalEmail><Letter><Identifier>${letter}</Identifier><VersionCode>X${version}</VersionCode><StatisticalCode>X${type}</StatisticalCode></Letter><Sender><EANIdentifier>${SENDER}</EANIdentifier><OrganisationName>Opdigtet</OrganisationName></Sender><Receiver><EANIdentifier>${RECEIVER}</EANIdentifier></Receiver>${cc}<Patient><CivilRegistrationNumber>${CITIZEN.number}</CivilRegistrationNumber><PersonSurnameName>${CITIZEN.name}</PersonSurnameName></Patient><ClinicalInformation><Text01>${FREE_TEXT}</Text01></ClinicalInformation></ClinicalEmail></Emessage>`;
}

/** The same letter in EDIFACT. */
export function edifact(unusual: Legacy = {}): string {
  const { sentAt, envelope, letter, asks, type, version } = legacy(unusual);
  const clock = `${sentAt[0].slice(2).replaceAll("-", "")}:${sentAt[1].replace(":", "")}`;
  return [
    "UNA:+.? '",
    `UNB+UNOC:3+${SENDER}:14+${RECEIVER}:14+${clock}+${envelope}++++${asks ? 1 : 0}'`,
    `UNH+${letter}+MEDDIS:D:93A:UN:${version}+${type}'`,
    "BGM+EPI++9+NA'",
    `PNA+PAT+${CITIZEN.number}:::CPR:IM++++SU:${CITIZEN.name}'`,
    `FTX+NC+P00++${FREE_TEXT.replaceAll("+", "?+")} - it?'s free'`,
    `UNT+5+${letter}'`,
    `UNZ+1+${envelope}'`,
  ].join("\n");
}

const RECEIPTS = {
  CTL01: ["NegativeVansReceipt", "C0130Q"],
  CTL02: ["NegativeReceipt", "C0230Q"],
  CTL03: ["PositiveReceipt", "C0330Q"],
} as const;
type ReceiptType = keyof typeof RECEIPTS;

/** An OIOXML receipt of the given letters. */
export function emessageReceipt(type: ReceiptType, letters: readonly string[], code: string | null = null): string {
  const [element, version] = RECEIPTS[type];
  const refused = code === null ? "" : `<RefuseCode>${code}</RefuseCode><RefuseText>${FREE_TEXT}</RefuseText>`;
  const originals = letters
    .map((id) => `<OriginalLetter><OriginalLetterIdentifier>${id}</OriginalLetterIdentifier></OriginalLetter>`)
    .join("");
  return `<Emessage xmlns="http://rep.oio.dk/example"><Envelope><Sent><Date>2026-03-01</Date><Time>10:02</Time></Sent><Identifier>Kuv9</Identifier></Envelope><${element}><Letter><Identifier>Kvit9</Identifier><VersionCode>X${version}</VersionCode><StatisticalCode>X${type}</StatisticalCode></Letter><Sender><EANIdentifier>${RECEIVER}</EANIdentifier></Sender><Receiver><EANIdentifier>${SENDER}</EANIdentifier></Receiver><OriginalEmessage><OriginalEnvelopeIdentifier>Kuv1</OriginalEnvelopeIdentifier><OriginalSender><EANIdentifier>${SENDER}</EANIdentifier></OriginalSender><OriginalReceiver><EANIdentifier>${RECEIVER}</EANIdentifier></OriginalReceiver>${refused}${originals}</OriginalEmessage></${element}></Emessage>`;
}

/** The same receipt in EDIFACT; `code` as CONTRL writes it. */
export function contrl(type: ReceiptType, letters: readonly string[], code: string | null = null): string {
  const action = type === "CTL03" ? 7 : 4;
  const segments = [
    `UCI+Kuv1+${SENDER}:14+${RECEIVER}:14+${action}'`,
    ...(code === null ? [] : [`FTX+${code}+P00++${FREE_TEXT}'`]),
    ...letters.map((id) => `UCM+${id}+MEDDIS:D:93A:UN:D9134L+${action}'`),
  ];
  return [
    `UNB+UNOC:3+${RECEIVER}:14+${SENDER}:14+260301:1002+Kuv9'`,
    `UNH+Kvit9+CONTRL:D:93A:ZZ:${RECEIPTS[type][1]}+${type}'`,
    ...segments,
    `UNT+${segments.length + 2}+Kvit9'`,
    "UNZ+1+Kuv9'",
  ].join("");
}

const vansEnvelope = (id: string, inner: string, from = SENDER, to = RECEIVER) =>
  `<VANSEnvelope xmlns="urn:oio:medcom:vans-envelope:1.0.4"><SenderID EndPointType="EAN">${from}</SenderID><ReceiverID EndPointType="EAN">${to}</ReceiverID><EnvelopeIdentifier>${id}</EnvelopeIdentifier><SentDateTime>2026-03-01T10:00:30</SentDateTime>${inner}</VANSEnvelope>`;
export const VANS_ENVELOPE = "e0000000-0000-4000-8000-000000000001";
export const VANS_MESSAGE = "e0000000-0000-4000-8000-000000000002";

/** A VANS envelope around a payload; null for one whose payload has been taken out. */
export const enveloped = (
  payload: string | null,
  type: "reliable" | "unreliable" = "reliable",
  id = VANS_ENVELOPE,
): string =>
  vansEnvelope(
    id,
    `<Message><MetaInformation><Identifier>${VANS_MESSAGE}</Identifier><Document><Format>XML</Format><Name>MCM:FDIS20#AdmissionInpatient</Name><Version>3.0</Version><SizeInBytes>1</SizeInBytes></Document><Transport><Type>${type}</Type></Transport></MetaInformation><Data>${payload === null ? "" : Buffer.from(payload).toString("base64")}</Data></Message>`,
  );

/** One of the three receipts of a VANS envelope. */
export const envelopeReceipt = (name: "PositiveMessage" | "NegativeMessage" | "NegativeVans"): string =>
  vansEnvelope(
    "e0000000-0000-4000-8000-000000000009",
    `<Receipt><${name}>${name === "PositiveMessage" ? "" : `<Error><Code>17</Code><Description>${FREE_TEXT}</Description></Error>`}<OriginalEnvelopeIdentifier>${VANS_ENVELOPE}</OriginalEnvelopeIdentifier><OriginalMessage><Identifier>${VANS_MESSAGE}</Identifier></OriginalMessage></${name}></Receipt>`,
    RECEIVER,
    SENDER,
  );

/** A Standard Business Document around a payload, or a receipt acknowledgement of a message. */
export function businessDocument(content: { payload: string } | { answers: string } | { letter: string }): string {
  const scope = (type: string, id: string) =>
    `<Scope><Type>${type}</Type><InstanceIdentifier>${id}</InstanceIdentifier></Scope>`;
  const receipt = "answers" in content;
  const scopes = [
    scope("PATIENTID", CITIZEN.number),
    scope("SENDERID", "90000000100001600"),
    ...("letter" in content ? [scope("MESSAGEIDENTIFIER", content.letter)] : []),
    ...(receipt
      ? [scope("ORIGINALMESSAGEIDENTIFIER", content.answers), scope("ORIGINALENVELOPEIDENTIFIER", "SBDH-1")]
      : []),
  ];
  const body = "payload" in content ? Buffer.from(content.payload).toString("base64") : "";
  return `<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><StandardBusinessDocumentHeader><Sender><Identifier>0088:${SENDER}</Identifier></Sender><Receiver><Identifier>0088:${RECEIVER}</Identifier></Receiver><DocumentIdentification><Standard>homecareobservation-message</Standard><TypeVersion>1.2</TypeVersion><InstanceIdentifier>SBDH-${receipt ? 2 : 1}</InstanceIdentifier><Type>${receipt ? "ReceiptAcknowledgement" : "Bundle"}</Type><CreationDateAndTime>2026-03-01T10:00:20+01:00</CreationDateAndTime></DocumentIdentification><BusinessScope>${scopes.join("")}</BusinessScope></StandardBusinessDocumentHeader><BinaryContent mimeType="application/fhir+xml">${body}</BinaryContent></StandardBusinessDocument>`;
}

/** The distributor's envelope, with its routes or only the time it was made. */
export function haendelsesbesked(
  payload: string | null,
  routes: readonly [received: string, handedOver: string][] = [],
): string {
  const time = (name: string, at: string) => `<${name}><TidsstempelDatoTid>${at}</TidsstempelDatoTid></${name}>`;
  const route = ([received, handedOver]: readonly [string, string]) =>
    `<Leverancerute>${time("ModtagelsesTidspunkt", received)}${time("LeveranceTidspunkt", handedOver)}</Leverancerute>`;
  const data = payload === null ? "" : `<Base64>${Buffer.from(payload).toString("base64")}</Base64>`;
  return `<s:ModtagBeskedInput xmlns:s="urn:oio:sts:1.0.0" xmlns="urn:oio:besked:kuvert:1.0"><Haendelsesbesked><BeskedId><UUIDIdentifikator>d0000000-0000-4000-8000-000000000001</UUIDIdentifikator></BeskedId><Beskedkuvert><Filtreringsdata><RelateretObjekt><ObjektId><URNIdentifikator>urn:oio:cpr-nr:${CITIZEN.number}</URNIdentifikator></ObjektId></RelateretObjekt></Filtreringsdata><Leveranceinformation>${time("Dannelsestidspunkt", "2026-03-01T10:00:40")}<TransaktionsId><UUIDIdentifikator>d0000000-0000-4000-8000-000000000002</UUIDIdentifikator></TransaktionsId><Leveranceruter>${routes.map(route).join("")}</Leveranceruter></Leveranceinformation></Beskedkuvert><Beskeddata>${data}</Beskeddata></Haendelsesbesked></s:ModtagBeskedInput>`;
}

/** One message of every kind, by its standard. */
export const EVERY_KIND: Record<string, readonly string[]> = {
  "fhir json": [notificationJson(), acknowledgementJson({ code: "fatal-error", issue: "MSG_Datatype_Wrong" })],
  "fhir xml": [notificationXml()],
  eds: [deliveryStatus()],
  sbdh: [businessDocument({ payload: notificationXml() }), businessDocument({ answers: "MSG-1" })],
  vansenvelope: [enveloped(notificationXml()), envelopeReceipt("NegativeVans")],
  oioxml: [emessage(), emessageReceipt("CTL02", ["Brev1"], "syntaksfejl")],
  edifact: [edifact(), contrl("CTL02", ["Brev1"], "SYN")],
  distributor: [haendelsesbesked(notificationXml())],
};
