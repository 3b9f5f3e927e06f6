import type { StatusTx } from "../status/change.ts";
import type { SignalFacts } from "../subscriptions/shapes.ts";
import type { NewSignal } from "./signal.ts";

type Places = { municipalities: number[]; regions: number[] };
/** Whether the operator has chosen to show all that are hit. */
export const isWhole = ({ municipalities, shownMunicipalities }: NewSignal): boolean =>
  shownMunicipalities.length === municipalities.length;
/** The places everybody may know. Where not all that are hit are shown, anybody may be, and nobody is kept from hearing of it. */
export const publicPlaces = (signal: NewSignal): Places =>
  isWhole(signal)
    ? { municipalities: [...signal.shownMunicipalities], regions: [...signal.shownRegions] }
    : { municipalities: [], regions: [] };

/** The places those without an account were last judged by. */
export async function publicPlacesOf(tx: StatusTx, id: number): Promise<Places> {
  const select = { publicMunicipalityIds: true, publicRegionIds: true };
  const { publicMunicipalityIds, publicRegionIds } = await tx.signal.findUniqueOrThrow({ where: { id }, select });
  return { municipalities: publicMunicipalityIds, regions: publicRegionIds };
}

/** What everybody may know of a signal: no system, no vendor, no count, and only the places that are public. */
export const publicFacts = (facts: SignalFacts, places: Places): SignalFacts => ({
  ...{ ...facts, installations: [], vendors: [], messages: null },
  ...places,
});
