import { danishDay } from "../time/danish.ts";
import { type Answer, receive } from "./behaviour.ts";
import { type DemoInstallation, type Place, UNKNOWN_SENDER } from "./catalogue.ts";
import type { WorldEvent } from "./events.ts";
import type { Letter } from "./letters.ts";
import { LEGACY_SENDER } from "./places.ts";
import { Random } from "./random.ts";
import { sourceOfSystem } from "./sources.ts";
import { activeOn, afterWork, feltBy, heldUntil, QUEUE_LIFE_MS, type Timeline } from "./timeline.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** A sender that hears nothing sends again, twice at most (DOMAIN 1.2). */
const RESEND_AFTER_MS = 31 * MINUTE_MS;
const MAX_RESENDS = 2;
const ADVIS = new Set(["FDIS20", "XDIS17", "XDIS20"]);
/** A hospital that already sends through an access point. */
const ACCESS_POINT_SENDER = "horsens";

type Passing = { at: number } | { at: null; expiresAt: number | null };

/** All that happens to one letter, from its sender to every receiver and back: always the same for the same letter. */
export function eventsOf(letter: Letter, timeline: Timeline): WorldEvent[] {
  return new Journey(letter, timeline).events;
}

class Journey {
  readonly events: WorldEvent[] = [];
  private readonly letter: Letter;
  private readonly timeline: Timeline;
  private readonly random: Random;
  private readonly besked: string;
  private readonly advis: boolean;
  private readonly vans: string;
  private receipts = 0;
  private sends = 0;

  constructor(letter: Letter, timeline: Timeline) {
    this.letter = letter;
    this.timeline = timeline;
    this.random = new Random(letter.name);
    this.besked = this.random.uuid();
    this.advis = ADVIS.has(letter.type);
    this.vans = letter.receiver.place?.vans ?? "strandby-vans";
    if (letter.orphan) this.orphan();
    else if (letter.receiver.place === null) this.toNobody();
    else this.travel(letter.receiver.place);
    this.dropWhatNobodySaw();
  }

  /** A receipt whose letter nobody ever told about. */
  private orphan(): void {
    const installation = this.letter.receiver.place?.installations[0];
    if (!installation) return;
    const receipt = this.newReceipt({ afterMs: 0, outcome: "ok", code: null });
    const source = sourceOfSystem(installation.system);
    this.tell(source, "recipient", "receipt", this.letter.sentAt, {
      direction: "back",
      mailbox: installation.mailbox,
      receipt,
    });
  }

  /** The network does not know the receiver: a negative receipt from the VANS supplier itself. */
  private toNobody(): void {
    const at = this.sent(this.letter.sentAt);
    const receipt = this.newReceipt({ afterMs: 0, outcome: "fatal", code: "LOK" });
    if (this.random.chance(0.7))
      this.tell("strandby-vans", "vans", "receipt", at + this.random.delay(40 * SECOND_MS, 0.4), {
        direction: "back",
        operator: this.vans,
        receipt,
      });
  }

  private travel(place: Place): void {
    const day = danishDay(this.letter.sentAt);
    const receiving = place.installations.filter(
      (one) => activeOn(one, this.timeline.anchor, day) && one.types.some((type) => type.code === this.letter.type),
    );
    const left = this.through(this.sent(this.letter.sentAt), this.vans, place);
    if (left.at === null) return;
    const arrived = this.advis ? this.throughDistributor(left.at, place) : left;
    if (arrived.at === null) {
      this.expire(arrived.expiresAt, place);
      this.resend(null);
      return;
    }
    const answeredAt = receiving.map((one) => this.deliver(one, arrived.at as number, place));
    const answer = answeredAt[receiving.findIndex((one) => one.role === "A")] ?? null;
    if (this.letter.receiptExpected) this.resend(answer);
  }

