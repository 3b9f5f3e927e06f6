/** Thousands of inhabitants, roughly, where a municipality is far from the middle: it decides how much it receives. */
export const PEOPLE_THOUSANDS: Record<string, number> = {
  "0101": 660,
  "0751": 367,
  "0851": 222,
  "0461": 209,
  "0561": 116,
  "0630": 120,
  "0147": 105,
  "0730": 99,
  "0621": 95,
  "0740": 101,
  "0615": 98,
  "0265": 91,
  "0791": 97,
  "0657": 90,
  "0259": 63,
  "0330": 80,
  "0320": 37,
  "0370": 84,
  "0400": 39,
  "0540": 74,
  "0580": 59,
  "0661": 59,
  "0820": 37,
  "0813": 59,
  "0860": 63,
  "0825": 1.8,
  "0563": 3.4,
  "0741": 3.7,
  "0492": 6,
  "0482": 12,
  "0155": 14,
  "0187": 17,
  "0183": 24,
  "0671": 21,
};

type SamplePlace = { name: string; gln: string; sorId: string };
/** Receivers of MedCom's public examples, so that an example that is read in finds somebody at home. */
export const SAMPLE_PLACES: Record<string, SamplePlace> = {
  "0163": { name: "Plejecenter Herlev", gln: "5790001348120", sorId: "953741000016009" },
  "0219": { name: "Sygehusadviser, Hillerød", gln: "5790002508240", sorId: "1053231000016001" },
  "0580": { name: "Sundhedsplejen, Aabenraa", gln: "5790001353308", sorId: "330461000016004" },
  "0851": { name: "Hjemmesygeplejen, Aalborg", gln: "5790000121786", sorId: "328081000016004" },
};

/** A second place of the same municipality, which the examples also send to. */
export const SECOND_LOCATIONS: Record<string, SamplePlace> = {
  "0163": { name: "Plejecenter Herlev, team 1", gln: "5790001387419", sorId: "953751000016007" },
};

type Hospital = {
  key: string;
  name: string;
  region: string | null;
  weight: number;
  system?: string;
  locationName?: string;
  gln?: string;
  sorId?: string;
};
/** Senders of advis. The private hospital that still sends the old types is invented. */
export const HOSPITALS: readonly Hospital[] = [
  { key: "aalborg", name: "Aalborg Universitetshospital", region: "1081", weight: 70, system: "columna-cis" },
  { key: "nordjylland", name: "Regionshospital Nordjylland", region: "1081", weight: 30 },
  {
    key: "aarhus",
    name: "Aarhus Universitetshospital",
    region: "1082",
    weight: 60,
    system: "columna-cis",
    locationName: "Klinik for Ældresygdomme, AUH, Skejby",
    gln: "5790001987244",
    sorId: "441211000016000",
  },
  { key: "goedstrup", name: "Regionshospitalet Gødstrup", region: "1082", weight: 25 },
  { key: "horsens", name: "Regionshospitalet Horsens", region: "1082", weight: 18 },
  { key: "randers", name: "Regionshospitalet Randers", region: "1082", weight: 18 },
  { key: "midt", name: "Hospitalsenhed Midt", region: "1082", weight: 25 },
  { key: "odense", name: "Odense Universitetshospital", region: "1083", weight: 50, system: "columna-cis" },
  { key: "lillebaelt", name: "Sygehus Lillebælt", region: "1083", weight: 35 },
  { key: "esbjerg", name: "Esbjerg og Grindsted Sygehus", region: "1083", weight: 22 },
  { key: "soenderjylland", name: "Sygehus Sønderjylland", region: "1083", weight: 22 },
  { key: "rigshospitalet", name: "Rigshospitalet", region: "1084", weight: 40 },
  {
    key: "herlev",
    name: "Herlev og Gentofte Hospital",
    region: "1084",
    weight: 45,
    system: "sundhedsplatformen",
    locationName: "Hjerteafdelingen på Herlev og Gentofte hospital",
    gln: "5790000209354",
    sorId: "265161000016000",
  },
  { key: "bispebjerg", name: "Bispebjerg og Frederiksberg Hospital", region: "1084", weight: 35 },
  { key: "hvidovre", name: "Amager og Hvidovre Hospital", region: "1084", weight: 40 },
  { key: "nordsjaelland", name: "Nordsjællands Hospital", region: "1084", weight: 28 },
  { key: "bornholm", name: "Bornholms Hospital", region: "1084", weight: 4 },
  { key: "koege", name: "Sjællands Universitetshospital", region: "1085", weight: 45, system: "sundhedsplatformen" },
  { key: "holbaek", name: "Holbæk Sygehus", region: "1085", weight: 22 },
  { key: "slagelse", name: "Næstved, Slagelse og Ringsted Sygehuse", region: "1085", weight: 25 },
  { key: "nykoebing", name: "Nykøbing F. Sygehus", region: "1085", weight: 15 },
  { key: "fyrreknolden", name: "Privathospitalet Fyrreknolden", region: null, weight: 0 },
];

export const LEGACY_SENDER = "fyrreknolden";

type Practice = { key: string; name: string; gln?: string; sorId?: string };
export const GENERAL_PRACTICES: readonly Practice[] = [
  { key: "oesterbro", name: "2100 Lægehuset Østerbro", gln: "5790002408496", sorId: "1017421000016003" },
  { key: "oelgod", name: "Lægeklinik Ølgod", gln: "5790002626814", sorId: "1339531000016004" },
  { key: "testcenter", name: "MedCom testcenter", gln: "5790000121526", sorId: "325251000016005" },
  { key: "egebakken", name: "Lægehuset Egebakken" },
  { key: "stengade", name: "Lægerne Stengade" },
  { key: "havnen", name: "Havnens Lægehus" },
];
