/** What pages and the API ask of the ledger. Every read runs in the viewer's database role; shapes are in `shapes.ts`. */
export { readBoard } from "./reads/board.ts";
export { readChoices } from "./reads/choices.ts";
export type { CsvWords } from "./reads/csv.ts";
export { placesSeen } from "./reads/delivery-rows.ts";
export { exportDeliveries } from "./reads/export.ts";
export { readInstallation } from "./reads/installation.ts";
export { readJourney } from "./reads/journey.ts";
export { readDeliveries } from "./reads/list.ts";
export { readOverview } from "./reads/overview.ts";
export { readsAsSender, sideOf } from "./reads/places.ts";
export { findLetter } from "./reads/search.ts";
