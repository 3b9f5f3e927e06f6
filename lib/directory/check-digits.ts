/**
 * Check digits of the numbers organisations are known by. A wrong one is warned about, never refused: four location
 * numbers of MedCom's own examples fail (DOMAIN 4).
 */

/** GLN (lokationsnummer): 13 digits, GS1 modulus 10. */
export function glnChecks(gln: string): boolean {
  if (!/^\d{13}$/.test(gln)) return false;
  return weighted(gln, [1, 3]) % 10 === 0;
}

/** SOR id: namespace 1000016, partition 00 and a Verhoeff digit at the end, as in SNOMED CT (DOMAIN 4). */
export function sorChecks(sorId: string): boolean {
  if (!/^[1-9]\d*100001600\d$/.test(sorId)) return false;
  let check = 0;
  for (const [position, digit] of [...sorId].reverse().entries()) {
    check = dihedral(check, permuted(position, Number(digit)));
  }
  return check === 0;
}

/** CVR number: 8 digits, modulus 11. */
export function cvrChecks(cvr: string): boolean {
  if (!/^\d{8}$/.test(cvr)) return false;
  return weighted(cvr, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
}

export type CheckWarning = "gln_check_digit" | "sor_check_digit";

/** What is wrong with a location's numbers; missing numbers are not wrong. */
export const checkWarnings = (numbers: { gln: string | null; sorId: string | null }): CheckWarning[] => [
  ...(numbers.gln !== null && !glnChecks(numbers.gln) ? (["gln_check_digit"] as const) : []),
  ...(numbers.sorId !== null && !sorChecks(numbers.sorId) ? (["sor_check_digit"] as const) : []),
];

/** A number with the check digit it lacks: `stem` is everything before it. */
export const withGlnCheck = (stem: string): string => completed(stem, glnChecks);
export const withSorCheck = (stem: string): string => completed(stem, sorChecks);

function completed(stem: string, checks: (number: string) => boolean): string {
  const found = Array.from({ length: 10 }, (_, digit) => `${stem}${digit}`).find(checks);
  if (!found) throw new Error("No check digit fits the stem");
  return found;
}

function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += Number(digits[i]) * (weights[i % weights.length] ?? 0);
  return sum;
}

/** The product of two elements of the dihedral group of order 10, which Verhoeff's scheme is built on. */
function dihedral(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5;
  return b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 5) % 5;
}

const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const;
function permuted(position: number, digit: number): number {
  let result = digit;
  for (let times = position % 8; times > 0; times -= 1) result = PERMUTATION[result] ?? 0;
  return result;
}
