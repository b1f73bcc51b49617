/**
 * The interviewers' page. Typing is never lost: what is committed goes first into a queue in this
 * tab, with its idempotency key, and leaves it only when the server has it.
 */

import { Answer, post } from "../lib/http.ts";
import { one, toast, uuid } from "../lib/dom.ts";
import { bodyOf, followTalk, settleForm } from "../lib/interview-talk.ts";
import { refresh } from "../page/live-sections.ts";

export interface Entry {
  key: string;
  question: string;
  answer: string;
  prompt: string;
}

/** Entries waiting for the server, in order, kept in the tab. */
export class EntryQueue {
  private readonly name: string;

  constructor(name: string) {
    this.name = `draft:queue-${name}`;
  }

  all(): Entry[] {
    try {
      return JSON.parse(sessionStorage.getItem(this.name) ?? "[]") as Entry[];
    } catch {
      return [];
    }
  }

  add(entry: Entry): void {
    this.save([...this.all(), entry]);
  }

  drop(key: string): void {
    this.save(this.all().filter((entry) => entry.key !== key));
  }

  private save(entries: Entry[]): void {
    if (entries.length) sessionStorage.setItem(this.name, JSON.stringify(entries));
    else sessionStorage.removeItem(this.name);
  }
}

function wordsOf(problem: unknown, offline: string): string {
  if (problem instanceof Answer) return Object.values(problem.fields)[0] ?? problem.message;
  return offline;
}

