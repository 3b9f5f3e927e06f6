import type { Finished, Given } from "../../lib/publication/page.ts";
import { html } from "./html.ts";
import { page } from "./layout.ts";
import { writer } from "./parts.ts";

/** What does not exist, and what is not public: the same answer. */
export function missing(given: Given): Finished {
  const shell = writer(given).say("shell");
  return page(given, {
    status: 404,
    title: shell("notFound.title"),
    main: html`<div class="head"><h1>${shell("notFound.title")}</h1><p class="lead">${shell("notFound.text")}</p></div><a class="btn" href="/">${shell("notFound.home")}</a>`,
  });
}
