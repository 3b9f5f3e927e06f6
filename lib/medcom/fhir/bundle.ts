import { allowed, locationNumber } from "../fields.ts";
import { at, type FhirNode, valueAt } from "./node.ts";

const GLN = new Set(["https://www.gs1.org/gln", "urn:oid:1.3.88"]);
const SOR = "urn:oid:1.2.208.176.1.1";
const SOR_ENDPOINT = /^https:\/\/sor2\.sum\.dsdn\.dk\/#id=(\d{6,18})$/;

/** Who a message comes from or goes to. */
export type Party = { gln: string | null; sor: string | null };
const NOBODY: Party = { gln: null, sor: null };

/** The resources of a bundle that a header needs. */
export type Bundle = {
  id: string | null;
  timestamp: string | null;
  header: FhirNode | undefined;
  of(type: string): FhirNode[];
  party(reference: FhirNode | undefined, endpoint: string | null): Party;
};

/** A message bundle's entries, found by type and by reference. Nothing else of them is looked at. */
export function openBundle(bundle: FhirNode): Bundle {
  const byType = new Map<string, FhirNode[]>();
  const byAddress = new Map<string, FhirNode>();
  for (const entry of bundle.all("entry")) {
    const resource = at(entry, "resource");
    const type = resource?.resourceType;
    if (!resource || !type) continue;
    const known = byType.get(type);
    if (known) known.push(resource);
    else byType.set(type, [resource]);
    if (type !== "Organization") continue;
    const [fullUrl, id] = [valueAt(entry, "fullUrl"), valueAt(resource, "id")];
    if (fullUrl !== null) byAddress.set(fullUrl, resource);
    if (id !== null) byAddress.set(`${type}/${id}`, resource);
  }
  return {
    id: valueAt(bundle, "id"),
    timestamp: valueAt(bundle, "timestamp"),
    header: byType.get("MessageHeader")?.[0],
    of: (type) => byType.get(type) ?? [],
    party: (reference, endpoint) => {
      const address = valueAt(reference, "reference");
      const found = address === null ? undefined : (byAddress.get(address) ?? byAddress.get(lastTwo(address)));
      const { gln, sor } = found ? identifiersOf(found) : NOBODY;
      return { gln, sor: sor ?? SOR_ENDPOINT.exec(endpoint?.trim() ?? "")?.[1] ?? null };
    },
  };
}

/** The sender's location number in a message that was refused; null where it has none. */
export function bundleSenderOf(resource: FhirNode | undefined): string | null {
  if (resource === undefined) return null;
  const bundle = openBundle(resource);
  return bundle.party(at(bundle.header, "sender"), null).gln;
}

const lastTwo = (address: string): string => address.split("/").slice(-2).join("/");

function identifiersOf(organisation: FhirNode): Party {
  let { gln, sor } = NOBODY;
  for (const identifier of organisation.all("identifier")) {
    const [system, value] = [valueAt(identifier, "system"), valueAt(identifier, "value")];
    if (system !== null && GLN.has(system)) gln ??= locationNumber(value);
    if (system === SOR) sor ??= allowed("sor", value);
  }
  return { gln, sor };
}
