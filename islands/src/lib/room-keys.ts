/** Keys of the interview room: next planned question, palette, names by @, jump to a number, edit the last. */

import { isTyping, one, toast } from "./dom.ts";
import { type Choice, PickList, filtered, mentionAt } from "./pick.ts";

export interface Desk {
  root: HTMLElement;
  /** Put a question in; code names the planned question it is. */
  put(text: string, code: string): void;
  /** Open the correction of a number, the newest when null. */
  correct(no: number | null): void;
  remember(): void;
}

function planned(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-plan-use]")];
}

function ofPlan(button: HTMLElement): Choice {
  return {
    text: button.dataset["text"] ?? "",
    keys: button.dataset["keys"] ?? "",
    code: button.dataset["planUse"] ?? "",
  };
}

function wordsIn(root: HTMLElement): Choice[] {
  return [...root.querySelectorAll<HTMLElement>("[data-words] li")].map((item) => ({
    text: item.dataset["text"] ?? "",
    keys: item.dataset["keys"] ?? "",
    kind: item.dataset["kind"] ?? "",
  }));
}

/** Show a numbered answer and give it the focus; false when there is none. */
export function jump(root: HTMLElement, no: number): boolean {
  const found = root.querySelector<HTMLElement>(`#transcript [data-key="${no}"]`);
  if (!found) return false;
  found.scrollIntoView({ block: "center" });
  found.focus({ preventScroll: true });
  return true;
}

export function roomKeys(desk: Desk): void {
  const { root } = desk;
  const none = root.dataset["textNone"] ?? "";
  const palette = one<HTMLDialogElement>(root, "#room-palette");
  const filter = one<HTMLInputElement>(palette, "#palette-filter");
  const list = new PickList(filter, one(palette, "#palette-list"), none);
  const jumping = one<HTMLDialogElement>(root, "#room-jump");

  const asking = (): boolean => root.querySelector("[data-entry]") !== null;
  const use = (choice: Choice | null): void => {
    if (!choice || !asking()) return;
    desk.put(choice.text, choice.code ?? "");
  };

  const refill = (): void => list.show(filtered(filter.value, planned(root).map(ofPlan)));
  const openPalette = (): void => {
    if (!asking() || palette.open) return;
    filter.value = "";
    palette.showModal();
    refill();
    filter.focus();
  };
  filter.addEventListener("input", refill);
  palette.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      list.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const { chosen } = list;
      palette.close();
      use(chosen);
    }
  });
  palette.addEventListener("click", (event) => {
    const choice = list.under(event.target);
    if (!choice) return;
    palette.close();
    use(choice);
  });

  jumping.addEventListener("close", () => {
    const no = Number(one<HTMLInputElement>(jumping, "input").value);
    if (no && jumping.returnValue === "go" && !jump(root, no)) toast(root.dataset["textUnknown"] ?? "", "warn");
  });

  // Names and terms behind @
  let open: { field: HTMLTextAreaElement; list: PickList } | null = null;
  const box = (): HTMLElement | null => root.querySelector("[data-mention]");
  const closeMention = (): void => {
    const list = box();
    if (list) list.hidden = true;
    open?.field.removeAttribute("aria-activedescendant");
    open = null;
  };
  const insert = (choice: Choice | null): void => {
    const field = open?.field;
    const at = field && mentionAt(field.value, field.selectionStart);
    closeMention();
    if (!field || !at || !choice) return;
    field.setRangeText(choice.text, at.from, field.selectionStart, "end");
    field.focus();
    desk.remember();
  };
  root.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || !field.closest("[data-entry]")) return;
    const at = mentionAt(field.value, field.selectionStart);
    const element = box();
    if (!at || !element) {
      closeMention();
      return;
    }
    open = { field, list: new PickList(field, element, none) };
    open.list.show(filtered(at.typed, wordsIn(root), 9));
    element.hidden = false;
    field.closest(".iv-entry-row")?.after(element);
  });
  root.addEventListener("mousedown", (event) => {
    if (!open || !(event.target instanceof Element) || !event.target.closest("[data-mention]")) return;
    event.preventDefault();
    insert(open.list.under(event.target));
  });
  root.addEventListener("focusout", (event) => {
    if (open && event.target === open.field) closeMention();
  });
  root.addEventListener(
    "keydown",
    (event) => {
      if (!open || event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") open.list.move(event.key === "ArrowDown" ? 1 : -1);
      else if ((event.key === "Enter" || event.key === "Tab") && open.list.chosen) insert(open.list.chosen);
      else if (event.key === "Escape") closeMention();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  const nth = (n: number): void => {
    const button = planned(root)[n];
    if (button) use(ofPlan(button));
  };
  document.addEventListener("keydown", (event) => {
    if (!root.isConnected || event.isComposing) return;
    if (event.key === "F1") {
      event.preventDefault();
      const help = document.getElementById("keyboard");
      if (help instanceof HTMLDialogElement) {
        if (help.open) help.close();
        else help.showModal();
      }
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && asking() && !isTyping(event.target)) {
      root.querySelector<HTMLElement>("[data-entry] [name=question]")?.focus();
      return;
    }
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    const act: Record<string, () => void> = {
      KeyN: () => nth(0),
      KeyK: openPalette,
      KeyG: () => {
        const input = one<HTMLInputElement>(jumping, "input");
        input.value = "";
        jumping.returnValue = "cancel";
        jumping.showModal();
        input.focus();
      },
      KeyL: () => desk.correct(null),
    };
    const chosen = digit ? (): void => nth(Number(digit) - 1) : act[event.code];
    if (!chosen) return;
    event.preventDefault();
    chosen();
  });

  root.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-next-question]")) nth(0);
    else if (target?.closest("[data-open-palette]")) openPalette();
    else {
      const planButton = target?.closest<HTMLElement>("[data-plan-use]");
      if (planButton) use(ofPlan(planButton));
      const to = target?.closest<HTMLElement>("[data-jump]");
      if (to && jump(root, Number(to.dataset["jump"]))) event.preventDefault();
    }
  });
}
