import { capabilityStatement } from "@/lib/http/fhir.ts";
import { openRoute } from "@/lib/http/route.ts";

export const dynamic = "force-dynamic";

/** What the FHIR door can do; open to everybody, as FHIR has it. */
export const GET = openRoute(({ request }) => capabilityStatement(new URL("/fhir", request.url).href));
