import { bundleOutcome, createdOutcome, refusedTransaction } from "@/lib/http/fhir.ts";
import { fhirRoute } from "@/lib/http/route.ts";
import { messageOf, messagesDoor, onlyOutcome } from "@/lib/intake/messages/door.ts";

export const dynamic = "force-dynamic";

const door = messagesDoor({ standards: ["fhir", "eds"] });

/** A MedCom message, or a batch or transaction of messages and delivery statuses. */
export const POST = fhirRoute(async ({ source, request, now }) => {
  const { form, messages } = await door(source, messageOf(request), now);
  if (form === "message") return createdOutcome(onlyOutcome(messages));
  const refused = messages.some(({ outcome }) => outcome === "refused" || outcome === "skipped");
  return form === "transaction" && refused ? refusedTransaction(messages) : bundleOutcome(form, messages);
});
