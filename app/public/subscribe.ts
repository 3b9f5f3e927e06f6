import { ownPage } from "../../components/public/own.ts";
import { refused } from "../../components/public/refused.ts";
import { type Filled, sentPage, subscribePage } from "../../components/public/subscribe.ts";
import { placeChoices } from "../../components/public/wish-form.ts";
import { env } from "../../lib/env.ts";
import { BusyError, DomainError, InvalidInputError, NotFoundError } from "../../lib/errors.ts";
import { parsed } from "../../lib/http/parse.ts";
import { log } from "../../lib/log.ts";
import type { Asked, AskedPage, Finished, Given, PublicPage } from "../../lib/publication/page.ts";
import {
  askToSubscribe,
  confirmOwn,
  leaveOwn,
  saveOwnWish,
  takeBackOwn,
} from "../../lib/subscriptions/public/commands.ts";
import { readOwn } from "../../lib/subscriptions/public/queries.ts";
import { EVERYTHING_PUBLIC, saveOwn, signUp, type Wish, wishFrom } from "../../lib/subscriptions/public/schema.ts";

const mailIsSetUp = (): boolean => env().SMTP_URL !== undefined;
const seeOther = (location: string): Finished => ({ status: 303, type: "text/plain", body: "", headers: { location } });

/** The way in: what one may be told of, and a form. A municipality in the address is chosen beforehand. */
export const subscribe: PublicPage = (given) => {
  const place = `m:${given.query.get("municipality")}`;
  const known = placeChoices(given.snapshot).includes(place);
  const { locale } = given.reader;
  const filled = { ...EVERYTHING_PUBLIC, places: known ? [place] : [], locale, address: "" };
  return subscribePage(given, { filled, problem: null, mail: mailIsSetUp() });
};

/** Takes the form: leads on to a page that says the same to everybody, or back to the form with what was typed in it. */
export const takeSubscription: AskedPage = async (given, { form, client }) => {
  const sent = form ?? new URLSearchParams();
  const fields = { ...wishFrom((name) => sent.getAll(name)), address: sent.get("address") ?? "" };
  try {
    if (!mailIsSetUp()) throw new DomainError("no_mail", "No mail is set up");
    const input = parsed(signUp, fields);
    requireKnown(given, input);
    await askToSubscribe(input, client, new Date(given.now));
    return seeOther("/subscribe/sent");
  } catch (error) {
    return subscribePage(given, { filled: filledIn(given, sent), problem: problemOf(error), mail: mailIsSetUp() });
  }
};

export const subscriptionSent: PublicPage = (given) => sentPage(given);

const DEEDS = {
  confirm: { run: confirmOwn, done: "confirmed" },
  leave: { run: leaveOwn, done: "left" },
  back: { run: takeBackOwn, done: "back" },
} as const;

/** One's own page, by a signed link: it shows; only its buttons do anything. */
export const own: AskedPage = async (given, asked) => {
  const token = given.match.groups?.["token"] ?? "";
  try {
    return asked.form ? await change(given, asked, token, asked.form) : await show(given, asked, token);
  } catch (error) {
    if (error instanceof NotFoundError) return refused(given, "gone");
    log.error({ event: "own_page_failed", error });
    return refused(given, "away");
  }
};

async function change(given: Given, asked: Asked, token: string, form: URLSearchParams): Promise<Finished> {
  const now = new Date(given.now);
  const deed = Object.entries(DEEDS).find(([name]) => name === form.get("do"))?.[1];
  if (deed) {
    await deed.run(token, now);
    return seeOther(`/subscribe/${token}?done=${deed.done}`);
  }
  try {
    const input = parsed(saveOwn, { ...wishFrom((name) => form.getAll(name)), version: form.get("version") });
    requireKnown(given, input);
    await saveOwnWish(token, input, now);
    return seeOther(`/subscribe/${token}?done=saved`);
  } catch (error) {
    if (!(error instanceof DomainError) || error instanceof NotFoundError) throw error;
    const problem = problemOf(error);
    const version = problem.code === "changed_meanwhile" ? undefined : Number(form.get("version"));
    return show(given, asked, token, { filled: filledIn(given, form), problem, version });
  }
}

type Again = { filled: Filled; problem: ReturnType<typeof problemOf>; version: number | undefined };
async function show(given: Given, { chose }: Asked, token: string, again?: Again): Promise<Finished> {
  const page = await readOwn(token);
  // A mail in English leads to a page in English, until its reader says otherwise.
  const reader = chose ? given.reader : { ...given.reader, locale: page.locale };
  const filled = again?.filled ?? { ...page.wish, locale: page.locale, address: "" };
  // What was changed meanwhile stands above the form, so it may now be saved over.
  const version = again?.version ?? page.version;
  return ownPage({ ...given, reader }, { token, page, filled, version, problem: again?.problem ?? null });
}

/** What a form holds that is not as it should be: whatever of it makes sense is shown again. */
function filledIn({ reader }: Given, form: URLSearchParams): Filled {
  const sent = wishFrom((name) => form.getAll(name));
  const kept = (name: keyof Wish) => signUp.shape[name].safeParse(sent[name]).data;
  return {
    address: (form.get("address") ?? "").slice(0, 500),
    locale: signUp.shape.locale.safeParse(sent["locale"]).data ?? reader.locale,
    services: (kept("services") as Wish["services"] | undefined) ?? [],
    places: (kept("places") as Wish["places"] | undefined) ?? [],
    kinds: (kept("kinds") as Wish["kinds"] | undefined) ?? [],
    minSeverity: (kept("minSeverity") as Wish["minSeverity"] | undefined) ?? null,
  };
}

/** Services and places are those of the form: nobody is ever told of others. */
function requireKnown({ snapshot }: Given, { services, places }: Wish): void {
  if (!services.every((code) => snapshot.services.some((service) => service.code === code)))
    throw new InvalidInputError("services", "invalid_value");
  const known = new Set(placeChoices(snapshot));
  if (!places.every((place) => known.has(place))) throw new InvalidInputError("places", "invalid_value");
}

/** What is said of what went wrong, and with which status; anything unforeseen is a database that is away. */
function problemOf(error: unknown): { code: string; field: string | null; status: number; waitSeconds?: number } {
  if (error instanceof BusyError)
    return { code: "busy", field: null, status: 429, waitSeconds: error.retryAfterSeconds };
  if (error instanceof InvalidInputError)
    return { code: error.code, field: error.field?.split(".")[0] ?? null, status: 400 };
  if (error instanceof DomainError)
    return { code: error.code, field: null, status: error.code === "no_mail" ? 503 : 409 };
  log.error({ event: "subscription_not_taken", error });
  return { code: "away", field: null, status: 503 };
}
