/** Shows how far the copies are that are being made, and fetches the page's part afresh when one is over. */

import { get } from "../lib/http.ts";
import { refresh } from "../page/live-sections.ts";

interface Copies {
  copies: { id: string; state: string; percent: number }[];
}

const EVERY_MS = 1500;

export function mount(root: HTMLElement): void {
  const timer = setInterval(() => {
    if (!root.isConnected || !root.dataset["state"]) {
      clearInterval(timer);
      return;
    }
    void get<Copies>(root.dataset["state"] ?? "").then(({ copies }) => {
      let over = false;
      for (const copy of copies) {
        const bar = root.querySelector<HTMLProgressElement>(`[data-copy="${copy.id}"] [data-progress]`);
        if (!bar) continue;
        bar.value = copy.percent;
        if (copy.state !== "queued" && copy.state !== "running") over = true;
      }
      const section = root.closest<HTMLElement>("[data-live]");
      if (over && section) {
        clearInterval(timer);
        void refresh([section]);
      }
    }, () => undefined);
  }, EVERY_MS);
}
