import type { Finished, Given } from "../../lib/publication/page.ts";
import { html } from "./html.ts";
import { page } from "./layout.ts";
import { head, writer } from "./parts.ts";

/** What does not exist, and what is not public: the same answer. */
export function missing(given: Given): Finished {
  const shell = writer(given).say("shell");
  return page(given, {
    status: 404,
    title: shell("notFound.title"),
    main: html`${head(shell("notFound.title"), shell("notFound.text"))}<a class="button" href="/">${shell("notFound.home")}</a>`,
  });
}
