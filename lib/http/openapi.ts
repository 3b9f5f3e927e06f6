import { z } from "zod";
import { conformanceQuery, messagesAnswer, quarantineQuery } from "../intake/messages/shapes.ts";
import {
  deliveryApiQuery,
  exportApiQuery,
  installationParams,
  installationQuery,
  letterParams,
  receiptApiQuery,
  searchBody,
} from "../ledger/filter.ts";
import { eventBatch, intakeAnswer } from "../ledger/schema.ts";
import { smsReport } from "../notices/channels/sms-reports.ts";
import { banner, bannerQuery } from "../publication/banner/rules.ts";
import {
  incidentsAnswer,
  incidentsQuery,
  servicesAnswer,
  servicesQuery,
  windowsAnswer,
  windowsQuery,
} from "../publication/json/lists.ts";
import { backlogCsvQuery, backlogParams, backlogQuery } from "../status/backlog/schema.ts";
import { reportAnswer, sourceReport } from "../status/reports/schema.ts";

type Operation = {
  path: string;
  method: "get" | "post";
  summary: string;
  auth: "session" | "key" | "signature" | "nobody";
  query?: z.ZodType;
  params?: z.ZodType;
  body?: z.ZodType;
  /** Media types of a body that is no JSON of ours. */
  raw?: readonly string[];
  answer?: z.ZodType;
  /** Media type of the answer. */
  media?: string;
};

/** Every operation, with the schemas that the routes themselves parse with. */
const OPERATIONS: readonly Operation[] = [
  {
    path: "/api/v1/events",
    method: "post",
    summary:
      "Report what a station saw. Also as NDJSON, an event per line, with coverage in the header X-Coverage: from/to.",
    auth: "key",
    body: eventBatch,
    answer: intakeAnswer,
  },
  {
    path: "/api/v1/messages",
    method: "post",
    summary:
      "One raw MedCom message of any supported standard, up to 140 MB. Only the header survives. One that cannot be taken is 422 with a code and an offset.",
    auth: "key",
    raw: ["application/xml", "application/json", "application/EDIFACT", "application/octet-stream"],
    answer: messagesAnswer,
  },
  {
    path: "/api/v1/reports",
    method: "post",
    summary:
      "Report trouble at a station the source runs, by the service's code; a repeat of an id changes nothing. It is merged into the open incident it belongs to, or raises a suspicion.",
    auth: "key",
    body: sourceReport,
    answer: reportAnswer,
  },
  {
    path: "/api/v1/sms-reports",
    method: "post",
    summary: "The SMS gateway's word on what became of a text message, signed as Standard Webhooks are. Answers 204.",
    auth: "signature",
    body: smsReport,
  },
  {
    path: "/api/v1/overview",
    method: "get",
    summary: "Receipts by installation or group, worst first.",
    auth: "session",
    query: receiptApiQuery,
  },
  {
    path: "/api/v1/deliveries",
    method: "get",
    summary: "Deliveries, newest first, by page.",
    auth: "session",
    query: deliveryApiQuery,
  },
  {
    path: "/api/v1/deliveries.csv",
    method: "get",
    summary: "The same list as a file.",
    auth: "session",
    query: exportApiQuery,
    media: "text/csv",
  },
  {
    path: "/api/v1/deliveries/{letter}",
    method: "get",
    summary: "The journey of a letter, by the key in its address.",
    auth: "session",
    params: letterParams,
  },
  {
    path: "/api/v1/standing",
    method: "get",
    summary: "How the stations of the line stand, and which published incidents concern the caller.",
    auth: "session",
  },
  {
    path: "/api/v1/incidents/{number}/backlog",
    method: "get",
    summary: "What is left after an outage: by receiver, and how it fell to zero.",
    auth: "session",
    params: backlogParams,
    query: backlogQuery,
  },
  {
    path: "/api/v1/incidents/{number}/backlog.csv",
    method: "get",
    summary: "The deliveries that came late or have no answer, as a file.",
    auth: "session",
    params: backlogParams,
    query: backlogCsvQuery,
    media: "text/csv",
  },
  {
    path: "/api/v1/installations/{id}",
    method: "get",
    summary: "One receiving system.",
    auth: "session",
    params: installationParams,
    query: installationQuery,
  },
  { path: "/api/v1/board", method: "get", summary: "Each leg's median over the last 15 minutes.", auth: "session" },
  { path: "/api/v1/choices", method: "get", summary: "What filters can be set to.", auth: "session" },
  {
    path: "/api/v1/search",
    method: "post",
    summary: "The page of the letter that an id names.",
    auth: "session",
    body: searchBody,
    answer: z.strictObject({ href: z.string() }),
  },
  {
    path: "/api/v1/quarantine",
    method: "get",
    summary: "Messages that could not be taken, newest first, by page: never any content.",
    auth: "session",
    query: quarantineQuery,
  },
  {
    path: "/api/v1/conformance",
    method: "get",
    summary: "Which standards, versions and codes arrived, what they lacked and what was refused.",
    auth: "session",
    query: conformanceQuery,
  },
  {
    path: "/api/v1/services",
    method: "get",
    summary: "Every service as it stands now, and how it kept its promises.",
    auth: "nobody",
    query: servicesQuery,
    answer: servicesAnswer,
  },
  {
    path: "/api/v1/incidents",
    method: "get",
    summary: "Published incidents, newest start first, with all that was said.",
    auth: "nobody",
    query: incidentsQuery,
    answer: incidentsAnswer,
  },
  {
    path: "/api/v1/windows",
    method: "get",
    summary: "Announced service windows, the latest first, with every change.",
    auth: "nobody",
    query: windowsQuery,
    answer: windowsAnswer,
  },
  {
    path: "/embed/banner.json",
    method: "get",
    summary: "The yellow bar of a municipality or a region: no lines where nothing is published for it.",
    auth: "nobody",
    query: bannerQuery,
    answer: banner,
  },
  {
    path: "/api/v1/stream",
    method: "get",
    summary: "Server-sent events: changed, ping, closed.",
    auth: "session",
    media: "text/event-stream",
  },
];

