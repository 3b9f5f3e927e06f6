import type { Station } from "../ledger/states.ts";

/** Who reports in the demo world, and what it may report. Places and systems by their keys in the catalogue. */
export type DemoSource = {
  code: string;
  name: string;
  /** The organisation by name; a region by its code. */
  owner: string;
  heartbeatSeconds: number;
  scopes: readonly { station?: Station; hospitalsOf?: string; system?: string; receipts: boolean }[];
};

const HOP = 60;
const stations = (code: string, name: string, owner: string, ...at: Station[]): DemoSource => ({
  code,
  name,
  owner,
  heartbeatSeconds: HOP,
  scopes: at.map((station) => ({ station, receipts: false })),
});
const systems = (code: string, name: string, owner: string, heartbeatSeconds: number, ...of: string[]): DemoSource => ({
  code,
  name,
  owner,
  heartbeatSeconds,
  scopes: of.map((system) => ({ system, receipts: true })),
});

export const DEMO_SOURCES: readonly DemoSource[] = [
  // Only who makes a receipt can say that none was made: the systems vouch, the hops between do not.
  systems("systematic", "Systematic, driftslog", "Systematic", 60, "cura", "columna-cis"),
  systems("kmd-nexus", "KMD Nexus, driftslog", "KMD", 60, "nexus"),
  systems("eg", "EG, driftslog", "EG", 60, "sensum-bosted"),
  systems("netcompany", "SAPA, driftslog", "Netcompany", 60, "sapa"),
  systems("epic", "Sundhedsplatformen, driftslog", "Epic", 60, "sundhedsplatformen"),
  systems("lyngbjerg", "Havre EOJ, driftslog", "Lyngbjerg Systemer", 120, "havre-eoj"),
  systems("tvedskov", "Tvedskov Data, driftslog", "Tvedskov Data", 60, "birk-omsorg", "klynge-bosted", "klinikbogen"),
  systems("skallebaek", "Rugbo, driftslog", "Skallebæk IT", 60, "rugbo"),
  stations("kmd", "KMD VANS", "KMD", "vans"),
  stations("multimed", "MultiMed VANS", "MultiMed", "vans"),
  stations("truecommerce", "TrueCommerce VANS", "TrueCommerce", "vans"),
  stations("strandby-vans", "Strandby VANS", "Strandby VANS", "vans"),
  stations("sundhedsagent", "Sundhedsagenten", "KOMBIT", "agent"),
  stations("beskedfordeler", "Fælleskommunal Beskedfordeler", "KOMBIT", "distributor", "mailbox"),
  stations("fordeler-ydby", "Fordelernode Ydby", "KOMBIT", "distributor", "mailbox"),
  ...["1081", "1082", "1083", "1084", "1085"].map(
    (region): DemoSource => ({
      code: `epj-${region}`,
      name: "EPJ, afsendelseslog",
      owner: region,
      heartbeatSeconds: HOP,
      scopes: (["sender", "access_point"] as const).map((station) => ({
        station,
        hospitalsOf: region,
        receipts: false,
      })),
    }),
  ),
  { code: "demo", name: "Demo", owner: "KOMBIT", heartbeatSeconds: HOP, scopes: [{ receipts: true }] },
];

const bySystem = new Map(
  DEMO_SOURCES.flatMap((source) => source.scopes.flatMap(({ system }) => (system ? [[system, source.code]] : []))),
);

/** The source that reports what a system does. */
export function sourceOfSystem(system: string): string {
  const source = bySystem.get(system);
  if (!source) throw new Error(`Nobody reports for ${system}`);
  return source;
}
