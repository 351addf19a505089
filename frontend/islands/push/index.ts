/** Lets this browser take pushes, so that a call rings with every page closed. */

import { word } from "../../lib/words";

const WORKER = "/calls/push-worker.js";

export function start(button: HTMLElement): void {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
  void offer(button as HTMLButtonElement);
}

async function offer(button: HTMLButtonElement): Promise<void> {
  const address = button.dataset["src"] ?? "";
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  const { key } = (await answer.json()) as { key: string };
  if (!key) return;
  const registration = await navigator.serviceWorker.register(WORKER, { scope: "/calls/" });
  button.hidden = (await registration.pushManager.getSubscription()) !== null;
  button.addEventListener("click", () => void agree(button, registration, address, key));
}

async function agree(button: HTMLButtonElement, registration: ServiceWorkerRegistration, address: string, key: string): Promise<void> {
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  const kept = await fetch(address, {
    method: "POST", body: JSON.stringify(subscription), headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  });
  button.disabled = kept.ok;
  button.textContent = word(kept.ok ? "pushOn" : "failed");
}
