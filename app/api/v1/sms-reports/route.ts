import { env } from "@/lib/env.ts";
import { jsonIn, readText, SMALL_BODY_BYTES } from "@/lib/http/limits.ts";
import { parsed } from "@/lib/http/parse.ts";
import { openRoute } from "@/lib/http/route.ts";
import { smsReport, takeSmsReport, verifySmsReport } from "@/lib/notices/channels/sms-reports.ts";

export const dynamic = "force-dynamic";

/** The gateway's word on what became of a text message. Its signature is all that says who calls. */
export const POST = openRoute(async ({ request }) => {
  const body = await readText(request, SMALL_BODY_BYTES);
  verifySmsReport(body, request.headers, env().SMS_KEY);
  await takeSmsReport(parsed(smsReport, jsonIn(body)));
  return new Response(null, { status: 204 });
});
