import { expect, test } from "vitest";
import { postLanguage } from "./language.ts";

const asked = (locale: string, headers: Record<string, string> = {}) =>
  postLanguage(
    new Request("http://here:3000/language", {
      method: "POST",
      body: new URLSearchParams({ locale }),
      headers: { host: "here:3000", referer: "http://here:3000/history?month=2026-10", ...headers },
    }),
  );

test("a language is remembered, and the same page shown again", async () => {
  const answer = await asked("en");
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/history?month=2026-10"]);
  expect(answer.headers.get("set-cookie")).toMatch(/^locale=en; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/);
});

test("one we do not have is the default", async () => {
  expect((await asked("tlh")).headers.get("set-cookie")).toMatch(/^locale=da;/);
});

test("another site changes nothing", async () => {
  const answer = await asked("en", { origin: "https://elsewhere.example" });
  expect([answer.status, answer.headers.get("set-cookie")]).toEqual([403, null]);
});
