type Page = Pick<Document, "hidden" | "addEventListener" | "removeEventListener">;

/**
 * Does something while a page can be seen, and not behind another tab: a telephone that puts a hidden page to sleep would else
 * let it hold what others wait for. `begin` answers how to stop, and is told whether time has
 * passed since the page was read. Answers how to end it.
 */
export function whileSeen(page: Page, begin: (late: boolean) => () => void): () => void {
  let stop = page.hidden ? null : begin(false);
  const look = () => {
    if (page.hidden) {
      stop?.();
      stop = null;
    } else stop ??= begin(true);
  };
  page.addEventListener("visibilitychange", look);
  return () => {
    page.removeEventListener("visibilitychange", look);
    stop?.();
  };
}