  /** The sender's own event, and its VANS supplier's. Answers when the VANS had it. */
  private sent(at: number): number {
    this.sends += 1;
    const envelope = this.random.uuid();
    const { place } = this.letter.sender;
    const reporting = place?.kind === "hospital" && place.key !== LEGACY_SENDER;
    const source = `epj-${place?.region}`;
    if (reporting) {
      // Now and then a hospital's report comes hours after everybody else's.
      const behind = this.random.chance(0.004) ? this.random.between(2, 14) * HOUR_MS : 0;
      this.tell(source, "sender", "sent", at, { envelope, names: true, statedSentAt: at, toldAt: at + behind });
    }
    let there = at;
    if (reporting && place.key === ACCESS_POINT_SENDER) {
      there += this.random.delay(600, 0.4);
      this.tell(source, "access_point", "received", there, { envelope });
    }
    there += this.random.delay(900, 0.5);
    const unstated = this.letter.sender.gln === UNKNOWN_SENDER || !reporting;
    this.tell(this.vans, "vans", "received", there, {
      envelope,
      names: true,
      operator: this.vans,
      ...(unstated ? { statedSentAt: at } : {}),
    });
    return there;
  }

  /** Through a station of one operator: an outage there holds the message back, or loses it. */
  private through(at: number, operator: string, place: Place): Passing {
    const work = this.timeline.works.find((known) => known.operator === operator && at >= known.from && at < known.to);
    if (work) return { at: afterWork(work, at) };
    const outage = this.timeline.outages.find(
      (known) => known.operator === operator && at >= known.from && at < known.to + known.drainMs,
    );
    const felt = outage ? feltBy(outage, place.key) : "not";
    if (!outage || felt === "not") return { at };
    if (felt === "delayed and lost" && at < outage.to && this.random.chance(outage.lostShare)) {
      return { at: null, expiresAt: this.random.chance(0.6) ? at + QUEUE_LIFE_MS : null };
    }
    // What comes while the backlog is let through queues behind it.
    return { at: at < outage.to ? heldUntil(outage, at) : at + (outage.to + outage.drainMs - at) * 0.8 };
  }

  private throughDistributor(from: number, place: Place): Passing {
    const atAgent = from + this.random.delay(1_100, 0.5);
    this.tell("sundhedsagent", "agent", "received", atAgent, { besked: this.besked, operator: "sundhedsagent" });
    const passing = this.through(atAgent + this.random.delay(700, 0.5), place.distributor, place);
    if (passing.at !== null)
      this.tell(place.distributor, "distributor", "received", passing.at, {
        besked: this.besked,
        operator: place.distributor,
      });
    return passing;
  }

  private expire(at: number | null, place: Place): void {
    if (at !== null) this.tell(place.distributor, "distributor", "expired", at, { operator: place.distributor });
  }

  /** To one system and back. Answers when its first final receipt was made, or null. */
  private deliver(one: DemoInstallation, from: number, place: Place): number | null {
    const { mailbox } = one;
    const reception =
      one.role === "C"
        ? ({ fate: "taken", answers: [] } as const)
        : receive(one.system, this.letter.scheme, this.random);
    let at = from + this.random.delay(350, 0.4);
    if (this.advis) {
      if (reception.fate === "undelivered") return null;
      const queue = { mailbox, operator: place.distributor };
      this.tell(place.distributor, "mailbox", "received", at, { ...queue, besked: this.besked });
      const blocked = this.timeline.blocked.find(
        (known) => known.mailbox === mailbox && at >= known.from && at < known.to,
      );
      if (blocked) {
        const stopped = { id: this.random.uuid(), level: "transport", outcome: "transient", code: "53" } as const;
        this.tell(place.distributor, "mailbox", "stopped", at + 2 * SECOND_MS, { ...queue, receipt: stopped });
        if (this.random.chance(0.35)) {
          this.tell(place.distributor, "mailbox", "expired", at + QUEUE_LIFE_MS, queue);
          return null;
        }
        at = blocked.to + this.random.between(1, 25) * MINUTE_MS;
      } else if (reception.fate === "straggling") at += reception.afterMs;
      else at += one.mode === "push" ? this.random.delay(600, 0.5) : this.random.delay(9 * SECOND_MS, 0.5);
      const handed = { id: this.random.uuid(), level: "transport", outcome: "ok", code: "20" } as const;
      this.tell(
        place.distributor,
        "mailbox",
        "handed_over",
        at,
        one.mode === "push" ? { ...queue, receipt: handed } : queue,
      );
    } else if (reception.fate === "undelivered") return null;
    at += this.random.delay(450, 0.4);
    this.tell(sourceOfSystem(one.system), "recipient", "received", at, { mailbox });
    if (!this.letter.receiptExpected && reception.fate === "taken" && reception.answers[0]?.outcome === "ok")
      return null;
    return this.answer(one, at, reception.answers, place);
  }

