import { ForbiddenError } from "@/lib/errors.ts";
import { jsonIn, readText, SMALL_BODY_BYTES } from "@/lib/http/limits.ts";
import { sameOrigin } from "@/lib/http/origin.ts";
import { parsed } from "@/lib/http/parse.ts";
import { openRoute } from "@/lib/http/route.ts";
import { renewDevice } from "@/lib/subscriptions/addresses/renew-device.ts";
import { renewedDevice } from "@/lib/subscriptions/addresses/schema.ts";

export const dynamic = "force-dynamic";

/** A browser whose push service has given it another address. What the two of us alone know of the old one is the permission. */
export const POST = openRoute(async ({ request, now }) => {
  if (!sameOrigin(request)) throw new ForbiddenError("Another site's call", "cross_site");
  await renewDevice(parsed(renewedDevice, jsonIn(await readText(request, SMALL_BODY_BYTES))), now);
  return new Response(null, { status: 204 });
});
