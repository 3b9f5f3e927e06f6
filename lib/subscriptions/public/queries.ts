import { prisma } from "../../db/prisma.ts";
import { NotFoundError } from "../../errors.ts";
import { localeOf } from "../../i18n/locales.ts";
import { pageOf } from "../../notices/thread.ts";
import { readPlaces } from "../../publication/queries.ts";
import { askingWithin } from "../../status/ask.ts";
import type { Names } from "../sentence.ts";
import { manageLink } from "./commands.ts";
import { forgottenAt, type Place, standingOf, wishOf } from "./rules.ts";
import type { OwnPage } from "./shapes.ts";
import { receivedBy, subscriberOf } from "./sql.ts";
import { sentenceFor } from "./texts.ts";

const SHOWN = 10;

/** What the holder of a link sees. Throws NotFoundError for a link that is none of ours, or of somebody who is forgotten. */
export async function readOwn(token: string): Promise<OwnPage> {
  const link = manageLink(token);
  const { names, places } = await readNames();
  return prisma().$transaction(async (tx) => {
    const ask = askingWithin(tx);
    const own = await subscriberOf(ask, link);
    if (own === null) throw new NotFoundError();
    return {
      ...{ standing: standingOf(own), version: own.version, locale: localeOf(own.locale) },
      wish: wishOf(own.filter, places),
      sentence: { da: sentenceFor(own.filter, names, "da"), en: sentenceFor(own.filter, names, "en") },
      forgottenAt: forgottenAt(own)?.toISOString() ?? null,
      received: (await receivedBy(ask, own.endpointId, SHOWN)).map(({ at, title, titleEn, thread, ...rest }) => ({
        ...{ at: at.toISOString(), title: { da: title, en: titleEn }, href: pageOf(thread), ...rest },
      })),
    };
  });
}

/** What services and places are called. */
export async function readNames(): Promise<{ names: Names; places: Place[] }> {
  const places = await readPlaces();
  const services = await prisma().service.findMany({ select: { code: true, name: true, nameEn: true } });
  return {
    places,
    names: {
      services: Object.fromEntries(services.map(({ code, name, nameEn }) => [code, { da: name, en: nameEn }])),
      organisations: Object.fromEntries(places.map(({ id, name }) => [id, name])),
      ...{ types: {}, installations: {} },
    },
  };
}
