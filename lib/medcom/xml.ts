import { SaxesParser, type SaxesTagNS } from "saxes";
import { Refusal } from "./shapes.ts";

/** An element with what a header needs of it. Comments, processing instructions and narrative XHTML are left out. */
export type XmlElement = {
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
};

const DEEPEST = 200;
const XHTML = "http://www.w3.org/1999/xhtml";
// Most elements are leaves without attributes: they share what is empty, which is replaced before it is written to.
const NONE: Record<string, string> = Object.freeze({});
const CHILDLESS: XmlElement[] = [];
/** Builds elements from what saxes reports, and stops at the first fault. It is as new after every document it has read to its end. */
class Reader extends SaxesParser<{ xmlns: true; position: false }> {
  #root: XmlElement | undefined;
  #current: XmlElement | undefined;
  #open: XmlElement[] = [];
  #narrative = 0;

  constructor() {
    super({ xmlns: true, position: false });
    this.on("doctype", () => this.#stop("doctype"));
    this.on("opentag", (tag) => this.#opened(tag));
    this.on("closetag", () => this.#closed());
    const addText = (piece: string) => {
      if (this.#current && this.#narrative === 0) this.#current.text += piece;
    };
    this.on("text", addText);
    this.on("cdata", addText);
  }

  /** Where saxes comes with a fault: it would write an error that quotes the message, and read on. */
  override fail(): this {
    return this.#stop("not_xml");
  }

  document(text: string): XmlElement {
    this.write(text).close();
    const root = this.#root ?? this.#stop("not_xml");
    this.#root = undefined;
    return root;
  }

  #stop(code: Refusal["code"]): never {
    throw new Refusal(code, this.position);
  }

  #opened(tag: SaxesTagNS): void {
    if (this.#open.length + this.#narrative >= DEEPEST) this.#stop("too_deep");
    if (this.#narrative > 0 || tag.uri === XHTML) {
      this.#narrative += 1;
      return;
    }
    const element: XmlElement = {
      name: tag.local,
      namespace: tag.uri,
      attributes: NONE,
      children: CHILDLESS,
      text: "",
    };
    for (const name in tag.attributes) {
      if (element.attributes === NONE) element.attributes = {};
      const attribute = tag.attributes[name];
      if (attribute) element.attributes[attribute.local] = attribute.value;
    }
    const parent = this.#current;
    if (parent?.children === CHILDLESS) parent.children = [element];
    else parent?.children.push(element);
    this.#root ??= element;
    this.#open.push(element);
    this.#current = element;
  }

  #closed(): void {
    if (this.#narrative > 0) this.#narrative -= 1;
    else {
      this.#open.pop();
      this.#current = this.#open.at(-1);
    }
  }
}

// Making one takes as long as reading a short message. None is read inside another.
let spare: Reader | undefined;

/**
 * Reads a well-formed XML document. A DOCTYPE is refused before anything in it is looked at, so no entity is ever
 * expanded or fetched. Throws Refusal with the offset where reading stopped: `not_xml`, `doctype`, `too_deep`.
 */
export function readXml(text: string): XmlElement {
  const reader = spare ?? new Reader();
  // One that stops half-way is not used again.
  spare = undefined;
  const root = reader.document(text);
  spare = reader;
  return root;
}

/** The child with this local name, or the one at the end of a path of such names; undefined where there is none. */
export function childOf(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  let at = element;
  for (const name of path) at = at && firstNamed(at.children, name);
  return at;
}

function firstNamed(children: readonly XmlElement[], name: string): XmlElement | undefined {
  for (const child of children) if (child.name === name) return child;
  return undefined;
}

export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** The trimmed text at the end of a path, or null where it is missing or empty. */
export const textOf = (element: XmlElement | undefined, ...path: string[]): string | null =>
  childOf(element, ...path)?.text.trim() || null;
