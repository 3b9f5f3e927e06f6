import { type GlyphName, SIGNS } from "../ui/signs.ts";
import { type Html, html } from "./html.ts";

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The strokes of a sign as SVG; on a ground of one colour, where our styles do not reach, its cuts are of that colour. */
export const strokesOf = (name: GlyphName, ground?: string): Html[] =>
  SIGNS[name].map(({ tag, at }) => {
    const attributes = Object.entries(at).map(
      ([key, value]) => html` ${kebab(key)}="${ground ? value.replace("var(--cut,var(--surface))", ground) : value}"`,
    );
    return html`<${tag}${attributes}/>`;
  });
