/** Choosing from a list by typing: Chinese words as they are, or the first letters of their pinyin. */

import { make } from "./dom.ts";

export interface Choice {
  text: string;
  keys: string;
  kind?: string;
  code?: string;
}

/** Whether a choice answers to what was typed: part of its text, or of its initials. */
export function matches(typed: string, choice: Choice): boolean {
  const wanted = typed.trim().toLowerCase();
  return !wanted || choice.text.toLowerCase().includes(wanted) || choice.keys.includes(wanted.replace(/[\s']/g, ""));
}

/** Choices that answer, those that begin with what was typed first, otherwise in their order. */
export function filtered(typed: string, choices: Choice[], limit = 12): Choice[] {
  const wanted = typed.trim().toLowerCase();
  const starts = (choice: Choice): number => (choice.text.toLowerCase().startsWith(wanted) || choice.keys.startsWith(wanted) ? 0 : 1);
  return choices
    .filter((choice) => matches(wanted, choice))
    .map((choice, at) => ({ choice, at }))
    .sort((a, b) => (wanted ? starts(a.choice) - starts(b.choice) : 0) || a.at - b.at)
    .slice(0, limit)
    .map(({ choice }) => choice);
}

/** A listbox under an input; the input keeps the focus and says by `aria-activedescendant` what is chosen. */
export class PickList {
  private at = 0;
  private shown: Choice[] = [];

  private readonly input: HTMLElement;
  private readonly list: HTMLElement;
  private readonly none: string;

  constructor(input: HTMLElement, list: HTMLElement, none: string) {
    this.input = input;
    this.list = list;
    this.none = none;
  }

  show(choices: Choice[]): void {
    this.shown = choices;
    this.at = 0;
    this.list.replaceChildren(
      ...choices.map((choice, n) => {
        const item = make("li", { role: "option", id: `${this.list.id}-${n}`, "data-at": String(n) });
        if (choice.kind) item.append(make("small", {}, choice.kind));
        item.append(choice.text);
        return item;
      }),
    );
    if (!choices.length) this.list.append(make("li", { role: "option", "aria-disabled": "true" }, this.none));
    this.mark();
  }

  move(step: 1 | -1): void {
    if (!this.shown.length) return;
    this.at = (this.at + step + this.shown.length) % this.shown.length;
    this.mark();
  }

  get chosen(): Choice | null {
    return this.shown[this.at] ?? null;
  }

  /** The choice under a pointer. */
  under(target: EventTarget | null): Choice | null {
    const item = target instanceof Element ? target.closest<HTMLElement>("[data-at]") : null;
    return item ? (this.shown[Number(item.dataset["at"])] ?? null) : null;
  }

  private mark(): void {
    for (const item of this.list.querySelectorAll<HTMLElement>("[data-at]")) {
      const chosen = Number(item.dataset["at"]) === this.at;
      item.setAttribute("aria-selected", String(chosen));
      if (chosen) {
        this.input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView?.({ block: "nearest" });
      }
    }
    if (!this.shown.length) this.input.removeAttribute("aria-activedescendant");
  }
}

/** The word behind the last @ before the caret, and where the @ stands; null when there is none. */
export function mentionAt(text: string, caret: number): { from: number; typed: string } | null {
  const before = text.slice(0, caret);
  const from = Math.max(before.lastIndexOf("@"), before.lastIndexOf("＠"));
  if (from < 0) return null;
  const typed = before.slice(from + 1);
  return /[\s，。；？！：“”]/.test(typed) || typed.length > 12 ? null : { from, typed };
}
