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
        <symbol id="st-not-due" viewBox="0 0 16 16">
          <rect x="1.5" y="5.2" width="13" height="5.6" rx="2.8" fill="none" stroke="currentColor" strokeWidth="1.7" />
        </symbol>
        <symbol id="st-pending" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.7" />
          <path d="M8 4.4V8l2.6 1.6" fill="none" stroke="currentColor" strokeWidth="1.7" />
        </symbol>
        <symbol id="st-ok" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="7" fill="currentColor" />
          <path
            d="M4.9 8.3l2.2 2.2 4.1-4.6"
            stroke="var(--cut,var(--surface))"
            strokeWidth="1.8"
            fill="none"
            strokeLinecap="square"
          />
        </symbol>
        <symbol id="st-transient" viewBox="0 0 16 16">
          <path d="M8 1.2L14.8 8 8 14.8 1.2 8z" fill="none" stroke="currentColor" strokeWidth="1.7" />
          <path d="M8 1.2V14.8L1.2 8z" fill="currentColor" />
        </symbol>
        <symbol id="st-fatal" viewBox="0 0 16 16">
          <rect x="1.5" y="1.5" width="13" height="13" fill="currentColor" />
          <path
            d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"
            stroke="var(--cut,var(--surface))"
            strokeWidth="1.8"
            fill="none"
            strokeLinecap="square"
          />
        </symbol>
        <symbol id="st-overdue" viewBox="0 0 16 16">
          <path d="M8 .9L15.6 14.6H.4z" fill="currentColor" />
          <path
            d="M8 6v3.4M8 11.9v.4"
            stroke="var(--cut,var(--surface))"
            strokeWidth="1.8"
            fill="none"
            strokeLinecap="square"
          />
        </symbol>
        <symbol id="st-late-ok" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.7" />
          <path d="M5.2 8.2l2 2 3.6-4" fill="none" stroke="currentColor" strokeWidth="1.7" />
        </symbol>
        <symbol id="st-late-negative" viewBox="0 0 16 16">
          <rect x="2" y="2" width="12" height="12" fill="none" stroke="currentColor" strokeWidth="1.7" />
          <path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" fill="none" stroke="currentColor" strokeWidth="1.7" />
        </symbol>
        <symbol id="st-repudiated" viewBox="0 0 16 16">
          <path d="M7 1.6A6.5 6.5 0 0 0 7 14.4z" fill="currentColor" />
          <rect x="9.2" y="2.2" width="5.4" height="11.6" fill="none" stroke="currentColor" strokeWidth="1.7" />
        </symbol>
        <symbol id="st-lost" viewBox="0 0 16 16">
          <path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" fill="currentColor" />
          <path
            d="M4.6 8h6.8"
            stroke="var(--cut,var(--surface))"
            strokeWidth="1.8"
            fill="none"
            strokeLinecap="square"
          />
        </symbol>
        <symbol id="st-unknown" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.4 1.7" />
          <path d="M6 6.3a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <circle cx="8" cy="11.2" r=".9" fill="currentColor" />
        </symbol>
        <symbol id="sv-up" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6" fill="currentColor" />
        </symbol>
        <symbol id="sv-degraded" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.7" />
          <path d="M1.8 8a6.2 6.2 0 0 0 12.4 0z" fill="currentColor" />
        </symbol>
        <symbol id="sv-partial" viewBox="0 0 16 16">
          <rect x="2" y="2" width="12" height="12" fill="none" stroke="currentColor" strokeWidth="1.7" />
          <path d="M2 14V2l12 12z" fill="currentColor" />
        </symbol>
        <symbol id="sv-down" viewBox="0 0 16 16">
          <rect x="1.5" y="1.5" width="13" height="13" fill="currentColor" />
          <path
            d="M4.6 8h6.8"
            stroke="var(--cut,var(--surface))"
            strokeWidth="1.8"
            fill="none"
            strokeLinecap="square"
          />
        </symbol>
        <symbol id="sv-window" viewBox="0 0 16 16">
          <path d="M5.5 2H2v12h3.5M10.5 2H14v12h-3.5" fill="none" stroke="currentColor" strokeWidth="1.7" />
          <rect x="5" y="6.6" width="6" height="2.8" fill="currentColor" />
        </symbol>
        <symbol id="sv-unknown" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.4 1.7" />
          <path d="M6 6.3a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <circle cx="8" cy="11.2" r=".9" fill="currentColor" />
        </symbol>
        <symbol id="sev-critical" viewBox="0 0 16 16">
          <rect x="1" y="11" width="2.8" height="4" fill="currentColor" />
          <rect x="4.7" y="7.7" width="2.8" height="7.3" fill="currentColor" />
          <rect x="8.4" y="4.4" width="2.8" height="10.6" fill="currentColor" />
          <rect x="12.1" y="1.1" width="2.8" height="13.9" fill="currentColor" />
        </symbol>
        <symbol id="sev-major" viewBox="0 0 16 16">
          <rect x="1" y="11" width="2.8" height="4" fill="currentColor" />
          <rect x="4.7" y="7.7" width="2.8" height="7.3" fill="currentColor" />
          <rect x="8.4" y="4.4" width="2.8" height="10.6" fill="currentColor" />
          <rect x="12.5" y="1.1" width="2" height="13.5" fill="none" stroke="currentColor" strokeWidth=".8" />
        </symbol>
        <symbol id="sev-minor" viewBox="0 0 16 16">
          <rect x="1" y="11" width="2.8" height="4" fill="currentColor" />
          <rect x="4.7" y="7.7" width="2.8" height="7.3" fill="currentColor" />
          <rect x="8.8" y="4.4" width="2" height="10.2" fill="none" stroke="currentColor" strokeWidth=".8" />
          <rect x="12.5" y="1.1" width="2" height="13.5" fill="none" stroke="currentColor" strokeWidth=".8" />
        </symbol>
        <symbol id="sev-info" viewBox="0 0 16 16">
          <rect x="1" y="11" width="2.8" height="4" fill="currentColor" />
          <rect x="5.1" y="7.7" width="2" height="6.9" fill="none" stroke="currentColor" strokeWidth=".8" />
          <rect x="8.8" y="4.4" width="2" height="10.2" fill="none" stroke="currentColor" strokeWidth=".8" />
          <rect x="12.5" y="1.1" width="2" height="13.5" fill="none" stroke="currentColor" strokeWidth=".8" />
        </symbol>
        <symbol id="ui-none" viewBox="0 0 16 16">
          <path d="M4 8h8" fill="none" stroke="currentColor" strokeWidth="1.7" />
        </symbol>
        <symbol id="ui-check" viewBox="0 0 16 16">
          <path d="M3 8.4l3.4 3.4L13 4.6" fill="none" stroke="currentColor" strokeWidth="1.7" />
        </symbol>
        <symbol id="ui-x" viewBox="0 0 16 16">
          <path d="M4 4l8 8M12 4l-8 8" fill="none" stroke="currentColor" strokeWidth="1.7" />
        </symbol>
        <symbol id="ui-turn" viewBox="0 0 16 16">
          <path
            d="M1 4.5h9a3.6 3.6 0 0 1 0 7.2H4M6.5 9L3.6 11.7 6.5 14.4"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.7"
          />
        </symbol>
      </defs>
    </svg>
  );
}
