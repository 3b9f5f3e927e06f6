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
// Thrown on purpose inside the parser's callbacks; saxes has no other way to stop.
type Stop = Refusal;

/**
 * Reads a well-formed XML document. A DOCTYPE is refused before anything in it is looked at, so no entity is ever
 * expanded or fetched. Throws Refusal with the offset where reading stopped: `not_xml`, `doctype`, `too_deep`.
 */
export function readXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let current: XmlElement | undefined;
  let narrative = 0;
  const stop = (code: Stop["code"]): never => {
    throw new Refusal(code, parser.position);
  };
  parser.on("error", () => stop("not_xml"));
  parser.on("doctype", () => stop("doctype"));
  parser.on("opentag", (tag: SaxesTagNS) => {
    if (open.length + narrative >= DEEPEST) stop("too_deep");
    if (narrative > 0 || tag.uri === XHTML) {
      narrative += 1;
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
    if (current?.children === CHILDLESS) current.children = [element];
    else current?.children.push(element);
    root ??= element;
    open.push(element);
    current = element;
  });
  parser.on("closetag", () => {
    if (narrative > 0) narrative -= 1;
    else {
      open.pop();
      current = open.at(-1);
    }
  });
  const addText = (piece: string) => {
    if (current && narrative === 0) current.text += piece;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.write(text).close();
  return root ?? stop("not_xml");
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
