import { createHash } from "node:crypto";

/** Stable: the same notice to the same address has the same key, however often it is written or sent. A UUID's shape. */
export function dispatchId(noticeId: number, endpointId: number): string {
  const hex = createHash("sha256").update(`notice ${noticeId} to ${endpointId}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
