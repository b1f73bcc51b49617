/** Keys of every page: / search, ? help, j/k rows, Enter opens, [ ] pages, Ctrl+Enter submits. */

import { isTyping } from "../lib/dom.ts";

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("main .table tbody tr")].filter((row) => row.querySelector("a[href]"));
}

function move(step: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + step))];
  const link = next?.querySelector<HTMLElement>("a[href]");
  link?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

export function startKeyboard(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target instanceof HTMLElement) {
      const form = event.target.closest("form");
      if (form && isTyping(event.target)) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const search = document.querySelector<HTMLInputElement>(".header-search input");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "?") {
      const help = document.getElementById("keyboard");
      if (help instanceof HTMLDialogElement) help.showModal();
    } else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "[") document.querySelector<HTMLElement>(".pager a[rel=prev]")?.click();
    else if (event.key === "]") document.querySelector<HTMLElement>(".pager a[rel=next]")?.click();
  });
}
