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
