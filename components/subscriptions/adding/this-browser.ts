import { type Able, ableOf } from "./able.ts";

/** This browser's own part of web push: what it can, what was answered, and the address its push service gave it. */
const WORKER = "/push/worker.js";
const SCOPE = "/push/";

/** Whether it can be told anything, as far as can be known without asking. */
export const ableNow = (): Able =>
  ableOf({
    secure: window.isSecureContext,
    push: "serviceWorker" in navigator && "PushManager" in window && "Notification" in window,
    denied: "Notification" in window && Notification.permission === "denied",
    userAgent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    installed: matchMedia("(display-mode: standalone)").matches,
  });

/**
 * Has the worker keep by itself the address we know this browser by, so that it can say which one is changed when its push
 * service gives it another.
 */
export async function keepAddress(key: string): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  const subscription = await registration?.pushManager.getSubscription();
  // It controls no page, so none that is opened asks for a newer one.
  void registration?.update().catch(() => {});
  if (subscription) registration?.active?.postMessage({ keep: { ...subscription.toJSON(), key } });
}

/** Has the worker look whether its address still is the one we know, and renew it where not; true where it was renewed. */
export async function renewAddress(): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return false;
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  const worker = registration?.active;
  if (!worker) return false;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === "renewed");
    worker.postMessage("look", [port2]);
  });
}

/** What its address is known by, SHA-256 in hexadecimal; null where it has none. */
export async function ownMark(): Promise<string | null> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return null;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export type Asked = PushSubscriptionJSON | "denied" | "dismissed";

/** Asks for permission, and under `key` for an address. Throws what the browser throws where its push service gives none. */
export async function askForAddress(key: string): Promise<Asked> {
  const answer = await Notification.requestPermission();
  if (answer !== "granted") return answer === "denied" ? "denied" : "dismissed";
  const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE, updateViaCache: "none" });
  await activated(registration);
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return (await registration.pushManager.subscribe(options)).toJSON();
  } catch (error) {
    // An address that was asked for under another key stands in the way of a new one.
    const before = await registration.pushManager.getSubscription();
    if (!before) throw error;
    await before.unsubscribe();
    return (await registration.pushManager.subscribe(options)).toJSON();
  }
}

function activated({ active, waiting, installing }: ServiceWorkerRegistration): Promise<void> {
  const worker = installing ?? waiting;
  if (active || !worker) return Promise.resolve();
  return new Promise((resolve) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve();
    });
  });
}
