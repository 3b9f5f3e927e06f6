import { type Hub, hub, type StreamEvent } from "../live/hub.ts";
import type { Listener } from "../live/sql.ts";

const encoder = new TextEncoder();
/** A reader this many events behind is gone, or will come back and ask anew. */
const MOST_BEHIND = 100;

/** Server-sent events for one listener: `changed`, `ping`, `closed`. Ends with the request, or with the listener's rights. */
export async function eventStream(request: Request, listener: Listener, to: Hub = hub()): Promise<Response> {
  let close: (() => void) | undefined;
  let open = true;
  const left = () => {
    open = false;
    close?.();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start: async (controller) => {
        const end = () => {
          if (!open) return;
          left();
          controller.close();
        };
        const send = (event: StreamEvent) => {
          if (!open) return;
          controller.enqueue(
            encoder.encode(`event: ${event}\ndata: ${JSON.stringify({ at: new Date().toISOString() })}\n\n`),
          );
          if ((controller.desiredSize ?? 0) < -MOST_BEHIND) end();
        };
        close = await to.open(listener, send, end);
        request.signal.addEventListener("abort", end);
        if (request.signal.aborted) end();
        // Who left while the stream was being opened had nothing to close yet.
        if (open) send("ping");
        else close();
      },
      cancel: left,
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      // Without no-transform the server would compress, and hold events back until a block is full.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
