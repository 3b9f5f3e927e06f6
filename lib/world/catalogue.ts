import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { withGlnCheck, withSorCheck } from "../directory/check-digits.ts";
import type { ReceiptRole } from "../ledger/states.ts";
import { GENERAL_PRACTICES, HOSPITALS, PEOPLE_THOUSANDS, SAMPLE_PLACES } from "./places.ts";
import { shareOf } from "./random.ts";

/**
 * Who takes part in the demo world. Real products stand where everything works as it should; whatever behaves badly (late,
 * rejecting, blind for a while, out of order) bears an invented name, so that no real product carries invented faults.
 */
export const INVENTED_VENDORS = ["Lyngbjerg Systemer", "Tvedskov Data", "Skallebæk IT"] as const;
export const INVENTED_SYSTEMS = [
  { code: "havre-eoj", name: "Havre EOJ", vendor: "Lyngbjerg Systemer" },
  { code: "birk-omsorg", name: "Birk Omsorg", vendor: "Tvedskov Data" },
  { code: "klynge-bosted", name: "Klynge Bosted", vendor: "Tvedskov Data" },
  { code: "klinikbogen", name: "Klinikbogen", vendor: "Tvedskov Data" },
  { code: "rugbo", name: "Rugbo", vendor: "Skallebæk IT" },
] as const;
export const INVENTED_OPERATORS = [
  { code: "strandby-vans", name: "Strandby VANS" },
  { code: "fordeler-ydby", name: "Fordelernode Ydby" },
] as const;

export type DemoInstallation = {
  system: string;
  mailbox: string;
  /** The role for advis; everything else is answered as A, assumed. */
  role: ReceiptRole;
  mode: "push" | "pull";
  types: readonly { code: string; role: ReceiptRole; assumed: boolean }[];
  /** Days from the anchor: not live before, opted out from. */
  liveFrom?: number;
  optedOutFrom?: number;
  pending?: true;
  area: string;
};
export type Place = {
  /** Municipality code, or the key of a hospital or practice. */
  key: string;
  kind: "municipality" | "hospital" | "other";
  name: string;
  locationName: string;
  gln: string;
  sorId: string;
  region: string | null;
  weight: number;
  vans: string;
  distributor: string;
  installations: DemoInstallation[];
};

const ADVIS = ["FDIS20", "XDIS17", "XDIS20"];
const OTHER = ["FDIS91", "XDIS91", "XREF22", "GGOP"];
const asA = (code: string) => ({ code, role: "A" as const, assumed: true });
const LEGAL_AREA = "Ældre- og sundhedsområdet";

/** Municipalities whose vendor has no agreement with them, so the vendor does not see their installation. */
export const WITHOUT_AGREEMENT = ["0183", "0671"];
const FIXED_SYSTEM: Record<string, string> = {
  "0163": "cura",
  "0219": "nexus",
  "0580": "nexus",
  "0751": "cura",
  "0101": "nexus",
  "0461": "cura",
  "0851": "birk-omsorg",
  "0621": "havre-eoj",
  "0773": "havre-eoj",
  "0183": "havre-eoj",
  "0671": "havre-eoj",
};

function systemFor(code: string): string {
  const share = shareOf(`eoj ${code}`);
  return (
    FIXED_SYSTEM[code] ??
    (share < 0.28
      ? "cura"
      : share < 0.56
        ? "nexus"
        : share < 0.74
          ? "havre-eoj"
          : share < 0.9
            ? "birk-omsorg"
            : "rugbo")
  );
}

