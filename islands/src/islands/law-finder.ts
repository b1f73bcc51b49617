/**
 * Finds the article while one types: fetches the drawn list a moment after the last key, lets the
 * keyboard walk through it, and puts what is chosen into the form around it.
 */

import { one, toast } from "../lib/dom.ts";
import { fragment } from "../lib/http.ts";

const PAUSE_MS = 250;

function field(selector: string | undefined): HTMLInputElement | HTMLSelectElement | null {
  return selector ? document.querySelector<HTMLInputElement | HTMLSelectElement>(selector) : null;
}

function put(target: HTMLInputElement | HTMLSelectElement, value: string): void {
  target.value = value;
  target.dispatchEvent(new Event("input", { bubbles: true }));
  target.dispatchEvent(new Event("change", { bubbles: true }));
}

export function mount(finder: HTMLElement): void {
  const seen = one<HTMLTextAreaElement>(finder, "[data-seen]");
  const results = one<HTMLElement>(finder, "[data-results]");
  const select = field(finder.dataset["select"]);
  const day = field(finder.dataset["day"]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  const ask = async (): Promise<void> => {
    const turn = ++asked;
    const text = seen.value.trim();
    if (text.length < 2) {
      results.replaceChildren();
      return;
    }
    const wanted = new URLSearchParams({ text, on: day?.value ?? "", industry: finder.dataset["industry"] ?? "" });
    if (select) {
      wanted.set("choose", "1");
      wanted.set("party", field(finder.dataset["party"])?.value ?? "");
    }
    results.setAttribute("aria-busy", "true");
    try {
      const drawn = await fragment(`${finder.dataset["url"] ?? ""}?${wanted.toString()}`);
      if (turn === asked && drawn !== null) results.innerHTML = drawn;
    } catch {
      if (turn === asked) results.textContent = finder.dataset["textDown"] ?? "";
    } finally {
      if (turn === asked) results.removeAttribute("aria-busy");
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), PAUSE_MS);
  };
  // The server reads its words once; better before the first question than with it.
  void fragment(`${finder.dataset["url"] ?? ""}?text=`).catch(() => null);
  seen.addEventListener("input", (event) => {
    event.stopPropagation();
    soon();
  });
  day?.addEventListener("change", soon);

  const stops = (): HTMLElement[] => [...results.querySelectorAll<HTMLElement>("[data-choose], .finder-law a")];
  finder.addEventListener("keydown", (event) => {
    const among = stops();
    const at = among.indexOf(document.activeElement as HTMLElement);
    if (event.key === "ArrowDown" && among.length > 0) {
      const last = seen.value.slice(seen.selectionEnd).includes("\n");
      if (document.activeElement === seen && last) return;
      event.preventDefault();
      among[Math.min(at + 1, among.length - 1)]?.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (among[at - 1] ?? seen).focus();
    } else if (event.key === "Escape" && at >= 0) {
      event.preventDefault();
      seen.focus();
    }
  });
  results.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-choose]");
    if (!button || !select) return;
    put(select, button.dataset["choose"] ?? "");
    const title = field(finder.dataset["title"]);
    if (title && (title.value === "" || title.dataset["byFinder"] === title.value)) {
      put(title, button.dataset["title"] ?? "");
      title.dataset["byFinder"] = title.value;
    }
    for (const other of results.querySelectorAll("[aria-pressed]")) other.removeAttribute("aria-pressed");
    button.setAttribute("aria-pressed", "true");
    toast(finder.dataset["textChosen"] ?? "", "ok");
    select.focus();
  });
}
