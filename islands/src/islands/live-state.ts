/** Says in words whether this page hears changes: 实时, 重连中, 已断开. */

import { connect } from "../lib/live.ts";

export function mount(element: HTMLElement): void {
  const holder = element.closest<HTMLElement>("[data-topic]:not([data-topic=''])") ?? document.body;
  const topic = element.dataset["topic"] || holder.dataset["topic"];
  if (!topic) return;
  connect(
    topic,
    {
      state: (state) => {
        const shown = state === "connecting" ? "off" : state;
        element.dataset["state"] = shown;
        const label = element.dataset[`label${shown[0]?.toUpperCase()}${shown.slice(1)}`];
        if (label && element.textContent !== label) element.textContent = label;
      },
    },
    { from: document.body.dataset["lastEvent"] ?? holder.dataset["lastEvent"] ?? "" },
  );
}
