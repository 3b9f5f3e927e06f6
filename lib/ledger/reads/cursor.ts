import { CURSOR } from "../filter.ts";
import { fromAddress, toAddress } from "../keys.ts";

/** The last row of a page, and the moment its first page was read: newer rows belong to a list opened anew. */
export type Cursor = { bound: number; sentAt: number; letterKey: string; installationId: number };

export const writeCursor = (cursor: Cursor): string =>
  `${cursor.bound}.${cursor.sentAt}.${toAddress(cursor.letterKey)}.${cursor.installationId}`;

/** What a cursor says, or null for what is not one of ours. */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined || !CURSOR.test(text)) return null;
  const [bound, sentAt, address, installation] = text.split(".");
  const letterKey = fromAddress(address ?? "");
  const installationId = Number(installation);
  if (letterKey === null || installationId > 2_147_483_647) return null;
  return { bound: Number(bound), sentAt: Number(sentAt), letterKey, installationId };
}
