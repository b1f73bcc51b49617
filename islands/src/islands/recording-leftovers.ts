/** A page after an interview: what this browser still holds of recordings is delivered from here. */

import { one } from "../lib/dom.ts";
import { deliverLeftovers, roomsLeft } from "../lib/recording/leftovers.ts";
import { Store } from "../lib/recording/store.ts";
import { HTTP } from "../lib/recording/wire.ts";

export async function mount(root: HTMLElement): Promise<void> {
  if (typeof indexedDB === "undefined" || !("locks" in navigator)) return;
  const store = await Store.open();
  if ((await roomsLeft(store)).length === 0) {
    store.close();
    return;
  }
  const text = one(root, "[data-left]");
  await deliverLeftovers(store, HTTP, "", (waitingMs) => {
    root.hidden = false;
    root.classList.toggle("notice-ok", waitingMs === 0);
    const name = waitingMs === 0 ? "textDone" : "textWaiting";
    text.textContent = (root.dataset[name] ?? "").replace("{n}", String(Math.ceil(waitingMs / 1000)));
  });
}
