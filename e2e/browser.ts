import { existsSync } from "node:fs";
import type { LaunchOptions } from "@playwright/test";
import chromium from "@sparticuz/chromium";

const INSTALLED = "/usr/bin/chromium";
// Nothing is fetched that no test asked for; the sandbox needs rights that a container seldom gives.
const QUIET = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** The machine's Chromium where there is one, else the one npm carries; Playwright cannot download its own here. */
export async function browserToUse(): Promise<LaunchOptions> {
  if (existsSync(INSTALLED)) return { executablePath: INSTALLED, args: QUIET };
  // Not with the flags it suggests: among them are one process for all pages, and no security between sites.
  return { executablePath: await chromium.executablePath(), args: QUIET };
}
