/** What a hospital notification tells, by its statistical code or its event code (HospitalNotification 3.0, FDIS20). */
const NAMED = {
  acute: ["AcuteAmbulant", "STAA", "admit-emergency"],
  admission: ["AdmissionInpatient", "STIN", "admit-inpatient"],
  leave: ["OnLeave", "STOR", "start-leave-inpatient"],
  leave_end: ["EndOfLeave", "SLOR", "end-leave-inpatient"],
  discharge: ["EndHospitalStay", "SLHJ", "discharge-inpatient-home", "discharge-emergency-home"],
  death: ["MORS"],
} as const satisfies Record<string, readonly string[]>;

/** What a CareCommunication is about (MedComCareCommunicationCategories); the text has the code for its key. */
const CATEGORIES = [
  "alcohol-and-drug-treatment",
  "assistive-devices",
  "carecoordination",
  "decease",
  "discharge",
  "examination-results",
  "healthcare",
  "home-care-assessment",
  "medicine",
  "nursing",
  "outpatient",
  "psychiatry-social-disability",
  "regarding-referral",
  "telemedicine",
  "training",
  "acute-ambulant",
  "extended-care-responsibility",
  "other",
] as const;

export type ContentKey = keyof typeof NAMED | `care.${(typeof CATEGORIES)[number]}`;
const byCode = new Map<string, ContentKey>();
for (const category of CATEGORIES) byCode.set(category, `care.${category}`);
for (const [key, codes] of Object.entries(NAMED)) for (const code of codes) byCode.set(code, key as ContentKey);

/** The text key of a letter's content, and whether it corrects or cancels an earlier one; null where no text is known. */
export function explainContent(content: string): { key: ContentKey; change: "none" | "revised" | "cancelled" } | null {
  const [, prefix, code = ""] = /^(RE_|AN_|revise-|cancel-)?(.*)$/.exec(content) ?? [];
  const key = byCode.get(code);
  if (key === undefined) return null;
  if (prefix === undefined) return { key, change: "none" };
  return { key, change: prefix === "RE_" || prefix === "revise-" ? "revised" : "cancelled" };
}
