import { describe, expect, test } from "vitest";
import { stationEvent } from "../ledger/schema.ts";
import { addDays, danishDay } from "../time/danish.ts";
import { DISCHARGES, dayFactor } from "./calendar.ts";
import { catalogue, INVENTED_SYSTEMS, UNKNOWN_RECEIVERS } from "./catalogue.ts";
import { toInput, type WorldEvent } from "./events.ts";
import { eventsOf } from "./journey.ts";
import { type Letter, lettersOf } from "./letters.ts";
import { Random } from "./random.ts";
import { activeOn, coveredBy, feltBy, timelineOf } from "./timeline.ts";

// A Wednesday. The days around it hold no holiday.
const ANCHOR = "2026-11-18";
const SEED = { name: "test" };
const timeline = timelineOf(ANCHOR);
const all = (from: number, to: number) => {
  const days: { letter: Letter; events: WorldEvent[] }[] = [];
  for (let offset = from; offset <= to; offset += 1)
    for (const letter of lettersOf(SEED, ANCHOR, offset)) days.push({ letter, events: eventsOf(letter, timeline) });
  return days;
};

describe("determinism", () => {
  test("the same seed and anchor give the same letters and events, another seed others", () => {
    const once = all(-1, 0);
    expect(all(-1, 0)).toEqual(once);
    expect(lettersOf({ name: "other" }, ANCHOR, 0)[0]?.id).not.toBe(lettersOf(SEED, ANCHOR, 0)[0]?.id);
  });
  test("another anchor gives the same people's letters at other times", () => {
    const [here, later] = [lettersOf(SEED, ANCHOR, 0), lettersOf(SEED, addDays(ANCHOR, 7), 0)];
    expect(later.map(({ id }) => id).sort()).toEqual(here.map(({ id }) => id).sort());
    expect(new Set(later.map(({ sentAt }) => danishDay(sentAt)))).toEqual(new Set([addDays(ANCHOR, 7)]));
  });
  test("chance is even enough to build shares on", () => {
    const random = new Random("even");
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i += 1) {
      const tenth = Math.floor(random.next() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

describe("the profile", () => {
  test("a Friday has a sixth more discharges, a holiday is like a Sunday", () => {
    expect(dayFactor("2026-11-20", DISCHARGES)).toBeCloseTo(7 / 6);
    for (const holiday of ["2026-12-25", "2026-12-24", "2026-05-14"])
      expect(dayFactor(holiday, DISCHARGES)).toBe(dayFactor("2026-11-22", DISCHARGES));
  });
  test("discharges come by day, and a week carries about 4,000 deliveries a day to all 98 municipalities", () => {
    const letters = [-6, -5, -4, -3, -2, -1, 0].flatMap((offset) => lettersOf(SEED, ANCHOR, offset));
    const deliveries = letters.reduce((sum, { receiver, type, orphan, sentAt }) => {
      const taking = receiver.place?.installations.filter(
        (one) => activeOn(one, ANCHOR, danishDay(sentAt)) && one.types.some(({ code }) => code === type),
      );
      return sum + (orphan ? 0 : (taking?.length ?? 1));
    }, 0);
    expect(deliveries / 7).toBeGreaterThan(3_500);
    expect(deliveries / 7).toBeLessThan(4_500);
    expect(
      new Set(letters.flatMap(({ receiver }) => (receiver.place?.kind === "municipality" ? receiver.place.key : [])))
        .size,
    ).toBe(98);
    const discharges = letters.filter(({ content }) => content === "EndHospitalStay");
    const hours = discharges.map(({ sentAt }) => (new Date(sentAt).getUTCHours() + 1) % 24);
    expect(hours.filter((hour) => hour >= 8 && hour < 18).length / hours.length).toBeGreaterThan(0.75);
  });
});

describe("what happens", () => {
  const world = all(-12, 0);
  const events = world.flatMap((one) => one.events);
  const systemOf = new Map(catalogue().all.flatMap((place) => place.installations.map((one) => [one.mailbox, one])));

  test("every event fits the contract, in the very shape the schema gives it", () => {
    for (const { letter, events: own } of world.slice(0, 300))
      for (const event of own) {
        const input = toInput(letter, event);
        expect(JSON.stringify(stationEvent.parse(input))).toBe(JSON.stringify(input));
      }
  });
  test("all seven stations take part, out and back", () => {
    expect(new Set(events.filter((e) => e.direction === "out").map((e) => e.station)).size).toBe(7);
    expect(new Set(events.filter((e) => e.direction === "back").map((e) => e.station))).toEqual(
      new Set(["recipient", "distributor", "agent", "vans", "sender"]),
    );
  });
  test("late, rejected, temporary, unanswered, expired, repudiated: each occurs, and only at invented products", () => {
    const invented = new Set<string>(INVENTED_SYSTEMS.map(({ code }) => code));
    const made = world.flatMap(({ letter, events: own }) =>
      own
        .filter((event) => event.station === "recipient" && event.kind === "receipt")
        .map((event) => ({
          letter,
          event,
          system: systemOf.get(event.mailbox ?? "")?.system ?? "",
          role: systemOf.get(event.mailbox ?? "")?.role,
        })),
    );
    const late = made.filter(({ letter, event }) => event.at - letter.sentAt > 30 * 60_000);
    const negative = made.filter(({ event }) => event.receipt?.outcome !== "ok");
    for (const faulty of [late, negative]) {
      expect(faulty.length).toBeGreaterThan(20);
      expect(faulty.filter(({ system }) => !invented.has(system))).toEqual([]);
    }
    expect(new Set(negative.map(({ event }) => event.receipt?.outcome))).toEqual(new Set(["fatal", "transient"]));
    expect(events.some((event) => event.kind === "expired")).toBe(true);
    expect(events.some((event) => event.kind === "stopped")).toBe(true);
    const repudiated = world.filter(({ events: own }) => {
      const told = own.filter((e) => e.station === "recipient" && e.receipt?.level === "application");
      return told.some(
        (ok) =>
          ok.receipt?.outcome === "ok" &&
          told.some((f) => f.receipt?.outcome === "fatal" && f.mailbox === ok.mailbox && f.at > ok.at),
      );
    });
    expect(repudiated.length).toBeGreaterThan(0);
    expect(made.filter(({ role }) => role === "C")).toEqual([]);
    // A product that does not answer is one whose answer was expected and that got the message.
    const silent = world.filter(
      ({ letter, events: own }) =>
        letter.receiptExpected &&
        own.some(
          (e) => e.station === "recipient" && e.kind === "received" && systemOf.get(e.mailbox ?? "")?.role === "A",
        ) &&
        !own.some((e) => e.station === "recipient" && e.kind === "receipt"),
    );
    expect(silent.length).toBeGreaterThan(0);
  });
  test("senders send again at most twice, in a new envelope each time", () => {
    const sends = world.map(({ events: own }) => own.filter((e) => e.station === "sender" && e.kind === "sent"));
    const most = Math.max(...sends.map((own) => own.length));
    expect(most).toBe(3);
    for (const own of sends) expect(new Set(own.map(({ envelope }) => envelope)).size).toBe(own.length);
  });
  test("an outage is felt differently: some municipalities not at all, some late, some lose messages", () => {
    const [ydby] = timeline.outages;
    const felt = catalogue()
      .municipalities.filter((place) => place.distributor === "fordeler-ydby")
      .map((place) => ydby && feltBy(ydby, place.key));
    expect(new Set(felt)).toEqual(new Set(["not", "delayed", "delayed and lost"]));
  });
  test("a source with a gap vouches for everything but the gap, and tells nothing about it", () => {
    const gap = timeline.gaps[1];
    expect(gap).toBeDefined();
    const inGap = (at: number) => at >= (gap?.from ?? 0) && at < (gap?.to ?? 0);
    expect(events.filter((event) => event.source === gap?.source && inGap(event.at))).toEqual([]);
    expect(coveredBy("skallebaek", timeline, Date.parse("2026-11-18T12:00:00Z"))).toHaveLength(3);
    expect(coveredBy("lyngbjerg", timeline, Date.parse("2026-11-18T12:00:00Z"))).toHaveLength(1);
  });
  test("orphans, unknown receivers, a sender behind the others, a legacy sender with times to the minute", () => {
    expect(world.some(({ letter }) => letter.orphan)).toBe(true);
    expect(world.filter(({ letter }) => UNKNOWN_RECEIVERS.includes(letter.receiver.gln)).length).toBeGreaterThan(5);
    expect(events.some((event) => event.toldAt - event.at > 3_600_000)).toBe(true);
    const legacy = world.filter(({ letter }) => letter.type === "XDIS17");
    expect(legacy.length).toBeGreaterThan(50);
    for (const { letter } of legacy) expect(letter.sentAt % 60_000).toBe(0);
  });
  test("no event happens before its letter was sent", () => {
    const early = world.filter(({ letter, events: own }) => own.some((event) => event.at < letter.sentAt));
    expect(early).toEqual([]);
  });
});
