/**
 * The interviewers' page. Typing is never lost: what is committed goes first into a queue in this
 * browser, with its idempotency key, and leaves it only when the server has it.
 */

import { Answer, post } from "../lib/http.ts";
import { make, one, toast, uuid } from "../lib/dom.ts";
import { type Entry, EntryQueue } from "../lib/entry-queue.ts";
import { roomKeys } from "../lib/room-keys.ts";
import { measure } from "../lib/recording/clock.ts";
import { serverNow } from "../lib/clock.ts";
import { bodyOf, followTalk, settleForm } from "../lib/interview-talk.ts";
import { refresh } from "../page/live-sections.ts";

function wordsOf(problem: unknown, offline: string): string {
  if (problem instanceof Answer) return Object.values(problem.fields)[0] ?? problem.message;
  return offline;
}

/** Whether the server may take the same entry later: away, busy, or the sign-in has run out. */
export function mayTakeLater(problem: unknown): boolean {
  if (!(problem instanceof Answer)) return true;
  if (problem.status >= 500 || [401, 408, 425, 429].includes(problem.status)) return true;
  return problem.code === "busy" || (problem.status === 403 && !problem.refusals.length && !problem.code);
}

/** The server said something else than that it has the entry: a door page, a proxy. */
class NotTaken extends Error {}

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
      if (form.matches("[data-correct-form], [data-reset]")) {
        form.reset();
        for (const field of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=file])")) {
          field.value = field.defaultValue = "";
        }
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
  const queue = new EntryQueue(root.dataset["session"] ?? location.pathname, root.dataset["me"] ?? "");
  let sending = false;
  let retry = 0;
  let offset = Number.NaN;
  measure()
    .then((found) => (offset = found.offset_ms))
    .catch(() => undefined);
  const nowMs = (): string => String(Math.round(Number.isFinite(offset) ? Date.now() + offset : serverNow().getTime()));
  const hidden = (name: string): HTMLInputElement => one<HTMLInputElement>(form() as HTMLFormElement, `input[name=${name}]`);

  const field = (name: string): HTMLTextAreaElement => one<HTMLTextAreaElement>(form() as HTMLFormElement, `[name=${name}]`);
  const hold = `draft:typing-${location.pathname}`;

  function remember(): void {
    const entry = form();
    if (!entry) return;
    const value = {
      question: field("question").value,
      answer: field("answer").value,
      prompt: hidden("prompt").value,
      asked_ms: hidden("asked_ms").value,
      plan_item: hidden("plan_item").value,
    };
    sessionStorage.setItem(hold, JSON.stringify(value));
  }

  function recall(): void {
    const entry = form();
    if (!entry || field("question").value || field("answer").value) return;
    try {
      const value = JSON.parse(sessionStorage.getItem(hold) ?? "{}") as Partial<Entry>;
      field("question").value = value.question ?? "";
      field("answer").value = value.answer ?? "";
      for (const name of ["prompt", "asked_ms", "plan_item"] as const) hidden(name).value = value[name] ?? "";
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
    queue.add({
      key: uuid(),
      question,
      answer,
      prompt: hidden("prompt").value,
      asked_ms: hidden("asked_ms").value,
      plan_item: hidden("plan_item").value,
    });
    field("question").value = field("answer").value = "";
    for (const name of ["prompt", "asked_ms", "plan_item"]) hidden(name).value = "";
    draw();
    one(entry, "[data-prompt-tag]").hidden = true;
    remember();
    field("question").focus();
    void flush();
  }

  async function flush(): Promise<void> {
    if (sending) return;
    sending = true;
    try {
      await queue.alone(send);
    } finally {
      sending = false;
      draw();
    }
  }

  async function send(): Promise<void> {
    for (let entry = queue.all()[0]; entry; entry = queue.all()[0]) {
      const action = form()?.action ?? `${location.pathname}segments`;
      draw(entry.key);
      tell(root.dataset["textSending"] ?? "…");
      try {
        const { key, ...rest } = entry;
        const answer = await post<{ done?: boolean } | null>(action, { ...rest, key });
        if (!answer?.done) throw new NotTaken();
        queue.drop(entry.key);
        tell(kept);
        again();
      } catch (problem) {
        if (mayTakeLater(problem)) {
          tell(problem instanceof Answer && problem.status === 401 ? problem.message : (root.dataset["textWaiting"] ?? offline));
          clearTimeout(retry);
          retry = window.setTimeout(() => void flush(), 2000);
          return;
        }
        queue.drop(entry.key);
        giveBack(entry);
        tell(wordsOf(problem, offline));
        toast(wordsOf(problem, offline), "bad");
        again();
      }
    }
  }

  /** What is still here stands above the fields, in order, until it has gone. */
  function draw(going = ""): void {
    const list = root.querySelector<HTMLElement>("[data-queue]");
    if (!list) return;
    const waiting = queue.all();
    list.hidden = !waiting.length;
    list.replaceChildren(
      ...waiting.map((entry) =>
        make(
          "li",
          {},
          make("b", { class: "tag" }, (entry.key === going ? root.dataset["textSending"] : root.dataset["textPending"]) ?? ""),
          make("span", {}, entry.question),
          make("span", { class: "iv-queue-answer" }, entry.answer),
        ),
      ),
    );
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
    for (const name of ["prompt", "asked_ms", "plan_item"] as const) hidden(name).value = entry[name] ?? "";
    remember();
  }

  function tell(text: string): void {
    const state = root.querySelector("[data-entry-state]");
    if (state) state.textContent = text;
  }

  root.addEventListener("input", (event) => {
    if (!(event.target as HTMLElement).closest("[data-entry]")) return;
    // The question began with its first key; an emptied form begins anew.
    if (!field("question").value && !field("answer").value) {
      for (const name of ["asked_ms", "plan_item"]) hidden(name).value = "";
    } else if (!hidden("asked_ms").value) hidden("asked_ms").value = nowMs();
    remember();
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
    const sendsItself = target.closest<HTMLFormElement>("form[data-on-change]");
    if (sendsItself) sendsItself.requestSubmit();
    if (target instanceof HTMLSelectElement && target.name === "no" && target.closest("[data-correct-form]")) fillCorrection(target);
  });
  root.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const use = target.closest<HTMLElement>("[data-use]");
    if (use && form()) {
      field("question").value = use.dataset["text"] ?? "";
      hidden("prompt").value = use.dataset["use"] ?? "";
      hidden("plan_item").value = "";
      hidden("asked_ms").value = nowMs();
      const tag = one(form() as HTMLFormElement, "[data-prompt-tag]");
      tag.textContent = use.dataset["tag"] ?? "";
      tag.hidden = false;
      remember();
      field("answer").focus();
    }
    const chosen = target.closest<HTMLElement>("[data-correct]");
    if (chosen) correct(Number(chosen.dataset["correct"] ?? "0"));
  });

  function correct(no: number | null): void {
    const box = root.querySelector<HTMLDetailsElement>("#correction");
    if (!box) return;
    box.open = true;
    const select = one<HTMLSelectElement>(box, "select[name=no]");
    select.value = String(no ?? ([...select.options].pop()?.value || "0"));
    fillCorrection(select);
    box.scrollIntoView({ block: "nearest" });
    one<HTMLElement>(box, "[name=answer]").focus();
  }

  roomKeys({
    root,
    remember,
    correct,
    put(text, code) {
      field("question").value = text;
      hidden("plan_item").value = code;
      hidden("asked_ms").value = nowMs();
      remember();
      field("answer").focus();
    },
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
    draw();
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
  draw();
  reportShown();
  void flush();
  root.dataset["ready"] = "";
}

function fillCorrection(select: HTMLSelectElement): void {
  const box = select.form as HTMLFormElement;
  const option = select.selectedOptions[0];
  one<HTMLTextAreaElement>(box, "[name=question]").value = option?.dataset["question"] ?? "";
  one<HTMLTextAreaElement>(box, "[name=answer]").value = option?.dataset["answer"] ?? "";
}
