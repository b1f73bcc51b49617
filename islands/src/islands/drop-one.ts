/** A file input that also takes what is dropped on its box, and says which file was chosen. */

import { make } from "../lib/dom.ts";

export function mount(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const box = form.querySelector<HTMLElement>("[data-drop]");
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const button = form.querySelector<HTMLButtonElement>("button[data-text-busy]");
  if (!box || !input) return;
  for (const name of ["dragover", "dragleave", "drop"] as const) {
    box.addEventListener(name, (event) => {
      event.preventDefault();
      box.toggleAttribute("data-over", name === "dragover");
    });
  }
  box.addEventListener("drop", (event) => {
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    input.files = files;
    form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    if (!button) return;
    button.disabled = true;
    button.replaceChildren(make("span", {}, button.dataset["textBusy"] ?? ""));
  });
}
