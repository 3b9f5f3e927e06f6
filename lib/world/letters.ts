import { addDays } from "../time/danish.ts";
import { ARRIVALS, atHour, DISCHARGES, dayFactor, OFFICE, type Profile } from "./calendar.ts";
import { type Catalogue, catalogue, type Place, UNKNOWN_RECEIVERS, UNKNOWN_SENDER } from "./catalogue.ts";
import { LEGACY_SENDER } from "./places.ts";
import { Random, runningTotals, shareOf } from "./random.ts";

/** A message somebody sends. */
export type Letter = {
  /** Unique within the world: what the ids of its events begin with. */
  name: string;
  id: string;
  scheme: "fhir" | "oioxml";
  type: string;
  content: string | null;
  sentAt: number;
  sender: { gln: string; place: Place | null };
  receiver: { gln: string; place: Place | null };
  receiptExpected: boolean;
  /** Only a receipt, of a letter nobody else tells about. */
  orphan: boolean;
};

type End = "hospital" | "legacy" | "practice" | "municipality" | "clinic" | "unknown";
type Stream = {
  type: string;
  content?: string;
  /** On an ordinary Monday. */
  perDay: number;
  profile: Profile;
  from: End;
  to: End;
  orphan?: true;
};

// About 2,600 letters on a working day, which are 4,500 deliveries: most advis goes to two or three systems.
const STREAMS: readonly Stream[] = [
  { type: "FDIS20", content: "AcuteAmbulant", perDay: 500, profile: ARRIVALS, from: "hospital", to: "municipality" },
  {
    type: "FDIS20",
    content: "AdmissionInpatient",
    perDay: 350,
    profile: ARRIVALS,
    from: "hospital",
    to: "municipality",
  },
  {
    type: "FDIS20",
    content: "EndHospitalStay",
    perDay: 640,
    profile: DISCHARGES,
    from: "hospital",
    to: "municipality",
  },
  { type: "FDIS20", content: "OnLeave", perDay: 24, profile: DISCHARGES, from: "hospital", to: "municipality" },
  { type: "FDIS20", content: "EndOfLeave", perDay: 22, profile: ARRIVALS, from: "hospital", to: "municipality" },
  { type: "FDIS91", content: "carecoordination", perDay: 260, profile: OFFICE, from: "hospital", to: "municipality" },
  { type: "FDIS91", content: "discharge", perDay: 150, profile: DISCHARGES, from: "hospital", to: "municipality" },
  { type: "FDIS91", content: "medicine", perDay: 170, profile: OFFICE, from: "practice", to: "municipality" },
  { type: "FDIS91", content: "nursing", perDay: 130, profile: OFFICE, from: "municipality", to: "clinic" },
  { type: "FDIS91", content: "healthcare", perDay: 70, profile: OFFICE, from: "municipality", to: "municipality" },
  { type: "homecareobservation", perDay: 40, profile: OFFICE, from: "municipality", to: "practice" },
  { type: "XDIS91", perDay: 60, profile: OFFICE, from: "practice", to: "municipality" },
  { type: "XREF22", perDay: 40, profile: OFFICE, from: "practice", to: "municipality" },
  { type: "GGOP", perDay: 60, profile: DISCHARGES, from: "hospital", to: "municipality" },
  { type: "XDIS20", perDay: 22, profile: OFFICE, from: "legacy", to: "municipality" },
  { type: "XDIS17", perDay: 22, profile: OFFICE, from: "legacy", to: "municipality" },
  { type: "XDIS17", perDay: 2, profile: OFFICE, from: "legacy", to: "unknown" },
  { type: "FDIS91", content: "other", perDay: 1.5, profile: OFFICE, from: "unknown", to: "municipality" },
  { type: "FDIS20", perDay: 3, profile: ARRIVALS, from: "hospital", to: "municipality", orphan: true },
];

/** What another world of the same shape is made from, e.g. a simulation beside the demo. */
export type Seed = { name: string; volume?: number };

