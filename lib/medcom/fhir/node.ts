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
  /** The first of them, without the others being made. */
  first(name: string): FhirNode | undefined;
};

/** The first element at the end of a path of names. */
export function at(node: FhirNode | undefined, ...path: string[]): FhirNode | undefined {
  let here = node;
  for (const name of path) here = here?.first(name);
  return here;
}

/** The text of the first primitive at the end of a path, or null. */
export const valueAt = (node: FhirNode | undefined, ...path: string[]): string | null =>
  at(node, ...path)?.value ?? null;

/** Throws Refusal `not_json`. */
export function fromJson(text: string): FhirNode {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal("not_json");
  }
  return jsonNode(value);
}

function jsonNode(value: unknown): FhirNode {
  const members = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const childOf = (name: string): unknown => (Object.hasOwn(members, name) ? members[name] : undefined) ?? [];
  return {
    resourceType: typeof members["resourceType"] === "string" ? members["resourceType"] : null,
    value: typeof value === "object" || value === undefined ? null : String(value),
    all: (name) => {
      const child = childOf(name);
      return Array.isArray(child) ? child.map(jsonNode) : [jsonNode(child)];
    },
    first: (name) => {
      const child = childOf(name);
      if (!Array.isArray(child)) return jsonNode(child);
      return child.length > 0 ? jsonNode(child[0]) : undefined;
    },
  };
}

/** An element of FHIR's XML. A resource stands inside an element that names its place: `<resource><Bundle>…`. */
export function fromXml(element: XmlElement): FhirNode {
  const nodeOf = (child: XmlElement): FhirNode => fromXml(resourceIn(child) ?? child);
  // `extension` carries its url as an attribute, where JSON has a member.
  const attributeOf = (name: string): FhirNode | undefined => {
    const attribute = name === "value" ? undefined : element.attributes[name];
    return attribute === undefined ? undefined : plain(attribute);
  };
  return {
    resourceType: /^[A-Z]/.test(element.name) ? element.name : null,
    value: element.attributes["value"] ?? null,
    all: (name) => {
      const attribute = attributeOf(name);
      return attribute ? [attribute] : element.children.filter((child) => child.name === name).map(nodeOf);
    },
    first: (name) => {
      const child = element.children.find((one) => one.name === name);
      return attributeOf(name) ?? (child && nodeOf(child));
    },
  };
}

const NO_NODES = { all: () => [], first: () => undefined };
const plain = (value: string): FhirNode => ({ resourceType: null, value, ...NO_NODES });
const resourceIn = (element: XmlElement): XmlElement | undefined =>
  element.name === "resource" || element.name === "contained" ? element.children[0] : undefined;
