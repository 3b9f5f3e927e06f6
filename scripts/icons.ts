import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { browserToUse } from "../e2e/browser.ts";

/**
 * Draws the icons of an installed app out of our mark (`app/icon.svg`); run by hand where the mark changes. `room` is how much
 * of the edge length the mark takes: all that stands within a circle of 80 % is shown whatever shape a device cuts
 * (W3C Web Application Manifest, maskable icons); `square`: without round corners, since the device rounds them.
 */
const ICONS = [
  { name: "mark-192", size: 192, room: 1, square: false },
  { name: "mark-512", size: 512, room: 1, square: false },
  { name: "maskable-512", size: 512, room: 0.72, square: true },
  { name: "apple-180", size: 180, room: 0.86, square: true },
] as const;

const mark = readFileSync(new URL("../app/icon.svg", import.meta.url), "utf8");
const GROUND = /<rect[^>]*fill="(#\w+)"/.exec(mark)?.[1] ?? "";

const browser = await chromium.launch(await browserToUse());
for (const { name, size, room, square } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const ground = square ? GROUND : "transparent";
  const inset = (size * (1 - room)) / 2;
  await page.setContent(
    `<body style="margin:0;background:${ground}"><div style="padding:${inset}px;line-height:0">${mark.replace("<svg", `<svg width="${size - 2 * inset}" height="${size - 2 * inset}"`)}</div></body>`,
  );
  const png = await page.screenshot({ omitBackground: true });
  writeFileSync(new URL(`../public/icons/${name}.png`, import.meta.url), png);
  await page.close();
}
await browser.close();