/** The letters of one day, in the order they are sent; `offset` is counted in days from the anchor. */
export function lettersOf(seed: Seed, anchor: string, offset: number): Letter[] {
  const day = addDays(anchor, offset);
  const random = new Random(`${seed.name} ${offset}`);
  const who = peopleOf(catalogue());
  const letters: Letter[] = [];
  for (const stream of STREAMS) {
    const hours = runningTotals(stream.profile.hours);
    const wanted = stream.perDay * (seed.volume ?? 1) * dayFactor(day, stream.profile) * random.between(0.94, 1.06);
    const count = Math.floor(wanted) + (random.chance(wanted % 1) ? 1 : 0);
    for (let n = 0; n < count; n += 1) {
      const sentAt = atHour(day, random.index(hours) + random.next());
      letters.push(letter(stream, `${seed.name}${offset}.${letters.length}`, sentAt, who, random));
    }
  }
  return letters.sort((a, b) => a.sentAt - b.sentAt);
}

function letter(stream: Stream, name: string, sentAt: number, who: People, random: Random): Letter {
  const legacy = /^(X|GGOP)/.test(stream.type);
  const known = (place: Place) => ({ gln: place.gln, place });
  const receiver =
    stream.to === "unknown"
      ? { gln: random.pick(UNKNOWN_RECEIVERS), place: null }
      : known(stream.from === "legacy" ? random.pick(who.legacyReceivers) : who.receiver(stream.to, random));
  const sender =
    stream.from === "unknown"
      ? { gln: UNKNOWN_SENDER, place: null }
      : known(who.sender(stream.from, receiver.place, random));
  const id = random.uuid();
  return {
    name,
    id: legacy ? `K${id.slice(0, 8).toUpperCase()}` : id,
    scheme: legacy ? "oioxml" : "fhir",
    type: stream.type,
    content: stream.content ?? null,
    // Legacy times are stated to the minute (DOMAIN 1.5).
    sentAt: legacy ? Math.floor(sentAt / 60_000) * 60_000 : sentAt,
    sender,
    receiver,
    receiptExpected: !(legacy && random.chance(0.15)),
    orphan: stream.orphan ?? false,
  };
}

type People = ReturnType<typeof peopleOf>;
let people: { of: Catalogue; are: ReturnType<typeof makePeople> } | undefined;
function peopleOf(world: Catalogue) {
  if (people?.of !== world) people = { of: world, are: makePeople(world) };
  return people.are;
}

function makePeople(world: Catalogue) {
  const totals = (places: readonly Place[]) => runningTotals(places.map((place) => place.weight));
  const byWeight = (places: readonly Place[], sums: readonly number[], random: Random): Place => {
    const place = places[random.index(sums)];
    if (!place) throw new RangeError("No place to send to");
    return place;
  };
  const municipalities = { places: world.municipalities, sums: totals(world.municipalities) };
  const sending = world.hospitals.filter((hospital) => hospital.weight > 0);
  const everywhere = { places: sending, sums: totals(sending) };
  const near = new Map(
    [...new Set(sending.map((hospital) => hospital.region))].map((region) => {
      const places = sending.filter((hospital) => hospital.region === region);
      return [region, { places, sums: totals(places) }];
    }),
  );
  const clinics = [...world.hospitals, ...world.practices].filter((place) => place.installations.length > 0);
  const legacySender = world.hospitals.filter((hospital) => hospital.key === LEGACY_SENDER);
  return {
    legacyReceivers: [...world.municipalities]
      .sort((a, b) => shareOf(`old ${a.key}`) - shareOf(`old ${b.key}`))
      .slice(0, 15),
    receiver(end: End, random: Random): Place {
      if (end === "practice") return random.pick(world.practices);
      if (end === "clinic") return random.pick(clinics);
      return byWeight(municipalities.places, municipalities.sums, random);
    },
    sender(end: End, receiver: Place | null, random: Random): Place {
      if (end === "legacy") return random.pick(legacySender);
      if (end === "practice") return random.pick(world.practices);
      if (end === "municipality") return byWeight(municipalities.places, municipalities.sums, random);
      // Most patients are admitted in their own region.
      const { places, sums } = (random.chance(0.93) ? near.get(receiver?.region ?? null) : undefined) ?? everywhere;
      return byWeight(places, sums, random);
    },
  };
}