export function mount(root: HTMLElement): void {
  const offline = root.dataset["textOffline"] ?? "";
  const kept = root.dataset["textKept"] ?? "";
  const section = one(root, "#room");
  const follow = followTalk(root);
  let nextFocus = "";
  let signingNow = root.querySelector<HTMLElement>(".iv-signing")?.dataset["key"] ?? "";

  const again = (): void => refresh([section]);

  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.matches("[data-entry]")) {
      event.preventDefault();
      commit(form);
    } else if (form.matches("[data-room-form]") && !event.defaultPrevented) {
      event.preventDefault();
      void act(form, event.submitter);
    }
  });

  async function act(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
    if (form.dataset["sending"]) return;
    form.dataset["sending"] = "1";
    try {
      await post(form.action, bodyOf(form, submitter));
      settleForm(form);
      const key = form.querySelector<HTMLInputElement>("[name=key]");
      if (key) key.value = uuid();
      if (form.matches("[data-correct-form]")) {
        form.reset();
        for (const field of form.querySelectorAll<HTMLTextAreaElement>("textarea, input[name=reason]")) field.value = field.defaultValue = "";
        form.closest("details")?.removeAttribute("open");
      }
      if (form.closest(".iv-rights")) nextFocus = ".iv-rights form button";
      if (document.activeElement instanceof HTMLElement && form.contains(document.activeElement)) document.activeElement.blur();
      if (form.matches("[data-keep]")) toast(kept, "ok");
      again();
    } catch (problem) {
      toast(wordsOf(problem, offline), "bad");
    } finally {
      delete form.dataset["sending"];
    }
  }

  // Questions and answers
  const form = (): HTMLFormElement | null => root.querySelector<HTMLFormElement>("[data-entry]");
  const queue = new EntryQueue(location.pathname);
  let sending = false;

  const field = (name: string): HTMLTextAreaElement => one<HTMLTextAreaElement>(form() as HTMLFormElement, `[name=${name}]`);
  const hold = `draft:typing-${location.pathname}`;

  function remember(): void {
    const entry = form();
    if (!entry) return;
    const value = { question: field("question").value, answer: field("answer").value, prompt: one<HTMLInputElement>(entry, "[name=prompt]").value };
    sessionStorage.setItem(hold, JSON.stringify(value));
  }

  function recall(): void {
    const entry = form();
    if (!entry || field("question").value || field("answer").value) return;
    try {
      const value = JSON.parse(sessionStorage.getItem(hold) ?? "{}") as Partial<Entry>;
      field("question").value = value.question ?? "";
      field("answer").value = value.answer ?? "";
      one<HTMLInputElement>(entry, "[name=prompt]").value = value.prompt ?? "";
    } catch {
      sessionStorage.removeItem(hold);
    }
  }

  function commit(entry: HTMLFormElement): void {
    const question = field("question").value.trim();
    const answer = field("answer").value.trim();
    if (!question || !answer) {
      (question ? field("answer") : field("question")).focus();
      return;
    }
    const prompt = one<HTMLInputElement>(entry, "[name=prompt]");
    queue.add({ key: uuid(), question, answer, prompt: prompt.value });
    field("question").value = field("answer").value = prompt.value = "";
    one(entry, "[data-prompt-tag]").hidden = true;
    remember();
    field("question").focus();
    void flush();
  }

  async function flush(): Promise<void> {
    if (sending) return;
    sending = true;
    try {
      for (let entry = queue.all()[0]; entry; entry = queue.all()[0]) {
        const action = form()?.action ?? `${location.pathname}segments`;
        tell(`…`);
        try {
          await post(action, { question: entry.question, answer: entry.answer, prompt: entry.prompt, key: entry.key });
          queue.drop(entry.key);
          tell(kept);
          again();
        } catch (problem) {
          if (!(problem instanceof Answer) || problem.status >= 500 || problem.code === "busy") {
            tell(offline);
            setTimeout(() => void flush(), 2000);
            return;
          }
          queue.drop(entry.key);
          giveBack(entry);
          tell(wordsOf(problem, offline));
          toast(wordsOf(problem, offline), "bad");
          again();
        }
      }
    } finally {
      sending = false;
    }
  }

  function giveBack(entry: Entry): void {
    if (!form()) {
      sessionStorage.setItem(hold, JSON.stringify(entry));
      return;
    }
    const question = field("question");
    const answer = field("answer");
    question.value = question.value ? `${entry.question}\n${question.value}` : entry.question;
    answer.value = answer.value ? `${entry.answer}\n${answer.value}` : entry.answer;
    remember();
  }

  function tell(text: string): void {
    const state = root.querySelector("[data-entry-state]");
    if (state) state.textContent = text;
  }

  root.addEventListener("input", (event) => {
    if ((event.target as HTMLElement).closest("[data-entry]")) remember();
  });
  root.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (!target.closest("[data-entry]") || !(target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    if (target.name === "question") field("answer").focus();
    else form()?.requestSubmit();
  });
  root.addEventListener("change", (event) => {
    const target = event.target as HTMLElement;
    if (target.matches("[data-template]") && target instanceof HTMLSelectElement && target.value) {
      field("question").value = target.value;
      target.value = "";
      remember();
      field("answer").focus();
    }
    if (target instanceof HTMLSelectElement && target.name === "no" && target.closest("[data-correct-form]")) fillCorrection(target);
  });
  root.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const use = target.closest<HTMLElement>("[data-use]");
    if (use && form()) {
      field("question").value = use.dataset["text"] ?? "";
      one<HTMLInputElement>(form() as HTMLFormElement, "[name=prompt]").value = use.dataset["use"] ?? "";
      const tag = one(form() as HTMLFormElement, "[data-prompt-tag]");
      tag.textContent = use.dataset["tag"] ?? "";
      tag.hidden = false;
      remember();
      field("answer").focus();
    }
    const correct = target.closest<HTMLElement>("[data-correct]");
    const box = root.querySelector<HTMLDetailsElement>("#correction");
    if (correct && box) {
      box.open = true;
      const select = one<HTMLSelectElement>(box, "select[name=no]");
      select.value = correct.dataset["correct"] ?? "0";
      fillCorrection(select);
      box.scrollIntoView({ block: "nearest" });
      one<HTMLElement>(box, "[name=answer]").focus();
    }
  });

  // Prompts tell the console that they are on the screen.
  const reported = new Set<string>();
  function reportShown(): void {
    for (const card of root.querySelectorAll<HTMLElement>("[data-show]")) {
      const url = card.dataset["show"] ?? "";
      if (reported.has(url) || document.hidden) continue;
      reported.add(url);
      toast(card.querySelector(".iv-prompt-text")?.textContent ?? "", "warn");
      post(url, { status: "shown" }).catch(() => reported.delete(url));
    }
  }
  document.addEventListener("visibilitychange", reportShown);

  root.addEventListener("live:refreshed", () => {
    follow();
    reportShown();
    const next = root.querySelector("[data-next]");
    const last = [...root.querySelectorAll<HTMLElement>("#transcript article")].pop();
    if (next && last) next.textContent = String(Number(last.dataset["key"] ?? "0") + 1);
    const signing = root.querySelector<HTMLElement>(".iv-signing");
    if (signing && signing.dataset["key"] !== signingNow) signing.scrollIntoView({ block: "center" });
    signingNow = signing?.dataset["key"] ?? "";
    if (nextFocus) {
      root.querySelector<HTMLElement>(nextFocus)?.focus();
      nextFocus = "";
    }
  });
  addEventListener("online", () => void flush());
  recall();
  reportShown();
  void flush();
}

function fillCorrection(select: HTMLSelectElement): void {
  const box = select.form as HTMLFormElement;
  const option = select.selectedOptions[0];
  one<HTMLTextAreaElement>(box, "[name=question]").value = option?.dataset["question"] ?? "";
  one<HTMLTextAreaElement>(box, "[name=answer]").value = option?.dataset["answer"] ?? "";
}
