import { createECDH, randomBytes, randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { unique } from "./desk.ts";
import { expect, test } from "./fixtures.ts";

const WHO = { organisation: "Region Nordjylland" };
const HERE = "Denne enhed";
const ASK = "Få besked på denne enhed";
const panel = (page: Page) => page.getByRole("region", { name: HERE, exact: true });

/**
 * Two things a browser without a screen and without a network cannot do are done for it: it says that notifications are denied
 * whatever it was granted, and its maker's push service gives no address. Everything else is its own.
 */
async function askable(page: Page): Promise<void> {
  const device = createECDH("prime256v1");
  const keys = { p256dh: device.generateKeys("base64url"), auth: randomBytes(16).toString("base64url") };
  await page.context().grantPermissions(["notifications"]);
  const endpoint = `https://push.invalid/${randomUUID()}`;
  await page.addInitScript(
    (made) => {
      Object.defineProperty(Notification, "permission", { get: () => "default" });
      const subscription = { ...made, toJSON: () => made } as unknown as PushSubscription;
      // A browser remembers its subscription over pages.
      PushManager.prototype.subscribe = async () => {
        localStorage.setItem("subscribed", "yes");
        return subscription;
      };
      PushManager.prototype.getSubscription = async () => (localStorage.getItem("subscribed") ? subscription : null);
    },
    { endpoint, expirationTime: null, keys },
  );
}

test("whoever presses is asked, a worker that controls no page is registered, and the device can be turned off again", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await askable(page);
  await signInAs(WHO);
  await page.goto("/subscriptions");
  await expect(panel(page).getByText("Slået fra på denne enhed.")).toBeVisible();
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await expectAccessible();

  const label = unique("Vagtens computer");
  await panel(page).getByLabel("Enhedens navn").fill(label);
  await panel(page).getByRole("button", { name: ASK }).click();
  // Its push service cannot be reached, so it is kept, and said to be unconfirmed.
  await expect(panel(page).getByText(`Tilføjet som ${label}, men prøven er ikke nået frem.`)).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: label });
  await expect(row).toContainText("push.invalid");
  await expect(row).toContainText("Afventer bekræftelse");
  expect(await page.content()).not.toContain("push.invalid/");
  const [scope, controlled] = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration("/push/");
    return [registration?.scope, navigator.serviceWorker.controller !== null];
  });
  expect([new URL(scope as string).pathname, controlled]).toEqual(["/push/", false]);
  await expectAccessible();

  await panel(page).getByRole("button", { name: "Send en prøve" }).click();
  await expect(panel(page).getByRole("alert")).toContainText("Prøven nåede ikke frem.");
  await panel(page).getByRole("button", { name: "Slå fra på denne enhed" }).click();
  await expect(panel(page).getByText("Slået fra på denne enhed.")).toBeVisible();
});

type Shown = Pick<Notification, "title" | "body" | "lang" | "tag" | "silent" | "requireInteraction" | "data"> & {
  renotify: boolean | undefined;
};

/**
 * Our worker in the browser, and what it shows. A browser without a screen of the small kind that npm carries shows nothing
 * whatever it is granted; there, what the worker would have shown stands by its tag, as it would on a screen. One that can
 * show is asked what it shows.
 */
