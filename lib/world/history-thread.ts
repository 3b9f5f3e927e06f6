import { parentPort, workerData } from "node:worker_threads";
import { closePools, ownerPool } from "../db/pool.ts";
import { type History, writeHistory } from "./history.ts";

// A thread of its own for a stretch of days, so that making the world uses every core there is.
const tx = await ownerPool().connect();
try {
  await tx.query("BEGIN");
  await tx.query("SET LOCAL synchronous_commit = off");
  const written = await writeHistory(tx, workerData as History);
  await tx.query("COMMIT");
  parentPort?.postMessage(written);
} finally {
  tx.release();
  await closePools();
}
