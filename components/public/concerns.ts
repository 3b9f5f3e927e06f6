import type { SignedIn } from "../../lib/publication/page.ts";
import type { Concern } from "../../lib/status/standing.ts";
import { NAMED } from "../shell/banner-rules.ts";
import { type Html, html } from "./html.ts";
import { panel, severityMark, stateMark, type Writer } from "./parts.ts";

/** To whoever is signed in: what of that which is published concerns their own, and how. */
export function concerns(w: Writer, { viewer, concerns: all }: SignedIn): Html {
  const { t } = w;
  const own = `concern.${viewer.role}`;
  const none = html`<p class="panel-body sub">${t("concern.none")}</p>`;
  return panel(
    "own",
    t(own, { organisation: viewer.organisationName }),
    t("concern.count", { count: all.length }),
    all.length === 0 ? none : html`${all.map((one) => post(w, one))}`,
  );
}

function post(w: Writer, { number, title, severity, trouble, phase, hit, startedAt, resolvedAt }: Concern): Html {
  const { t, states } = w;
  const over = resolvedAt !== null;
  const said =
    hit === null
      ? t("concern.unsaid")
      : w.say("shell")(`banner.hit.${hit.of}`, {
          ...{ count: hit.count, names: hit.names.slice(0, NAMED).join(", ") },
          ...{ rest: Math.max(0, hit.names.length - NAMED), effect: hit.effect },
        });
  const backlog =
    over || hit !== null ? html` <a href="/incidents/${number}/backlog">${t("concern.backlog")}</a>` : null;
  const told = html` <a href="/told/incident/${number}">${w.say("told")("link")}</a> <a href="/subscriptions/why/incident/${number}">${w.say("subscriptions")("why.link")}</a>`;
  return html`<article class="post"><h3><a href="/incidents/${number}">${w.words(title)}</a></h3><p class="meta">${severityMark(w, severity)}${
    over ? null : stateMark(w, trouble)
  }<span>${states(`phase.${phase}.label`)}</span><span>${
    over ? w.span(startedAt, resolvedAt) : t("since", { time: w.when(startedAt) })
  }</span></p><p class="sub">${said}${backlog}${told}</p></article>`;
}
