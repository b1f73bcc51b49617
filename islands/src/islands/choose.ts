/** A long list of people to tick: a box above it narrows the list; what is ticked always stays in sight. */

import { make } from "../lib/dom.ts";

export function mount(list: HTMLElement): void {
  const choices = [...list.querySelectorAll<HTMLElement>(".choice")];
  if (choices.length < 12) return;
  const label = list.dataset["textFind"] ?? "";
  const box = make("input", { class: "input choose", type: "search", "aria-label": label, placeholder: label, autocomplete: "off" });
  const narrow = (): void => {
    const wanted = box.value.trim();
    for (const choice of choices) {
      const ticked = choice.querySelector<HTMLInputElement>("input")?.checked ?? false;
      choice.hidden = !ticked && wanted !== "" && !(choice.textContent ?? "").includes(wanted);
    }
  };
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    narrow();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.before(box);
}
