import { eventStream } from "@/lib/http/event-stream.ts";
import { route } from "@/lib/http/route.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  permission: "stream:read",
  handler: ({ viewer, request }) => eventStream(request, viewer),
});
