import { safeCode } from "../fields.ts";
import type { Bundle } from "./bundle.ts";
import { type FhirNode, valueAt } from "./node.ts";

/** The last word of a Provenance activity that tells what a hospital notification is about (DOMAIN 1.4). */
const BY_ACTIVITY: readonly [RegExp, string][] = [
  [/discharge/, "EndHospitalStay"],
  [/end-leave/, "EndOfLeave"],
  [/start-leave/, "OnLeave"],
  [/admit-emergency/, "AcuteAmbulant"],
  [/admit-inpatient/, "AdmissionInpatient"],
];

/**
 * The statistical code after `#`: of a hospital notification by its encounter and activity (DOMAIN 1.4, where a correction
 * or cancellation has the code of what it corrects), of a care communication its category. Null where it is not told.
 */
export function contentOf(type: string, bundle: Bundle, letterId: string): string | null {
  if (type === "FDIS20") return notificationContent(bundle, letterId);
  if (type === "FDIS91") {
    return safeCode("type", valueAt(bundle.of("Communication")[0], "category", "coding", "code"));
  }
  return null;
}

function notificationContent(bundle: Bundle, letterId: string): string | null {
  const encounter = bundle.of("Encounter")[0];
  const [status, kind] = [valueAt(encounter, "status"), valueAt(encounter, "class", "code")];
  // A death ends the stay, and leaves the activity as it was before.
  if (status === "finished") return "EndHospitalStay";
  const activity = valueAt(provenanceOf(bundle, letterId), "activity", "coding", "code") ?? "";
  const known = BY_ACTIVITY.find(([pattern]) => pattern.test(activity));
  if (known) return known[1];
  if (status === "onleave") return "OnLeave";
  return kind === "EMER" ? "AcuteAmbulant" : kind === "IMP" ? "AdmissionInpatient" : null;
}

/** The Provenance of this letter itself, among those of the letters before it. */
const provenanceOf = (bundle: Bundle, letterId: string): FhirNode | undefined =>
  bundle.of("Provenance").find((one) => valueAt(one, "target", "reference")?.endsWith(`/${letterId}`)) ??
  bundle.of("Provenance").at(-1);
