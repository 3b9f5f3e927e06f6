import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import type { DeliveryQuery } from "../filter.ts";
import { type CsvWords, csvHead, csvLines } from "./csv.ts";
import { deliveryRow, namesFor } from "./delivery-rows.ts";
import { cursorAt, listCut, openList, recordsOf } from "./list.ts";

const AT_ONCE = 1_000;

/**
 * A list as CSV, a thousand rows at a time, each in a transaction of its own: nobody's export holds a snapshot open, and
 * rights that end stop it. Rows that come meanwhile are not in it.
 */
export async function* exportDeliveries(
  viewer: Viewer,
  query: Omit<DeliveryQuery, "cursor" | "limit">,
  words: CsvWords,
  now: Date,
): AsyncGenerator<string> {
  yield csvHead(words);
  let cursor: string | undefined;
  do {
    const asked: DeliveryQuery = { ...query, limit: AT_ONCE, ...(cursor === undefined ? {} : { cursor }) };
    const list = await openList(viewer, asked, now);
    const { lines, last } = await asViewer(viewer, list.side, async (tx) => {
      const cut = await listCut(tx, list, asked);
      const records = await recordsOf(tx, list, cut, AT_ONCE);
      const names = await namesFor(tx, list.asSender, records);
      const rows = records.map((record) => deliveryRow(record, names, list.asSender));
      return { lines: csvLines(rows, words), last: records.length === AT_ONCE ? records.at(-1) : undefined };
    });
    if (lines !== "") yield lines;
    cursor = last && cursorAt(last, list.bound);
  } while (cursor !== undefined);
}
