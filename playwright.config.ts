import { defineConfig } from "@playwright/test";
import { browserToUse } from "./e2e/browser.ts";
import { APP, MAILBOX } from "./e2e/place.ts";

export default defineConfig({
  testDir: "e2e",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  // Long enough for a machine that is busy: how fast things are, is for a benchmark.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL: APP.url,
    locale: "da-DK",
    timezoneId: "Europe/Copenhagen",
    trace: "retain-on-failure",
    launchOptions: await browserToUse(),
  },
  webServer: [
    {
      command: `"${process.execPath}" scripts/start.ts`,
      url: `${APP.url}/api/ready`,
      env: {
        PORT: String(APP.port),
        DATA_DIR: APP.dataDir,
        DATABASE_URL: "",
        LOG_LEVEL: "warn",
        WEBHOOK_PRIVATE: "on",
        SMTP_URL: `smtp://127.0.0.1:${MAILBOX.smtp}`,
      },
      timeout: 180_000,
      stdout: "pipe",
      gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    },
    { command: `"${process.execPath}" e2e/peers/mailbox.ts`, url: MAILBOX.url, timeout: 20_000 },
  ],
});
