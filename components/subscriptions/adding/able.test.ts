import { expect, test } from "vitest";
import { type Able, ableOf, type Browser } from "./able.ts";

const SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const IPHONE = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${SAFARI} Version/26.0 Mobile/15E148 Safari/604.1`;
const IPHONE_CHROME = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${SAFARI} CriOS/142.0.0.0 Mobile/15E148 Safari/604.1`;
const IPAD = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI} Version/26.0 Safari/605.1.15`;
const ANDROID =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
const OLD = "Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko";

const browser = (userAgent: string, unusual: Partial<Browser> = {}): Browser => ({
  ...{ secure: true, push: false, denied: false, touchPoints: 5, installed: false, userAgent, ...unusual },
});

test.each<[string, Browser, Able]>([
  ["Safari on an iPhone", browser(IPHONE), "uninstalled"],
  ["Chrome on an iPhone", browser(IPHONE_CHROME), "uninstalled"],
  ["the page on an iPhone's home screen", browser(IPHONE, { installed: true, push: true }), "able"],
  ["the same where it was refused", browser(IPHONE, { installed: true, push: true, denied: true }), "denied"],
  ["the page on the home screen of an iPhone before iOS 16.4", browser(IPHONE, { installed: true }), "unsupported"],
  ["Safari on an iPad", browser(IPAD), "uninstalled"],
  ["Safari on a Mac", browser(IPAD, { touchPoints: 0, push: true }), "able"],
  ["an old Safari on a Mac", browser(IPAD, { touchPoints: 0 }), "unsupported"],
  ["Chrome on Android", browser(ANDROID, { push: true }), "able"],
  ["a browser that knows no push", browser(OLD), "unsupported"],
  ["an iPhone on plain HTTP", browser(IPHONE, { secure: false }), "insecure"],
])("%s", (_, given, able) => {
  expect(ableOf(given)).toBe(able);
});