async function workerOf(page: Page) {
  await page.context().grantPermissions(["notifications"]);
  const real = await page.evaluate(() => Notification.permission === "granted");
  const browser = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    browser.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL.endsWith("/push/"));
      if (found) resolve(found.registrationId);
    });
  });
  await browser.send("ServiceWorker.enable");
  const started = page.context().waitForEvent("serviceworker");
  await page.evaluate(() => navigator.serviceWorker.register("/push/worker.js", { scope: "/push/" }));
  const worker = await started;
  await worker.evaluate((shows) => {
    const opened: string[] = [];
    const { registration, clients } = self as unknown as { registration: ServiceWorkerRegistration; clients: object };
    Object.assign(clients, { openWindow: async (href: string) => opened.push(href) });
    const standing = new Map<string, object>();
    if (!shows)
      registration.showNotification = async (title, options) => {
        standing.set(options?.tag ?? title, { title, ...options });
      };
    const shown = async () => (shows ? registration.getNotifications() : [...standing.values()]);
    Object.assign(self, { seen: { opened, shown } });
  }, real);
  const [registrationId, origin] = [await registered, new URL(page.url()).origin];
  return {
    ...{ origin, real },
    push: (data: object) =>
      browser.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data: JSON.stringify(data) }),
    /** A press on what was shown, or on one of its buttons. */
    press: (data: unknown, action: string) =>
      worker.evaluate(
        (given) => {
          const event = Object.assign(new Event("notificationclick"), {
            ...{ action: given.action, notification: { data: given.data, close: () => {} }, waitUntil: () => {} },
          });
          self.dispatchEvent(event);
        },
        { data, action },
      ),
    /** What stands on the screen now. */
    shown: (): Promise<Shown[]> =>
      worker.evaluate(async () => {
        const { seen } = self as unknown as { seen: { shown: () => Promise<Shown[]> } };
        return (await seen.shown()).map(({ title, body, lang, tag, silent, requireInteraction, renotify, data }) => ({
          ...{ title, body, lang, tag, silent, requireInteraction, data, renotify },
        }));
      }),
    opened: () => worker.evaluate(() => (self as unknown as { seen: { opened: string[] } }).seen.opened),
  };
}

test("each push of a conversation takes the place of the one before, and the end does so without a sound", async ({
  page,
  signInAs,
}) => {
  await signInAs(WHO);
  await page.goto("/subscriptions");
  const { origin, push, press, shown, opened: openedPages } = await workerOf(page);
  const href = `${origin}/incidents/2026-118`;
  const opened = {
    ...{ title: "Forsinkelse i Beskedfordeler", body: "Driftsforstyrrelse · Åbnet · Alvor: Kritisk", lang: "da" },
    ...{ tag: "conversation", at: Date.now(), loud: true, sticky: true },
    actions: [
      { action: "read", title: "Læs", href },
      { action: "confirm", title: "Set og håndteret", href: `${origin}/notices/token` },
    ],
  };
  const bodies = async () => (await shown()).map(({ body }) => body);
  const loud = { title: opened.title, lang: "da", tag: "conversation", requireInteraction: true, silent: false };
  await push(opened);
  await expect.poll(bodies).toEqual([opened.body]);
  expect(await shown()).toMatchObject([{ ...loud, renotify: true }]);
  const [{ data } = { data: null }] = await shown();

  const updated = "Driftsforstyrrelse · Opdateret · Alvor: Kritisk";
  await push({ ...opened, body: updated });
  await expect.poll(bodies).toEqual([updated]);
  await push({ ...opened, tag: "another", body: "En anden" });
  await expect.poll(async () => (await bodies()).toSorted()).toEqual([updated, "En anden"].toSorted());

  const over = { body: "Driftsforstyrrelse · Løst", loud: false, sticky: false, actions: [opened.actions[0]] };
  await push({ ...opened, ...over });
  await expect.poll(async () => (await bodies()).toSorted()).toEqual([over.body, "En anden"].toSorted());
  const end = (await shown()).find(({ tag }) => tag === "conversation");
  expect(end).toMatchObject({ silent: true, renotify: false, requireInteraction: false });

  await press(data, "");
  await press(data, "confirm");
  await expect.poll(openedPages).toEqual([href, `${origin}/notices/token`]);
});

