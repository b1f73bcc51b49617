/**
 * Looks after a form: sends it once, keeps typed text in this tab until the server has taken it,
 * offers it again after a crash, a time-out or a refused page.
 */

import { make } from "../lib/dom.ts";
import { forget, load, readForm, store, writeForm } from "../lib/drafts.ts";
import { ensureRows } from "./rows.ts";

function keyOf(form: HTMLFormElement): string {
  return form.dataset["draft"] || `${location.pathname}#${form.id || [...document.forms].indexOf(form)}`;
}

export function lock(form: HTMLFormElement, busy: string): void {
  form.dataset["sending"] = "1";
  // After the browser has read the pressed button, which a disabled one would not survive.
  setTimeout(() => {
    for (const button of form.querySelectorAll<HTMLButtonElement>("button[type=submit], button:not([type])")) {
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("aria-busy", "true");
    }
    const saved = form.querySelector<HTMLElement>("[data-saved]");
    if (saved && busy) saved.textContent = busy;
  });
}

export function unlock(form: HTMLFormElement): void {
  delete form.dataset["sending"];
  for (const button of form.querySelectorAll("button[aria-busy]")) {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-busy");
  }
}

export function mount(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const key = keyOf(form);
  const keeps = form.querySelector("input[type=password]") === null;
  const saved = form.querySelector<HTMLElement>("[data-saved]");
  const answered = form.querySelector(".form-errors") !== null;

  const draft = keeps ? load(key) : null;
  if (draft && !answered && JSON.stringify(draft.values) !== JSON.stringify(readForm(form))) restore(form, key, draft.values);
  else if (draft && answered) forget(key);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    if (!keeps) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (store(key, { at: Date.now(), sent: false, values: readForm(form) }) && saved) {
        saved.textContent = form.dataset["textKept"] ?? "";
      }
    }, 400);
  };
  form.addEventListener("input", keep);
  form.addEventListener("rows:changed", keep);

  form.addEventListener("submit", (event) => {
    if (form.dataset["sending"]) {
      event.preventDefault();
      return;
    }
    clearTimeout(timer);
    if (keeps) store(key, { at: Date.now(), sent: true, values: readForm(form) });
    lock(form, form.dataset["textBusy"] ?? "");
  });
  addEventListener("pageshow", (event) => event.persisted && unlock(form));
  form.addEventListener("htmx:finally:request", () => unlock(form));
}

function restore(form: HTMLFormElement, key: string, values: [string, string][]): void {
  const before = readForm(form);
  ensureRows(form, values.map(([name]) => name));
  writeForm(form, values);
  const discard = make("button", { type: "button", class: "button button-s" }, form.dataset["textDiscard"] ?? "×");
  const note = make("div", { class: "notice", role: "status" }, make("div", {}, form.dataset["textRestored"] ?? ""), discard);
  discard.addEventListener("click", () => {
    writeForm(form, before);
    forget(key);
    note.remove();
  });
  form.prepend(note);
}
