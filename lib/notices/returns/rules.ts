import { type Fault, faultOf } from "../fault.ts";

/** What a report says of one recipient (RFC 3464), as it stands there: action, enhanced status, address. */
export type Report = { action: string; status: string | null; recipient: string | null };
/** What a mail that was handed in says. `bare`: that ours came back, without a report. */
export type Returned = { reports: readonly Report[]; bare: boolean };

/** Why a mail came back; `unreported` where nobody says. */
export type Verdict = Fault | "unreported";

/**
 * What a returned mail says of a mail to an address: null where it says nothing of it having failed (it is delayed, or was
 * delivered; an answer of somebody who is away is no return at all). A report about another recipient is of somebody it was
 * forwarded to, which says nothing for certain of the address itself.
 */
export function verdictOf({ reports, bare }: Returned, address: string): Verdict | null {
  const faults = reports.flatMap(({ action, status, recipient }): Fault[] => {
    if (action.toLowerCase() !== "failed") return [];
    const fault = faultOf({ enhanced: status, answer: null });
    const forwarded = recipient !== null && recipient.toLowerCase() !== address.toLowerCase();
    return [fault === "address" && forwarded ? "passing" : fault];
  });
  const found = (["address", "passing", "policy"] as const).find((fault) => faults.includes(fault));
  return found ?? (bare ? "unreported" : null);
}
