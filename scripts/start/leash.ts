/**
 * Loaded into every child before its own code. The channel to the starter closes when the starter is gone, even by
 * kill −9, and children must then end, or they would keep the port and work beside those of the next start.
 */
const LAST_MOMENT_MS = 2_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), LAST_MOMENT_MS).unref();
  process.kill(process.pid, "SIGTERM");
});
process.channel?.unref();
