import { createElement } from "react";
import { SIGNS } from "./signs.ts";

/**
 * Every sign of the product, once per page: `Glyph` refers to it by name. `--cut` is the ground seen through a filled
 * sign. The patterns hatch what is not known, and what is over its deadline.
 */
export function Sprite() {
  return (
    <svg width="0" height="0" aria-hidden="true" focusable="false" style={{ position: "absolute" }}>
      <defs>
        <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="4" height="4" fill="var(--st-unknown-tint)" />
          <rect width="1.3" height="4" fill="var(--st-unknown-fill)" />
        </pattern>
        <pattern id="hatch-over" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect width="4" height="4" fill="var(--st-overdue-fill)" />
          <rect width="1.2" height="4" fill="var(--surface)" />
        </pattern>
        {Object.entries(SIGNS).map(([name, strokes]) => (
          <symbol key={name} id={name} viewBox="0 0 16 16">
            {strokes.map(({ tag, at }) => createElement(tag, { ...at, key: Object.values(at).join(" ") }))}
          </symbol>
        ))}
      </defs>
    </svg>
  );
}
