import type { ReceiptState } from "../../lib/ledger/states.ts";
import type { ServiceState, Severity } from "../../lib/status/shapes.ts";

type Dashed<S extends string> = S extends `${infer A}_${infer B}` ? `${A}-${Dashed<B>}` : S;
export type GlyphName =
  | `st-${Dashed<ReceiptState>}`
  | `sv-${ServiceState}`
  | `sev-${Severity}`
  | "ui-none"
  | "ui-check"
  | "ui-x"
  | "ui-turn";

/** One stroke of a sign: an SVG element with its attributes, named as React names them. */
export type Stroke = { tag: "path" | "circle" | "rect"; at: Readonly<Record<string, string>> };

const filled = (tag: Stroke["tag"], place: Record<string, string>): Stroke => ({
  tag,
  at: { ...place, fill: "currentColor" },
});
const drawn = (tag: Stroke["tag"], place: Record<string, string>, strokeWidth = "1.7"): Stroke => ({
  tag,
  at: { ...place, fill: "none", stroke: "currentColor", strokeWidth },
});
/** A line cut out of a filled sign: the ground is seen through it. */
const cut = (d: string): Stroke => ({
  tag: "path",
  at: { d, stroke: "var(--cut,var(--surface))", strokeWidth: "1.8", fill: "none", strokeLinecap: "square" },
});
const BROKEN_RING: Stroke = {
  tag: "circle",
  at: {
    cx: "8",
    cy: "8",
    r: "6.4",
    fill: "none",
    stroke: "currentColor",
    strokeWidth: "1.4",
    strokeDasharray: "2.4 1.7",
  },
};

/** Every sign of the product in a box of 16 by 16, for pages made with React and without. */
export const SIGNS: Record<GlyphName, readonly Stroke[]> = {
  "st-not-due": [drawn("rect", { x: "1.5", y: "5.2", width: "13", height: "5.6", rx: "2.8" })],
  "st-pending": [drawn("circle", { cx: "8", cy: "8", r: "6.2" }), drawn("path", { d: "M8 4.4V8l2.6 1.6" })],
  "st-ok": [filled("circle", { cx: "8", cy: "8", r: "7" }), cut("M4.9 8.3l2.2 2.2 4.1-4.6")],
  "st-transient": [drawn("path", { d: "M8 1.2L14.8 8 8 14.8 1.2 8z" }), filled("path", { d: "M8 1.2V14.8L1.2 8z" })],
  "st-fatal": [
    filled("rect", { x: "1.5", y: "1.5", width: "13", height: "13" }),
    cut("M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"),
  ],
  "st-overdue": [filled("path", { d: "M8 .9L15.6 14.6H.4z" }), cut("M8 6v3.4M8 11.9v.4")],
  "st-late-ok": [drawn("circle", { cx: "8", cy: "8", r: "6.2" }), drawn("path", { d: "M5.2 8.2l2 2 3.6-4" })],
  "st-late-negative": [
    drawn("rect", { x: "2", y: "2", width: "12", height: "12" }),
    drawn("path", { d: "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" }),
  ],
  "st-repudiated": [
    filled("path", { d: "M7 1.6A6.5 6.5 0 0 0 7 14.4z" }),
    drawn("rect", { x: "9.2", y: "2.2", width: "5.4", height: "11.6" }),
  ],
  "st-lost": [filled("path", { d: "M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" }), cut("M4.6 8h6.8")],
  "st-unknown": [
    BROKEN_RING,
    drawn("path", { d: "M6 6.3a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1" }, "1.4"),
    filled("circle", { cx: "8", cy: "11.2", r: ".9" }),
  ],
  "sv-up": [filled("circle", { cx: "8", cy: "8", r: "6" })],
  "sv-degraded": [
    drawn("circle", { cx: "8", cy: "8", r: "6.2" }),
    filled("path", { d: "M1.8 8a6.2 6.2 0 0 0 12.4 0z" }),
  ],
  "sv-partial": [drawn("rect", { x: "2", y: "2", width: "12", height: "12" }), filled("path", { d: "M2 14V2l12 12z" })],
  "sv-down": [filled("rect", { x: "1.5", y: "1.5", width: "13", height: "13" }), cut("M4.6 8h6.8")],
  "sv-window": [
    drawn("path", { d: "M5.5 2H2v12h3.5M10.5 2H14v12h-3.5" }),
    filled("rect", { x: "5", y: "6.6", width: "6", height: "2.8" }),
  ],
  "sv-unknown": [
    BROKEN_RING,
    drawn("path", { d: "M6 6.3a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1" }, "1.4"),
    filled("circle", { cx: "8", cy: "11.2", r: ".9" }),
  ],
  "sev-critical": [
    filled("rect", { x: "1", y: "11", width: "2.8", height: "4" }),
    filled("rect", { x: "4.7", y: "7.7", width: "2.8", height: "7.3" }),
    filled("rect", { x: "8.4", y: "4.4", width: "2.8", height: "10.6" }),
    filled("rect", { x: "12.1", y: "1.1", width: "2.8", height: "13.9" }),
  ],
  "sev-major": [
    filled("rect", { x: "1", y: "11", width: "2.8", height: "4" }),
    filled("rect", { x: "4.7", y: "7.7", width: "2.8", height: "7.3" }),
    filled("rect", { x: "8.4", y: "4.4", width: "2.8", height: "10.6" }),
    drawn("rect", { x: "12.5", y: "1.1", width: "2", height: "13.5" }, ".8"),
  ],
  "sev-minor": [
    filled("rect", { x: "1", y: "11", width: "2.8", height: "4" }),
    filled("rect", { x: "4.7", y: "7.7", width: "2.8", height: "7.3" }),
    drawn("rect", { x: "8.8", y: "4.4", width: "2", height: "10.2" }, ".8"),
    drawn("rect", { x: "12.5", y: "1.1", width: "2", height: "13.5" }, ".8"),
  ],
  "sev-info": [
    filled("rect", { x: "1", y: "11", width: "2.8", height: "4" }),
    drawn("rect", { x: "5.1", y: "7.7", width: "2", height: "6.9" }, ".8"),
    drawn("rect", { x: "8.8", y: "4.4", width: "2", height: "10.2" }, ".8"),
    drawn("rect", { x: "12.5", y: "1.1", width: "2", height: "13.5" }, ".8"),
  ],
  "ui-none": [drawn("path", { d: "M4 8h8" })],
  "ui-check": [drawn("path", { d: "M3 8.4l3.4 3.4L13 4.6" })],
  "ui-x": [drawn("path", { d: "M4 4l8 8M12 4l-8 8" })],
  "ui-turn": [drawn("path", { d: "M1 4.5h9a3.6 3.6 0 0 1 0 7.2H4M6.5 9L3.6 11.7 6.5 14.4" })],
};
