import { LINE_STATIONS } from "../../lib/ledger/states.ts";
import type { PublicLine } from "../../lib/publication/snapshot.ts";
import { stationsAt } from "../../lib/status/line.ts";
import { worst } from "../../lib/status/rules.ts";
import { type Html, html } from "./html.ts";
import { glyph, type Writer } from "./parts.ts";

/** The line of the six stations with their states; how long each leg takes only where the operator has published that. */
export function line(w: Writer): Html {
  const { t, states, format, snapshot } = w;
  const stations = stationsAt(snapshot, w.now);
  const legs = snapshot.line === null ? null : medians(snapshot.line);
  const track = stations.map(({ station, state, of, alike }, at) => {
    const next = LINE_STATIONS[at + 1];
    const leg =
      legs && next
        ? html`<span class="line-leg"><span class="vh">${t("line.toNext")} </span>${format.about(legs.get(next) ?? null)}</span>`
        : null;
    const word = states(`service.${state}.label`);
    const said = of === alike ? word : t("line.some", { state: word, some: alike, of });
    return html`<li class="line-station" data-service="${state}"><span class="line-node">${glyph(`sv-${state}`)}</span>${leg}<span class="line-name">${states(`station.${station}`)}</span><span class="line-state">${said}</span></li>`;
  });
  const bad = stations.filter(({ state }) => state !== "up");
  const most = worst(stations.map(({ state }) => state));
  const short = bad.map(({ station, state }) =>
    t("line.one", { station: states(`station.${station}`), state: states(`service.${state}.label`).toLowerCase() }),
  );
  const back =
    snapshot.line === null
      ? html`<span class="line-back">${t("line.back")}</span>`
      : html`<span class="line-back">${t("line.return")} <b>${format.about(snapshot.line.returnMs)}</b></span><span class="line-when">${t("line.median")}</span>`;
  return html`<section class="line" aria-label="${t("line.label")}"><ol class="line-track">${track}</ol><p class="line-return"><span class="line-arrow" aria-hidden="true"></span>${back}</p><p class="line-short" data-service="${most}">${glyph(`sv-${most}`)}<span>${
    bad.length === 0
      ? t("line.allUp", { count: stations.length })
      : html`<b>${short.join(", ")}.</b>${
          bad.length < stations.length ? ` ${t("line.otherUp", { count: stations.length - bad.length })}` : ""
        }`
  }</span></p></section>`;
}

/** The median (ms) to reach each station. */
const medians = ({ legs }: PublicLine): Map<string, number | null> =>
  new Map(legs.filter(({ direction }) => direction === "out").map(({ station, medianMs }) => [station, medianMs]));