/** What every error looks like (RFC 9457). */
const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  field: z.string().optional(),
  position: z.int().optional(),
  requestId: z.string(),
});

type JsonSchema = { properties?: Record<string, unknown>; required?: string[] };
const jsonSchema = (schema: z.ZodType, io: "input" | "output") =>
  z.toJSONSchema(schema, { target: "openapi-3.0", io, unrepresentable: "any" });

function parameters(schema: z.ZodType | undefined, where: "query" | "path") {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, "input") as JsonSchema;
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: field,
  }));
}

const json = (schema: unknown) => ({ "application/json": { schema } });
const rawContent = (types: readonly string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: "string", format: "binary" } }]));
const REFUSED = {
  description: "Refused",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

function described(operation: Operation) {
  const answer = operation.answer ? jsonSchema(operation.answer, "output") : {};
  const media = operation.media ?? "application/json";
  return {
    summary: operation.summary,
    security: operation.auth === "nobody" ? [] : [{ [operation.auth]: [] }],
    parameters: [...parameters(operation.params, "path"), ...parameters(operation.query, "query")],
    ...(operation.raw ? { requestBody: { required: true, content: rawContent(operation.raw) } } : {}),
    ...(operation.body ? { requestBody: { required: true, content: json(jsonSchema(operation.body, "input")) } } : {}),
    responses: { 200: { description: "OK", content: { [media]: { schema: answer } } }, default: REFUSED },
  };
}

/** The API as an OpenAPI 3.0 document. */
export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  return {
    openapi: "3.0.3",
    info: { title: "Kvitteringsoverblik", version: "1" },
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem, "output") },
      securitySchemes: {
        key: { type: "http", scheme: "bearer" },
        signature: { type: "apiKey", in: "header", name: "webhook-signature" },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
      },
    },
  };
}