test("a browser that was given another address says so when a page is opened, and stays on the list as it was", async ({
  page,
  signInAs,
}) => {
  await askable(page);
  await signInAs(WHO);
  await page.goto("/subscriptions");
  const label = unique("Telefonen");
  await panel(page).getByLabel("Enhedens navn").fill(label);
  await panel(page).getByRole("button", { name: ASK }).click();
  await expect(panel(page).getByText(`Tilføjet som ${label}`)).toBeVisible();
  const [worker] = page.context().serviceWorkers();
  const kept = () =>
    worker?.evaluate(async () => (await (await caches.open("push")).match("/push/kept"))?.json()) ?? null;
  await expect.poll(kept).toMatchObject({ endpoint: expect.stringContaining("https://push.invalid/") });

  // Its push service forgets it, and gives it another address when it asks anew.
  const moved = { endpoint: `https://push.invalid/${randomUUID()}`, expirationTime: null, keys: (await kept()).keys };
  await worker?.evaluate((made) => {
    const subscription = { ...made, toJSON: () => made } as unknown as PushSubscription;
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async () => subscription;
    Object.defineProperty(Notification, "permission", { get: () => "granted" });
  }, moved);
  await page.addInitScript((made) => {
    const subscription = { ...made, toJSON: () => made } as unknown as PushSubscription;
    PushManager.prototype.getSubscription = async () => subscription;
  }, moved);
  const renewed = page.context().waitForEvent("request", (one) => one.url().endsWith("/push/address"));
  await page.goto("/receipts");
  expect((await (await renewed).response())?.status()).toBe(204);
  await page.goto("/subscriptions");
  await expect(panel(page).getByText(`Tilføjet som ${label}`)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: label })).toHaveCount(1);
  await panel(page).getByRole("button", { name: "Slå fra på denne enhed" }).click();
  await expect(panel(page).getByText("Slået fra på denne enhed.")).toBeVisible();
});

test.describe("on an iPhone", () => {
  test.use({
    userAgent:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
    viewport: { width: 390, height: 844 },
  });
  test("the page is to be put on the home screen first, and every page says how it looks there", async ({
    page,
    signInAs,
    expectAccessible,
  }) => {
    await page.addInitScript(() => {
      for (const name of ["PushManager", "Notification"]) Reflect.deleteProperty(window, name);
    });
    await signInAs(WHO);
    await page.goto("/subscriptions");
    await expect(panel(page).getByText("Læg siden på hjemmeskærmen først.")).toBeVisible();
    await expect(panel(page)).toContainText("Føj til hjemmeskærm");
    await expect(panel(page).getByRole("button")).toHaveCount(0);
    await expectAccessible();
    for (const path of ["/subscriptions", "/", "/history", "/subscribe"]) {
      await page.goto(path);
      const manifest = page.locator('link[rel="manifest"]');
      await expect(manifest).toHaveAttribute("href", "/manifest.webmanifest");
      await expect(page.locator('link[rel="apple-touch-icon"]')).toHaveAttribute("href", "/icons/apple-180.png");
    }
    const { icons, display } = await (await page.request.get("/manifest.webmanifest")).json();
    expect(display).toBe("standalone");
    for (const { src } of icons) expect((await page.request.get(src)).headers()["content-type"]).toBe("image/png");
    // The browser takes it: nothing of it is refused by the page's own policy.
    const { errors } = await (await page.context().newCDPSession(page)).send("Page.getAppManifest");
    expect(errors).toEqual([]);
  });
});

test("a browser that was told no says so, and how it is undone", async ({ page, signInAs, expectAccessible }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Notification, "permission", { get: () => "denied" });
  });
  await signInAs(WHO);
  await page.goto("/subscriptions");
  await expect(panel(page).getByText("Afvist i browseren.")).toBeVisible();
  await expect(panel(page)).toContainText("sæt Notifikationer til Tillad");
  await expect(panel(page).getByRole("button")).toHaveCount(0);
  await expectAccessible();
});

test("who says no when asked is told that nothing was saved, and keeps what was typed", async ({ page, signInAs }) => {
  await askable(page);
  await page.addInitScript(() => {
    Notification.requestPermission = async () => "default";
  });
  await signInAs(WHO);
  await page.goto("/subscriptions");
  await panel(page).getByLabel("Enhedens navn").fill("Vagtens computer");
  await panel(page).getByRole("button", { name: ASK }).click();
  await expect(panel(page).getByRole("alert")).toContainText("Browseren fik intet svar.");
  await expect(panel(page).getByLabel("Enhedens navn")).toHaveValue("Vagtens computer");
});

test("a browser that cannot be told says so", async ({ page, signInAs }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "PushManager");
  });
  await signInAs(WHO);
  await page.goto("/subscriptions");
  await expect(panel(page).getByText("Denne browser kan ikke få besked.")).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the page says that it is needed for this", async ({ page, signInAs }) => {
    await signInAs(WHO);
    await page.goto("/subscriptions");
    await expect(panel(page)).toContainText("Det kræver, at scripts er slået til");
  });
});
