import { Refusal } from "../shapes.ts";
import { childOf, childrenOf, type XmlElement } from "../xml.ts";

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
export function valueAt(node: FhirNode | undefined, ...path: string[]): string | null {
  let here = node;
  for (const name of path) here = here?.first(name);
  return here?.value ?? null;
}

/** Throws Refusal `not_json`. */
export function fromJson(text: string): FhirNode {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal("not_json");
  }
  return new JsonNode(value);
}

/** An element of FHIR's JSON. */
class JsonNode implements FhirNode {
  readonly #json: unknown;
  constructor(json: unknown) {
    this.#json = json;
  }
  get resourceType(): string | null {
    const type = this.#child("resourceType");
    return typeof type === "string" ? type : null;
  }
  get value(): string | null {
    const json = this.#json;
    return typeof json === "object" || json === undefined ? null : String(json);
  }
  all(name: string): FhirNode[] {
    const child = this.#child(name) ?? [];
    return Array.isArray(child) ? child.map((one) => new JsonNode(one)) : [new JsonNode(child)];
  }
  first(name: string): FhirNode | undefined {
    const child = this.#child(name) ?? [];
    if (!Array.isArray(child)) return new JsonNode(child);
    return child.length > 0 ? new JsonNode(child[0]) : undefined;
  }
  #child(name: string): unknown {
    const json = this.#json;
    const has = typeof json === "object" && json !== null && Object.hasOwn(json, name);
    return has ? (json as Record<string, unknown>)[name] : undefined;
  }
}

/** An element of FHIR's XML. A resource stands inside an element that names its place: `<resource><Bundle>…`. */
class XmlNode implements FhirNode {
  readonly #element: XmlElement;
  constructor(element: XmlElement) {
    this.#element = element;
  }
  get resourceType(): string | null {
    const { name } = this.#element;
    const initial = name.charCodeAt(0);
    return initial >= 65 && initial <= 90 ? name : null;
  }
  get value(): string | null {
    return this.#element.attributes["value"] ?? null;
  }
  all(name: string): FhirNode[] {
    if (name === "url") return this.#url();
    return childrenOf(this.#element, name).map(xmlNode);
  }
  first(name: string): FhirNode | undefined {
    if (name === "url") return this.#url()[0];
    const child = childOf(this.#element, name);
    return child && xmlNode(child);
  }
  /** An extension carries its url as an attribute, where JSON has a member. */
  #url(): FhirNode[] {
    const url = this.#element.attributes["url"];
    return url === undefined ? childrenOf(this.#element, "url").map(xmlNode) : [new JsonNode(url)];
  }
}

export const fromXml = (element: XmlElement): FhirNode => new XmlNode(element);

const xmlNode = (element: XmlElement): FhirNode => {
  const holds = element.name === "resource" || element.name === "contained" ? element.children[0] : undefined;
  return new XmlNode(holds ?? element);
};
