/** The screen facing the person: reports a released question as shown once it stands there. */

import { post } from "../lib/http.ts";

export function mount(box: HTMLElement): void {
  const reported = new Set<string>();
  const report = (): void => {
    const url = box.querySelector<HTMLElement>("[data-prompt]")?.dataset["prompt"];
    if (!url || reported.has(url)) return;
    reported.add(url);
    post(url, { status: "shown" }).catch(() => reported.delete(url));
  };
  box.addEventListener("live:refreshed", report);
  report();
}
