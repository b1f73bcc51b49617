/** The search box of the header: `/` jumps into it from anywhere. */

import { isTyping, one } from "../lib/dom.ts";

export function mount(form: HTMLElement): void {
  const input = one<HTMLInputElement>(form, "input");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
