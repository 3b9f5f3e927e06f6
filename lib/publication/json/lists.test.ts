import { describe, expect, test } from "vitest";
import type { Finished } from "../page.ts";
import { anIncident, aService, aSnapshot, aWindow } from "../testing.ts";
import { incidents, incidentsAnswer, services, servicesAnswer, windows, windowsAnswer } from "./lists.ts";

const NOW = Date.parse("2026-11-24T06:42:00Z");
const many = aSnapshot({
  incidents: [5, 4, 3, 2, 1].map((n) =>
    anIncident({
      ...{ number: `2026-${n}`, startedAt: `2026-11-0${n}T06:00:00.000Z` },
      ...(n < 5 ? { resolvedAt: `2026-11-0${n}T08:00:00.000Z` } : {}),
    }),
  ),
  windows: [
    aWindow({ uid: "first", phase: "ended" }),
    aWindow({ uid: "second", phase: "cancelled" }),
    aWindow({ uid: "third" }),
  ],
});
const asked = (list: typeof incidents, query = "", snapshot = many): Finished =>
  list({ snapshot, now: NOW, stale: false, query: new URLSearchParams(query), origin: "https://status.example.dk" });
const read = (list: typeof incidents, query = "", snapshot = many) => JSON.parse(asked(list, query, snapshot).body);
const numbers = (query: string) => read(incidents, query).items.map(({ number }: { number: string }) => number);
const uids = (query: string) => read(windows, query).items.map(({ uid }: { uid: string }) => uid);

describe("services", () => {
  const objective = {
    ...{ from: "2026-01-01", workFrom: 6, workTo: 18, source: "Serviceplatformen", assumed: true },
    target: { working: 0.998, other: 0.985 },
  };
  const snapshot = aSnapshot({
    services: aSnapshot().services.map((one) =>
      one.code === "distributor" ? { ...one, objectives: [objective] } : one,
    ),
  });

  test("stand as they do and say why; figures have their denominators", () => {
    const answer = servicesAnswer.parse(read(services, "days=1", snapshot));
    const [advis, , distributor] = answer.services;
    expect(advis).toMatchObject({ state: "partial", because: [{ kind: "through", service: "distributor" }, {}] });
    expect(distributor).toMatchObject({
      ...{ state: "partial", since: "2026-11-24T05:11:00.000Z" },
      because: [{ kind: "incident", number: "2026-118" }],
    });
    const total = distributor?.availability.reduce((sum, { totalMs }) => sum + totalMs, 0);
    expect(total).toBe(24 * 3_600_000);
  });
  test("that were not seen are unknown, measured for no time, and have no share", () => {
    const unseen = snapshot.services.map((one) => ({ ...one, seen: [] }));
    const answer = servicesAnswer.parse(
      read(services, "", { ...snapshot, incidents: [], windows: [], services: unseen }),
    );
    for (const { state } of answer.services) expect(state).toBe("unknown");
    for (const band of answer.services.flatMap(({ availability }) => availability))
      expect(band).toMatchObject({ measuredMs: 0, withWindows: null, withoutWindows: null });
  });
  test("can be chains or stations alone", () => {
    expect(servicesAnswer.parse(read(services, "kind=chain", snapshot)).services.map(({ code }) => code)).toEqual([
      "advis",
    ]);
  });
});

describe("incidents", () => {
  test("come newest first, page by page, and the pages make the whole", () => {
    expect(read(incidents, "limit=2")).toMatchObject({ total: 5, next: "2026-4" });
    expect([...numbers("limit=2"), ...numbers("limit=2&after=2026-4"), ...numbers("limit=2&after=2026-2")]).toEqual(
      numbers(""),
    );
    expect(read(incidents, "limit=2&after=2026-2").next).toBeNull();
  });
  test("can be open ones, and those that began within a time: from in, to out", () => {
    expect(numbers("open=true")).toEqual(["2026-5"]);
    expect(numbers("open=false")).toEqual(["2026-4", "2026-3", "2026-2", "2026-1"]);
    expect(numbers("from=2026-11-02T06:00:00Z&to=2026-11-04T06:00:00Z")).toEqual(["2026-3", "2026-2"]);
  });
});

test("windows come latest first, and can be of a phase", () => {
  expect(uids("")).toEqual(["third", "second", "first"]);
  expect(uids("phase=cancelled")).toEqual(["second"]);
  expect(uids("service=vans")).toEqual([]);
});

test("the answers are as the description of the API says", () => {
  expect(incidentsAnswer.parse(read(incidents)).items).toHaveLength(5);
  expect(windowsAnswer.parse(read(windows)).items).toHaveLength(3);
});

test.each([
  [incidents, "limit=0", "limit"],
  [incidents, "limit=201", "limit"],
  [incidents, "limit=ten", "limit"],
  [incidents, "open=yes", "open"],
  [incidents, "from=yesterday", "from"],
  [incidents, "after=2026-99", "after"],
  [incidents, "municipality=9999", "municipality"],
  [incidents, "page=2", "page"],
  [incidents, "limit=1&limit=2", "limit"],
  [windows, "phase=moved", "phase"],
  [windows, "municipality=0851", "municipality"],
  [services, "days=0", "days"],
  [services, "kind=all", "kind"],
])("a wrong call is refused, naming the field", (list, query, field) => {
  const answer = asked(list, query);
  expect(answer).toMatchObject({ status: 400, type: "application/problem+json" });
  expect(JSON.parse(answer.body)).toMatchObject({ field, requestId: expect.any(String) });
});

test("only what is published for a place is told of it, and how far the answer knows", () => {
  const row = { municipality: "0101", effect: "lost", from: "2026-11-24T05:11:00.000Z", to: null } as const;
  const snapshot = aSnapshot({ incidents: [anIncident({ impacts: [row] })], services: [aService()] });
  expect(read(incidents, "municipality=0851", snapshot)).toMatchObject({ items: [], total: 0, asOf: snapshot.asOf });
  expect(read(incidents, "municipality=0101", snapshot).total).toBe(1);
});
