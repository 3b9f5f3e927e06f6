// The yellow bar. It shows what the operator of health messages has published for a municipality or a region, and is not
// there when that is nothing, or when we cannot be reached. No cookie, no other script, only text.
//   <script async src="https://…/embed/banner.js" data-municipality="0851"></script>
// Also: data-region="1081", data-lang="en", data-into="#where" (else it stands where the script does).
(() => {
  const own = document.currentScript || document.querySelector('script[src*="/embed/banner.js"]');
  if (!own) return;
  const { municipality, region, lang, into } = own.dataset;
  const address = new URL("banner.json", own.src);
  for (const [name, value] of Object.entries({ municipality, region, lang }))
    if (value) address.searchParams.set(name, value);

  const EVERY_MS = 60_000;
  const KEPT_MS = 180_000; // how long the last answer stands when no new one comes
  const SIGNS = {
    degraded: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.7A5.3 5.3 0 0 1 13.3 8H2.7A5.3 5.3 0 0 1 8 2.7z",
    partial: "M1 1h14v14H1zM4 2.7h9.3V12z",
    down: "M1 1h14v14H1zM4.4 7.1h7.2v1.8H4.4z",
  };
  const LOOK = `:host{display:block}
    div{background:#ffd84d;color:#231a00;border-bottom:2px solid #b98a00;padding:.5rem .75rem;font:1rem/1.4 system-ui,sans-serif}
    div:empty{display:none} p{margin:0} p+p{margin-top:.35rem} a{color:inherit}
    a:focus-visible{outline:3px solid;outline-offset:2px} svg{width:1em;height:1em;margin-right:.5em;vertical-align:-.12em}`;

  let bar;
  let next;
  let end;
  let due = 0;
  let failed = 0;

  function start() {
    const host = (into && document.querySelector(into)) || document.createElement("div");
    if (!host.isConnected) {
      if (own.closest("body")) own.before(host);
      else document.body.prepend(host);
    }
    bar = document.createElement("div");
    bar.setAttribute("role", "status");
    const style = new CSSStyleSheet(); // also where the page's policy forbids inline styles
    style.replaceSync(LOOK);
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    root.append(bar);
    document.addEventListener("visibilitychange", () => Date.now() >= due && look());
    look();
  }

  async function look() {
    clearTimeout(next);
    if (document.hidden) return; // nobody looks: asked again when somebody does
    try {
      const answer = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) throw answer.status;
      show(await answer.json());
      failed = 0;
      clearTimeout(end);
      end = setTimeout(() => bar.replaceChildren(), KEPT_MS);
    } catch {
      failed = Math.min(failed + 1, 4);
    }
    const wait = EVERY_MS * 2 ** failed * (0.75 + Math.random() / 2);
    due = Date.now() + wait;
    next = setTimeout(look, wait);
  }

  let shown;
  function show({ lines, notes, more }) {
    const now = JSON.stringify([lines, notes]);
    if (now === shown && bar.firstChild) return; // said once, not every minute
    shown = now;
    bar.replaceChildren(
      ...lines.map((line) => lineOf(line, more)),
      ...(lines.length ? notes : []).map((note) => made("p", note)),
    );
  }

  function lineOf(line, more) {
    const row = made("p", "");
    const link = made("a", more);
    const target = new URL(line.path, own.src);
    if (target.origin === address.origin) link.href = target.href;
    link.target = "_blank";
    link.rel = "noopener";
    link.setAttribute("aria-label", `${more}: ${line.who}`);
    row.append(sign(line), made("b", `${line.who}:`), ` ${line.text} ${line.when} `, link);
    return row;
  }

  function sign({ state, word }) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS(svg.namespaceURI, "path");
    const given = {
      role: "img",
      "aria-label": word,
      viewBox: "0 0 16 16",
      fill: "currentColor",
      "fill-rule": "evenodd",
    };
    for (const [name, value] of Object.entries(given)) svg.setAttribute(name, value);
    path.setAttribute("d", SIGNS[state] || SIGNS.down);
    svg.append(path);
    return svg;
  }

  function made(tag, text) {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  }

  if (document.body && document.readyState !== "loading") start();
  else document.addEventListener("DOMContentLoaded", start);
})();
