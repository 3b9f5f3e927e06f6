import { type GlyphName, SIGNS } from "../ui/signs.ts";
import { Html, html } from "./html.ts";

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The strokes of a sign as SVG of their own, on a ground of one colour that shows through its cuts. */
export const strokesOn = (name: GlyphName, ground: string): Html[] =>
  SIGNS[name].map(({ tag, at }) => {
    const drawn = Object.entries(at).map(
      ([attribute, value]) =>
        html` ${Html.trusted(kebab(attribute))}="${value.replace("var(--cut,var(--surface))", ground)}"`,
    );
    return html`<${Html.trusted(tag)}${drawn}/>`;
  });