  private answer(one: DemoInstallation, from: number, answers: readonly Answer[], place: Place): number | null {
    let final: number | null = null;
    for (const [index, answer] of answers.entries()) {
      const at = Math.round(from + answer.afterMs);
      // A temporary error that reaches the sender (A's only) makes it send again; the next answer is to that copy.
      const before = answers[index - 1];
      if (before?.outcome === "transient" && one.role === "A") {
        this.sent(at - Math.min(90 * SECOND_MS, answer.afterMs - before.afterMs));
      }
      this.sendBack(one, this.newReceipt(answer), at, place);
      if (answer.outcome !== "transient") final ??= at;
    }
    return final;
  }

  /** A receipt's way back: A's goes to the sender, B's no further than the distributor (DOMAIN 1.3). */
  private sendBack(
    one: DemoInstallation,
    receipt: NonNullable<WorldEvent["receipt"]>,
    from: number,
    place: Place,
  ): void {
    const { mailbox } = one;
    this.tell(sourceOfSystem(one.system), "recipient", "receipt", from, { direction: "back", mailbox, receipt });
    // Rugbo's receipts go by a link of their own, so only their maker can tell of them.
    if (one.system === "rugbo") return;
    const back = { direction: "back", receipt } as const;
    let at = from + this.random.delay(900, 0.5);
    if (this.advis) {
      this.tell(place.distributor, "distributor", "receipt", at, { ...back, mailbox, operator: place.distributor });
      if (one.role !== "A") return;
      at += this.random.delay(700, 0.5);
      this.tell("sundhedsagent", "agent", "receipt", at, { ...back, operator: "sundhedsagent" });
    }
    at += this.random.delay(900, 0.5);
    this.tell(this.vans, "vans", "receipt", at, { ...back, operator: this.vans });
    const sender = this.letter.sender.place;
    if (sender?.kind !== "hospital" || sender.key === LEGACY_SENDER) return;
    this.tell(`epj-${sender.region}`, "sender", "receipt", at + this.random.delay(1_200, 0.5), back);
  }

  private resend(answeredAt: number | null): void {
    if (!this.random.chance(0.6)) return;
    while (this.sends <= MAX_RESENDS) {
      const at = this.letter.sentAt + this.sends * RESEND_AFTER_MS;
      if (answeredAt !== null && answeredAt <= at) return;
      this.sent(at);
    }
  }

  private newReceipt(answer: Answer): NonNullable<WorldEvent["receipt"]> {
    this.receipts += 1;
    const id = this.letter.scheme === "fhir" ? this.random.uuid() : `Q${this.letter.id.slice(1)}${this.receipts}`;
    return { id, level: "application", outcome: answer.outcome, code: answer.code };
  }

  private tell(
    source: string,
    station: WorldEvent["station"],
    kind: WorldEvent["kind"],
    at: number,
    more: Partial<Omit<WorldEvent, "source" | "station" | "kind" | "at" | "n">> = {},
  ): void {
    const when = Math.round(at);
    this.events.push({
      source,
      n: this.events.length,
      station,
      direction: more.direction ?? "out",
      kind,
      at: when,
      toldAt: Math.round(more.toldAt ?? when),
      operator: more.operator ?? null,
      mailbox: more.mailbox ?? null,
      envelope: more.envelope ?? null,
      besked: more.besked ?? null,
      names: more.names ?? false,
      statedSentAt: more.statedSentAt ?? null,
      receipt: more.receipt ?? null,
    });
  }

  private dropWhatNobodySaw(): void {
    const { gaps } = this.timeline;
    const kept = this.events.filter(
      (event) => !gaps.some((gap) => gap.source === event.source && event.at >= gap.from && event.at < gap.to),
    );
    this.events.splice(0, this.events.length, ...kept);
  }
}
