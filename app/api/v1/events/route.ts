import { keyRoute } from "@/lib/http/route.ts";
import { bodyOf, eventsDoor } from "@/lib/intake/door.ts";

export const dynamic = "force-dynamic";

const door = eventsDoor();

/** Station events of a source, by its key. 200 is the promise that every event not refused is in the ledger. */
export const POST = keyRoute(({ source, request, now }) => door(source, bodyOf(request), now));
