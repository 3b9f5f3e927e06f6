import fc from "fast-check";
import ical, { type CalendarResponse, type VEvent } from "node-ical";
import { describe, expect, test } from "vitest";
import type { PublicSnapshot, PublicWindow } from "../snapshot.ts";
import { aService, aSnapshot, aWindow, words } from "../testing.ts";
import { calendar } from "./calendar.ts";

const written = (snapshot: PublicSnapshot, query = "") =>
  calendar({
    ...{ snapshot, now: Date.parse("2026-11-24T06:42:00Z"), stale: false, query: new URLSearchParams(query) },
    origin: "https://status.example.dk",
  });
const events = (file: CalendarResponse): VEvent[] =>
  Object.values(file).filter((part): part is VEvent => part?.type === "VEVENT");
/** The events as node-ical understands them. */
const read = (windows: PublicWindow[], query = "") =>
  events(ical.sync.parseICS(written(aSnapshot({ windows }), query).body));
const only = (window: PublicWindow): VEvent => {
  const [event] = read([window]);
  if (!event) throw new Error("No event");
  return event;
};

describe("a window in a reader's calendar", () => {
  const announced = aWindow();
  const moved = aWindow({
    ...{ sequence: 1, updatedAt: "2026-11-20T09:00:00.000Z" },
    ...{ plannedFrom: "2026-11-27T04:00:00.000Z", plannedTo: "2026-11-27T06:00:00.000Z" },
  });
  const cancelled = { ...moved, sequence: 2, phase: "cancelled", updatedAt: "2026-11-21T09:00:00.000Z" } as const;

  test("stands at its time", () => {
    const event = only(announced);
    expect(event.summary).toBe("Mindre servicevindue");
    expect(event.start.toISOString()).toBe("2026-11-26T04:00:00.000Z");
    expect(event.end?.toISOString()).toBe("2026-11-26T05:00:00.000Z");
    expect(event.status).toBe("CONFIRMED");
    expect(event.description).toContain("Beskeder står i kø imens og sendes bagefter.");
  });

  test("moved, is the same event at another time, in a later revision", () => {
    const [before, after] = [only(announced), only(moved)];
    expect(after.uid).toBe(before.uid);
    expect(Number(after.sequence)).toBeGreaterThan(Number(before.sequence));
    expect(after.start.toISOString()).toBe("2026-11-27T04:00:00.000Z");
    expect(after.lastmodified?.toISOString()).toBe("2026-11-20T09:00:00.000Z");
    expect(after.dtstamp.toISOString()).toBe("2026-11-20T09:00:00.000Z");
  });

  test("cancelled, stays and says so", () => {
    const event = only(cancelled);
    expect(event.status).toBe("CANCELLED");
    expect(event.uid).toBe(only(announced).uid);
    expect(Number(event.sequence)).toBe(2);
  });

  test("begun and ended, stands at the time it took", () => {
    const [actualFrom, actualTo] = ["2026-11-26T04:10:00.000Z", "2026-11-26T04:40:00.000Z"];
    const begun = only(aWindow({ phase: "in_progress", actualFrom }));
    expect([begun.start, begun.end].map((at) => at?.toISOString())).toEqual([actualFrom, "2026-11-26T05:00:00.000Z"]);
    const ended = only(aWindow({ phase: "ended", actualFrom, actualTo }));
    expect([ended.start, ended.end].map((at) => at?.toISOString())).toEqual([actualFrom, actualTo]);
    const held = only(aWindow({ phase: "in_progress", actualFrom: "2026-11-26T06:00:00.000Z" }));
    expect(Number(held.end)).toBeGreaterThanOrEqual(Number(held.start));
  });

  test.each([
    ["the night Denmark's clock goes back", "2026-10-25T00:30:00.000Z", "2026-10-25T02:30:00.000Z"],
    ["the night it goes forward", "2027-03-28T00:30:00.000Z", "2027-03-28T02:30:00.000Z"],
  ])("on %s, is as long as it is", (_, plannedFrom, plannedTo) => {
    const event = only(aWindow({ plannedFrom, plannedTo }));
    expect(event.start.toISOString()).toBe(plannedFrom);
    expect(Number(event.end) - Number(event.start)).toBe(2 * 3_600_000);
  });
});

test("the file is the same until something is said: nothing in it is the time of asking", () => {
  const asked = (now: string) =>
    calendar({
      ...{ snapshot: aSnapshot(), now: Date.parse(now), stale: false, query: new URLSearchParams() },
      origin: "https://status.example.dk",
    }).body;
  expect(asked("2026-11-24T08:00:00Z")).toBe(asked("2026-11-24T06:42:00Z"));
});

test("what ended more than 400 days ago is left out", () => {
  const old = aWindow({ plannedFrom: "2025-10-01T04:00:00.000Z", plannedTo: "2025-10-01T05:00:00.000Z" });
  expect(read([old, aWindow()])).toHaveLength(1);
});

test("a service's calendar has the windows of its stations, and no others", () => {
  const windows = [aWindow({ uid: "a" }), aWindow({ uid: "b", services: ["korrespondance"] })];
  const snapshot = aSnapshot({ windows, services: [...aSnapshot().services, aService({ code: "korrespondance" })] });
  const of = (query: string) => events(ical.sync.parseICS(written(snapshot, query).body)).map(({ uid }) => uid);
  expect(of("service=advis")).toEqual(["a@kvitteringsoverblik"]);
  expect(of("service=korrespondance")).toEqual(["b@kvitteringsoverblik"]);
  expect(written(snapshot, "service=none")).toMatchObject({ status: 400, type: "application/problem+json" });
  expect(written(snapshot, "municipality=0851")).toMatchObject({ status: 400 });
});

test("English on request, under the same ids", () => {
  const [event] = read([aWindow()], "lang=en");
  expect(event?.summary).toBe("Mindre servicevindue (en)");
  expect(event?.uid).toBe(only(aWindow()).uid);
});

const unfolded = (body: string) => body.replaceAll("\r\n ", "");

test("lines are folded at 75 octets, end in CRLF, and special characters are escaped (RFC 5545 3.1, 3.3.11)", () => {
  const text =
    "Æble; rød, grød\\ og blå: hej\nBEGIN:VEVENT\r\nEND:VCALENDAR \u0007🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑🚑";
  const { body } = written(aSnapshot({ windows: [aWindow({ title: words(text), note: words(text) })] }));
  for (const line of body.split("\r\n")) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\r\n]/);
    expect(line.isWellFormed()).toBe(true);
  }
  expect(unfolded(body)).toContain("Æble\\; rød\\, grød\\\\ og blå: hej\\nBEGIN:VEVENT");
  expect(body.match(/^BEGIN:VEVENT/gm)).toHaveLength(1);
  expect(body).not.toContain("\u0007");
});

test("fast-check: whatever is typed, one window is one event", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
      const [event, ...others] = read([aWindow({ title: words(`T${text}T`), note: words(text) })]);
      expect(others).toEqual([]);
      expect(event?.uid).toBe("0c6d7a3e-5b1f-4c59-9f0e-2f6f3d1f7a11@kvitteringsoverblik");
    }),
  );
});
