import { Refusal } from "../shapes.ts";
import type { XmlElement } from "../xml.ts";

/** A FHIR element as both syntaxes have it. What is not asked for is never looked at. */
export type FhirNode = {
  /** The resource's type where the element is a resource, else null. */
  resourceType: string | null;
  /** The primitive's value as text, or null. */
  value: string | null;
  /** Every child of that name, in order; a name with one child and a name with several look alike. */
  all(name: string): FhirNode[];
};

/** The first element at the end of a path of names. */
export function at(node: FhirNode | undefined, ...path: string[]): FhirNode | undefined {
  let here = node;
  for (const name of path) here = here?.all(name)[0];
  return here;
}

/** The text of the first primitive at the end of a path, or null. */
export const valueAt = (node: FhirNode | undefined, ...path: string[]): string | null =>
  at(node, ...path)?.value ?? null;

/** Throws Refusal `not_json`. */
export function fromJson(text: string): FhirNode {
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw new Refusal("not_json");
  }
  return jsonNode(value);
}

function jsonNode(value: unknown): FhirNode {
  const members = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return {
    resourceType: typeof members["resourceType"] === "string" ? members["resourceType"] : null,
    value: typeof value === "object" || value === undefined ? null : String(value),
    all: (name) => {
      const child = Object.hasOwn(members, name) ? members[name] : undefined;
      if (child === undefined || child === null) return [];
      return Array.isArray(child) ? child.map(jsonNode) : [jsonNode(child)];
    },
  };
}

/** An element of FHIR's XML. A resource stands inside an element that names its place: `<resource><Bundle>…`. */
export function fromXml(element: XmlElement): FhirNode {
  return {
    resourceType: /^[A-Z]/.test(element.name) ? element.name : null,
    value: element.attributes["value"] ?? null,
    all: (name) => {
      // `extension` carries its url as an attribute, where JSON has a member.
      const attribute = element.attributes[name];
      if (attribute !== undefined && name !== "value") return [plain(attribute)];
      return element.children
        .filter((child) => child.name === name)
        .map((child) => fromXml(resourceIn(child) ?? child));
    },
  };
}

const plain = (value: string): FhirNode => ({ resourceType: null, value, all: () => [] });
const resourceIn = (element: XmlElement): XmlElement | undefined =>
  element.name === "resource" || element.name === "contained" ? element.children[0] : undefined;
