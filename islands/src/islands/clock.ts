/** A ticking clock. `datetime` + nothing: the server's time. `data-since`: time since an instant. */

import { elapsed, serverNow, written } from "../lib/clock.ts";

export function mount(element: HTMLElement): void {
  const since = element.dataset["since"];
  const show = (): void => {
    if (!element.isConnected) {
      clearInterval(timer);
      return;
    }
    element.textContent = since ? elapsed(new Date(since)) : written(serverNow());
  };
  const timer = setInterval(show, 1000);
  show();
}