/** Every municipality with its installations: A answers the hospital, B answers for internal use, C must not answer. */
function municipalities(): Place[] {
  const text = readFileSync(new URL("../../prisma/seed/municipalities.csv", import.meta.url), "utf8");
  const rows = Papa.parse<{ code: string; name: string; region: string }>(text, { header: true, skipEmptyLines: true });
  return rows.data.map(({ code, name, region }) => {
    const system = systemFor(code);
    const solid = system === "cura" || system === "nexus";
    const sample = SAMPLE_PLACES[code];
    return {
      key: code,
      kind: "municipality",
      name,
      locationName: sample?.name ?? `Sygehusadviser, ${name}`,
      gln: sample?.gln ?? withGlnCheck(`57900091${code}`),
      sorId: sample?.sorId ?? withSorCheck(`${920_000 + Number(code)}100001600`),
      region,
      weight: PEOPLE_THOUSANDS[code] ?? 34 + Math.round(28 * shareOf(`people ${code}`)),
      vans: solid ? "kmd" : "strandby-vans",
      distributor: solid ? "beskedfordeler" : "fordeler-ydby",
      installations: [
        {
          system,
          mailbox: `dueslag-${code}-a`,
          role: "A",
          mode: shareOf(`mode ${code}`) < 0.6 ? "pull" : "push",
          types: [...ADVIS.map((type) => ({ code: type, role: "A" as const, assumed: false })), ...OTHER.map(asA)],
          area: LEGAL_AREA,
        },
        ...bosted(code, solid),
        ...sapa(code),
      ],
    };
  });
}

function bosted(code: string, solid: boolean): DemoInstallation[] {
  if (code !== "0163" && shareOf(`bosted ${code}`) > 0.42) return [];
  const types = [{ code: "FDIS20", role: "B" as const, assumed: false }];
  const one: DemoInstallation = {
    system: solid ? "sensum-bosted" : "klynge-bosted",
    mailbox: `dueslag-${code}-b`,
    role: "B",
    mode: "push",
    types,
    area: "Voksensocialområdet",
  };
  if (code === "0665") return [{ ...one, liveFrom: -45 }];
  return [one];
}

function sapa(code: string): DemoInstallation[] {
  if (code !== "0163" && shareOf(`sapa ${code}`) > 0.62) return [];
  const types = ADVIS.map((type) => ({ code: type, role: "C" as const, assumed: false }));
  const one: DemoInstallation = {
    system: "sapa",
    mailbox: `dueslag-${code}-c`,
    role: "C",
    mode: "pull",
    types,
    area: "Tværgående sagsoverblik",
  };
  if (code === "0219") return [{ ...one, optedOutFrom: -30 }];
  if (code === "0741") return [{ ...one, pending: true }];
  return [one];
}

const clinical = (system: string, key: string, types: string[]): DemoInstallation[] => [
  { system, mailbox: `postkasse-${key}`, role: "A", mode: "push", types: types.map(asA), area: "Sundhed" },
];

function hospitals(): Place[] {
  return HOSPITALS.map((hospital, n) => ({
    ...hospital,
    kind: "hospital",
    locationName: hospital.locationName ?? hospital.name,
    gln: hospital.gln ?? withGlnCheck(`5790009200${String(n).padStart(2, "0")}`),
    sorId: hospital.sorId ?? withSorCheck(`${930_000 + n}100001600`),
    vans: "multimed",
    distributor: "beskedfordeler",
    installations: hospital.system ? clinical(hospital.system, hospital.key, ["FDIS91"]) : [],
  }));
}

function practices(): Place[] {
  return GENERAL_PRACTICES.map((practice, n) => ({
    ...practice,
    kind: "other",
    locationName: practice.name,
    gln: practice.gln ?? withGlnCheck(`5790009300${String(n).padStart(2, "0")}`),
    sorId: practice.sorId ?? withSorCheck(`${940_000 + n}100001600`),
    region: null,
    weight: 1,
    vans: "truecommerce",
    distributor: "beskedfordeler",
    installations: clinical("klinikbogen", practice.key, ["FDIS91", "XDIS91", "homecareobservation"]),
  }));
}

export type Catalogue = { municipalities: Place[]; hospitals: Place[]; practices: Place[]; all: Place[] };
let built: Catalogue | undefined;

/** The same world on every run. */
export function catalogue(): Catalogue {
  if (!built) {
    const parts = { municipalities: municipalities(), hospitals: hospitals(), practices: practices() };
    built = { ...parts, all: [...parts.municipalities, ...parts.hospitals, ...parts.practices] };
  }
  return built;
}

/** Receivers nobody has in the directory: closed homes that a sender still has in its list. */
export const UNKNOWN_RECEIVERS = [withGlnCheck("579000941001"), withGlnCheck("579000941002")];
export const UNKNOWN_SENDER = withGlnCheck("579000942001");
