import { danishDay } from "../time/danish.ts";

/** Lines of CSV as a download, made as fast as they are read. A failure on the way cuts the file off, as it must be seen. */
export function csvResponse(lines: AsyncGenerator<string>, now: Date): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await lines.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: () => void lines.return(undefined),
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="leverancer-${danishDay(now.getTime())}.csv"`,
    },
  });
}
