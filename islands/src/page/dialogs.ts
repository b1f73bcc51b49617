/**
 * Dialogs without a line of script in the templates:
 *   data-dialog-open="<id>"   opens <dialog id>
 *   data-dialog-close         closes the dialog around it
 *   data-confirm="question"   on a submit button or link: asks first (data-confirm-yes, data-confirm-no)
 */

import { make } from "../lib/dom.ts";

/** Ask a question in a modal dialog; resolves to the answer. */
export function ask(
  question: string,
  yes = document.body.dataset["yes"] ?? "确定",
  no = document.body.dataset["no"] ?? "取消",
): Promise<boolean> {
  return new Promise((resolve) => {
    const agree = make("button", { class: "button button-primary", value: "yes" }, yes);
    const refuse = make("button", { class: "button", value: "no", autofocus: "" }, no);
    const form = make(
      "form",
      { method: "dialog" },
      make("p", { id: "ask-text" }, question),
      make("div", { class: "dialog-foot" }, refuse, agree),
    );
    const dialog = make("dialog", { class: "dialog", "aria-labelledby": "ask-text" }, make("div", { class: "dialog-body" }, form));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const opener = target?.closest<HTMLElement>("[data-dialog-open]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset["dialogOpen"] ?? "");
      if (dialog instanceof HTMLDialogElement) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    if (target?.closest("[data-dialog-close]")) {
      event.preventDefault();
      target.closest("dialog")?.close();
      return;
    }
    if (target instanceof HTMLDialogElement && target.hasAttribute("data-dialog")) {
      const box = target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && event.detail > 0) target.close();
    }
  });

  document.addEventListener(
    "click",
    (event) => {
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-confirm]") : null;
      if (!target || target.dataset["confirmed"]) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void ask(target.dataset["confirm"] ?? "", target.dataset["confirmYes"], target.dataset["confirmNo"]).then((agreed) => {
        if (!agreed) {
          target.focus();
          return;
        }
        target.dataset["confirmed"] = "1";
        target.click();
        delete target.dataset["confirmed"];
      });
    },
    { capture: true },
  );
}
