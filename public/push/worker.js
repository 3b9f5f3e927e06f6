// Shows what is pushed to this device. It lies in a folder of its own and controls no page, so it caches and alters none.

// No page has to be waited for before a new version takes over.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  const { title, body, lang, tag, at, loud, sticky, actions } = event.data.json();
  const shown = { body, lang, tag, timestamp: at, silent: !loud, renotify: loud, requireInteraction: sticky };
  const data = Object.fromEntries(actions.map(({ action, href }) => [action, href]));
  const buttons = actions.map(({ action, title: words }) => ({ action, title: words }));
  event.waitUntil(self.registration.showNotification(title, { ...shown, data, actions: buttons }));
});

// A page that is open already is shown again; a deed is never done from here, only the page with its button opened.
self.addEventListener("notificationclick", (event) => {
  const { data } = event.notification;
  event.notification.close();
  event.waitUntil(open(data[event.action] ?? data.read));
});

async function open(href) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find(({ url }) => url === href);
  return there ? there.focus() : self.clients.openWindow(href);
}

// The address we are known by: its `endpoint`, `keys`, and the `key` it was asked for under. Browsers forget it, some before they say that it changed.
const KEPT = "/push/kept";
const kept = async () => (await (await caches.open("push")).match(KEPT))?.json();
const keep = async (address) => (await caches.open("push")).put(KEPT, Response.json(address));
const forget = async () => (await caches.open("push")).delete(KEPT);

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event.newSubscription)));

// A page says what we are known by, or asks to look whether it still holds.
self.addEventListener("message", (event) => {
  const { data, ports } = event;
  if (data?.keep) event.waitUntil(keep(data.keep));
  else if (data === "look")
    event.waitUntil(
      renew().then(
        (said) => ports[0]?.postMessage(said),
        () => ports[0]?.postMessage("failed"),
      ),
    );
});

// What is under way is not begun a second time: the old address can be given for a new one once.
let under;
const renew = (fresh) => {
  under ??= renewOnce(fresh).finally(() => {
    under = undefined;
  });
  return under;
};

async function renewOnce(fresh) {
  const before = await kept();
  if (!before || Notification.permission !== "granted") return "nothing";
  const { pushManager } = self.registration;
  const asked = { userVisibleOnly: true, applicationServerKey: before.key };
  const now = fresh ?? (await pushManager.getSubscription()) ?? (await pushManager.subscribe(asked));
  const { endpoint, keys } = now.toJSON();
  if (endpoint === before.endpoint) return "same";
  const answer = await fetch("/push/address", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ before: { url: before.endpoint, auth: before.keys.auth }, now: { url: endpoint, keys } }),
  });
  if (answer.ok) await keep({ endpoint, keys, key: before.key });
  // Nobody here knows the old one, or its owner has turned it off.
  else if (answer.status === 404 || answer.status === 409) await forget();
  return answer.ok ? "renewed" : "failed";
}
