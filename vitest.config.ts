import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["{lib,scripts,prisma,bench,app,components}/**/*.test.{ts,tsx}"],
    globalSetup: ["lib/db/testing-server.ts"],
    env: { SECRET: "a secret that only tests know of, 32 long", LOG_LEVEL: "silent", NEXT_TELEMETRY_DISABLED: "1" },
    testTimeout: 90_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
  },
});
