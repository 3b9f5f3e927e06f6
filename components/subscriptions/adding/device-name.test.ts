import { expect, test } from "vitest";
import { deviceOf } from "./device-name.ts";

const MOZILLA = "Mozilla/5.0";
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

test.each([
  [`${MOZILLA} (Windows NT 10.0; Win64; x64) ${CHROME}`, "Chrome", "Windows"],
  [`${MOZILLA} (Windows NT 10.0; Win64; x64) ${CHROME} Edg/142.0.0.0`, "Edge", "Windows"],
  [`${MOZILLA} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0`, "Firefox", "Linux"],
  [`${MOZILLA} (Linux; Android 10; K) ${CHROME}`, "Chrome", "Android"],
  [`${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15`, "Safari", "Mac"],
  [
    `${MOZILLA} (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Safari/604.1`,
    "Safari",
    "iPhone",
  ],
  ["", null, null],
])("%s", (userAgent, browser, system) => {
  expect(deviceOf(userAgent)).toEqual({ browser, system });
});
