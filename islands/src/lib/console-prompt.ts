/** The prompt form of the console: filled from a card or a template, sent, or told why not. */

import { Answer, post } from "./http.ts";
import { make, one, uuid } from "./dom.ts";

/** Put a card's neutral question into the form, for both of its rooms. */
export function fillPrompt(root: HTMLElement, ask: HTMLElement): void {
  const form = root.querySelector<HTMLFormElement>("[data-prompt-form]");
  if (!form) return;
  const text = one<HTMLTextAreaElement>(form, "[name=text]");
  text.value = ask.dataset["ask"] ?? "";
  one<HTMLInputElement>(form, "[name=contradiction]").value = ask.dataset["contradiction"] ?? "";
  const rooms = (ask.dataset["rooms"] ?? "").split(" ");
  for (const box of form.querySelectorAll<HTMLInputElement>("[name=sessions]")) box.checked = rooms.includes(box.value);
  form.scrollIntoView({ block: "nearest" });
  text.focus();
}

/** Let the list of usual wordings fill the form. */
export function offerTemplates(root: HTMLElement): void {
  const template = root.querySelector<HTMLSelectElement>("[data-template]");
  template?.addEventListener("change", () => {
    const text = one<HTMLTextAreaElement>(root, "[data-prompt-form] [name=text]");
    if (template.value) text.value = template.value;
    template.value = "";
    text.focus();
  });
}

export async function sendPrompt(form: HTMLFormElement): Promise<void> {
  if (form.dataset["sending"]) return;
  form.dataset["sending"] = "1";
  const refused = one(form, "[data-refused]");
  const override = one(form, "[data-override]");
  try {
    await post(form.action, new FormData(form));
    const channel = new FormData(form).get("channel");
    form.reset();
    for (const radio of form.querySelectorAll<HTMLInputElement>("[name=channel]")) radio.checked = radio.value === channel;
    one<HTMLInputElement>(form, "[name=key]").value = uuid();
    one<HTMLInputElement>(form, "[name=contradiction]").value = "";
    refused.hidden = override.hidden = true;
  } catch (problem) {
    const answer = problem instanceof Answer ? problem : null;
    const lines = answer?.refusals.map((r) => `${r.reason}（${r.cites.join("、")}）${r.cure}`) ?? [];
    const texts = lines.length ? lines : answer ? [...Object.values(answer.fields), answer.message].slice(0, 1) : [String(problem)];
    refused.replaceChildren(...texts.map((line) => make("p", {}, line)));
    refused.hidden = false;
    const officers = new FormData(form).get("channel") === "officer";
    override.hidden = !(lines.length && officers && answer?.refusals.every((r) => r.code.startsWith("interview.prompt.")));
  } finally {
    delete form.dataset["sending"];
  }
}
