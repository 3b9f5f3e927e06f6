import { createECDH, randomBytes, randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
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

  await panel(page).getByLabel("Enhedens navn").fill("Vagtens computer");
  await panel(page).getByRole("button", { name: ASK }).click();
  // Its push service cannot be reached, so it is kept, and said to be unconfirmed.
  await expect(panel(page).getByText("Tilføjet som Vagtens computer, men prøven er ikke nået frem.")).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "Vagtens computer" });
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

type Shown = { title: string; options: NotificationOptions & { renotify?: boolean } };

/** Our worker in the browser, which shows nothing without a screen: what it would have shown and opened is written down. */
async function workerOf(page: Page) {
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
  await worker.evaluate(() => {
    const seen = { shown: [] as unknown[], opened: [] as string[] };
    Object.assign(self, { seen });
    const { registration, clients } = self as unknown as { registration: ServiceWorkerRegistration; clients: object };
    registration.showNotification = async (title, options) => {
      seen.shown.push({ title, options });
    };
    Object.assign(clients, { openWindow: async (href: string) => seen.opened.push(href) });
  });
  const [registrationId, origin] = [await registered, new URL(page.url()).origin];
  return {
    origin,
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
    seen: () => worker.evaluate(() => (self as unknown as { seen: { shown: Shown[]; opened: string[] } }).seen),
  };
}

test("each push of a conversation takes the place of the one before, and the end does so without a sound", async ({
  page,
  signInAs,
}) => {
  await signInAs(WHO);
  await page.goto("/subscriptions");
  const { origin, push, press, seen } = await workerOf(page);
  const href = `${origin}/incidents/2026-118`;
  const opened = {
    ...{ title: "Forsinkelse i Beskedfordeler", body: "Driftsforstyrrelse · Åbnet · Alvor: Kritisk", lang: "da" },
    ...{ tag: "conversation", at: Date.now(), loud: true, sticky: true },
    actions: [
      { action: "read", title: "Læs", href },
      { action: "confirm", title: "Set og håndteret", href: `${origin}/notices/token` },
    ],
  };
  await push(opened);
  await push({ ...opened, body: "Driftsforstyrrelse · Opdateret · Alvor: Kritisk" });
  await push({
    ...opened,
    body: "Driftsforstyrrelse · Løst",
    loud: false,
    sticky: false,
    actions: [opened.actions[0]],
  });
  await expect.poll(async () => (await seen()).shown.length).toBe(3);
  const { shown } = await seen();
  expect(
    shown.map(({ options: { tag, renotify, silent, requireInteraction } }) => [
      tag,
      renotify,
      silent,
      requireInteraction,
    ]),
  ).toEqual([
    ["conversation", true, false, true],
    ["conversation", true, false, true],
    ["conversation", false, true, false],
  ]);
  expect(shown[0]).toMatchObject({ title: opened.title, options: { body: opened.body, lang: "da" } });

  const { data } = shown[0]?.options ?? {};
  await press(data, "");
  await press(data, "confirm");
  await expect.poll(async () => (await seen()).opened).toEqual([href, `${origin}/notices/token`]);
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
