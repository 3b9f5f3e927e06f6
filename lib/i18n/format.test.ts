import { describe, expect, test } from "vitest";
import { danishDay, formatter } from "./format.ts";

const da = formatter("da");
const en = formatter("en");
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const now = "2026-11-24T06:42:08Z";

describe("numbers", () => {
  test("thousands are cut the way the language does it", () => {
    expect(da.number(1232)).toBe("1.232");
    expect(en.number(1232)).toBe("1,232");
  });
  test("what is not known is a dash, and zero is zero", () => {
    expect(da.number(null)).toBe("–");
    expect(da.number(0)).toBe("0");
  });
});

describe("percent", () => {
  test("a rate of nothing is a dash, never 100 % or 0 %", () => {
    expect(da.percent(0, 0)).toBe("–");
  });
  test("only all is 100, and only none is 0", () => {
    expect(plain(da.percent(9_999, 10_000))).toBe("99,9 %");
    expect(plain(da.percent(10_000, 10_000))).toBe("100 %");
    expect(plain(da.percent(1, 10_000))).toBe("0,1 %");
    expect(plain(da.percent(0, 10_000))).toBe("0 %");
    expect(plain(da.percent(998, 1000))).toBe("99,8 %");
    expect(plain(da.percent(9_896, 10_000))).toBe("99 %");
  });
  test("Danish has a space before the sign, English has none", () => {
    expect(plain(da.percent(93, 100))).toBe("93 %");
    expect(en.percent(93, 100)).toBe("93%");
  });
});

describe("availability", () => {
  test("is rounded down: only all of the time is 100, and what was not measured is a dash", () => {
    const cases = [0.99629, 0.999999, 1, 0.998, 0, null].map((share) => plain(da.availability(share)));
    expect(cases).toEqual(["99,62 %", "99,99 %", "100 %", "99,8 %", "0 %", "–"]);
    expect(en.availability(0.9962)).toBe("99.62%");
  });
});

describe("times are Danish local time", () => {
  test("winter is one hour ahead of UTC, summer two", () => {
    expect(da.time("2026-11-24T06:42:08Z")).toBe("07:42");
    expect(da.time("2026-07-01T06:42:08Z")).toBe("08:42");
    expect(da.timeWithSeconds("2026-11-24T06:42:08Z")).toBe("07:42:08");
  });
  test("midnight is 00:00 of the new day", () => {
    expect(da.time("2026-11-23T23:00:00Z")).toBe("00:00");
    expect(danishDay("2026-11-23T23:00:00Z")).toBe("2026-11-24");
    expect(danishDay("2026-11-23T22:59:59Z")).toBe("2026-11-23");
  });
  test("the hour that is skipped in spring is not shown, the hour that repeats in autumn is shown twice", () => {
    expect(da.time("2026-03-29T00:59:00Z")).toBe("01:59");
    expect(da.time("2026-03-29T01:00:00Z")).toBe("03:00");
    expect(da.time("2026-10-25T00:30:00Z")).toBe("02:30");
    expect(da.time("2026-10-25T01:30:00Z")).toBe("02:30");
  });
});

describe("dates", () => {
  test("the year stands only where it is another", () => {
    expect(plain(da.date("2026-11-24T06:00:00Z", now))).toBe("24. nov.");
    expect(plain(en.date("2026-11-24T06:00:00Z", now))).toBe("24 Nov");
    expect(plain(da.date("2025-05-02T06:00:00Z", now))).toBe("2. maj 2025");
    expect(plain(da.dateInWords("2026-11-24T06:00:00Z", now))).toBe("24. november");
    expect(plain(en.dateInWords("2025-05-02T06:00:00Z", now))).toBe("2 May 2025");
  });
  test("New Year's Eve late in UTC is already next year in Denmark", () => {
    expect(plain(da.date("2026-12-31T23:30:00Z", now))).toBe("1. jan. 2027");
  });
  test("a time of another day carries its day", () => {
    expect(da.sinceTime("2026-11-24T04:10:00Z", now)).toBe("05:10");
    expect(plain(da.sinceTime("2026-11-23T04:10:00Z", now))).toBe("23. nov. 05:10");
  });
});

describe("durations", () => {
  const cases: [number | null, string, string][] = [
    [null, "–", "–"],
    [0, "0 s", "0 s"],
    [900, "0,9 s", "0.9 s"],
    [9_949, "9,9 s", "9.9 s"],
    [9_950, "10 s", "10 s"],
    [38_000, "38 s", "38 s"],
    [59_700, "1 min", "1 min"],
    [938_000, "15 min 38 s", "15 min 38 s"],
    [3_599_600, "1 t", "1 h"],
    [8_040_000, "2 t 14 min", "2 h 14 min"],
    [76 * 3_600_000, "3 d 4 t", "3 d 4 h"],
    [-1_500, "−1,5 s", "−1.5 s"],
  ];
  test.each(cases)("%s ms", (ms, danish, english) => {
    expect(plain(da.duration(ms))).toBe(danish);
    expect(plain(en.duration(ms))).toBe(english);
  });
  test("an interpolated value says that it is about, and claims no finer unit than its bin", () => {
    expect(plain(da.about(38_412))).toBe("≈ 38 s");
    expect(plain(da.about(254_321))).toBe("≈ 4 min 10 s");
    expect(plain(da.about(1_463_000))).toBe("≈ 24 min");
    expect(da.about(null)).toBe("–");
  });
});
