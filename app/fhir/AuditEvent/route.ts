import { createdOutcome } from "@/lib/http/fhir.ts";
import { fhirRoute } from "@/lib/http/route.ts";
import { messageOf, messagesDoor, onlyOutcome } from "@/lib/intake/messages/door.ts";

export const dynamic = "force-dynamic";

const door = messagesDoor({ standards: ["eds"], forms: ["message"] });

/** One EHMI delivery status. */
export const POST = fhirRoute(async ({ source, request, now }) =>
  createdOutcome(onlyOutcome((await door(source, messageOf(request), now)).messages)),
);
