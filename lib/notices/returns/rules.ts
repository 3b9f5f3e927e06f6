/** What a report says of one recipient (RFC 3464), as it stands there: action, enhanced status, address. */
export type Report = { action: string; status: string; recipient: string | null };

/**
 * Whose fault it is that a mail did not arrive: `address`, there is no such mailbox; `passing`, it is full, away or broken and
 * may come back; `policy`, it is what we sent, or who we are, that is not wanted.
 */
export type Fault = "address" | "passing" | "policy";

/**
 * The fault a status of refusal names (RFC 3463, IANA's registry of enhanced status codes). Of the permanent ones those about
 * the mailbox or its domain are the address' own; 5.4.1 as a final answer is how Exchange Online says that it has no such
 * recipient. Security, content and size are ours, and so is what is wrong with the sender. The rest, and all that was
 * temporary and tried for as long as servers try, may pass.
 */
export function faultOf(status: string): Fault {
  if (/^[45]\.(6\.\d+|7\.\d+|1\.[78]|2\.3|3\.4)$/.test(status)) return "policy";
  return /^5\.(1\.([1-46]|10)|2\.1|4\.[14])$/.test(status) ? "address" : "passing";
}

/**
 * What a returned mail says of a mail to an address: null where it says nothing of it having failed (it is delayed, or was
 * delivered; an answer of somebody who is away is no report at all). A report about another recipient is of somebody it was
 * forwarded to, which says nothing for certain of the address itself.
 */
export function verdictOf(reports: readonly Report[], address: string): Fault | null {
  const faults = reports.flatMap(({ action, status, recipient }): Fault[] => {
    if (action.toLowerCase() !== "failed") return [];
    const fault = faultOf(status);
    const forwarded = recipient !== null && recipient.toLowerCase() !== address.toLowerCase();
    return [fault === "address" && forwarded ? "passing" : fault];
  });
  return (["address", "passing", "policy"] as const).find((fault) => faults.includes(fault)) ?? null;
}
