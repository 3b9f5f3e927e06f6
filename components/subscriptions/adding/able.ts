/** What is known of a browser without asking anybody. `installed`: it was opened from a home screen, as an app of its own. */
export type Browser = {
  secure: boolean;
  push: boolean;
  denied: boolean;
  userAgent: string;
  touchPoints: number;
  installed: boolean;
};

/** Whether a browser can be told anything, and why not. `uninstalled`: once the page lies on its home screen. */
export type Able = "insecure" | "uninstalled" | "unsupported" | "denied" | "able";

/**
 * On iPhone and iPad, whatever the browser, web push is for pages on the home screen alone (WebKit, iOS 16.4). An iPad says
 * that it is a Mac, which none with a screen to touch is.
 */
export function ableOf({ secure, push, denied, userAgent, touchPoints, installed }: Browser): Able {
  if (!secure) return "insecure";
  const phone = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1);
  if (!push) return phone && !installed ? "uninstalled" : "unsupported";
  return denied ? "denied" : "able";
}
