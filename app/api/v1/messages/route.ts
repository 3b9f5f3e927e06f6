import { keyRoute } from "@/lib/http/route.ts";
import { messageOf, messagesDoor, onlyOutcome } from "@/lib/intake/messages/door.ts";

export const dynamic = "force-dynamic";

const door = messagesDoor();

/** One raw MedCom message of any supported standard. 200 is the promise that what it says is in the ledger. */
export const POST = keyRoute(async ({ source, request, now }) => {
  const { form, messages } = await door(source, messageOf(request), now);
  return { messages: form === "message" ? [onlyOutcome(messages)] : messages };
});
