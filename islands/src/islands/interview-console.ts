/** The case manager's console: joins contradicting quotes, sends prompts, settles cards, follows rooms. */

import { Answer, post } from "../lib/http.ts";
import { isTyping, make, one, toast, uuid } from "../lib/dom.ts";
import { drawLines } from "../lib/interview-lines.ts";
import { bodyOf, followTalk, settleForm } from "../lib/interview-talk.ts";
import { elapsed } from "../lib/clock.ts";
import { refresh } from "../page/live-sections.ts";

const LARGE = "interview-large";

export function mount(root: HTMLElement): void {
  const stage = one(root, ".iv-stage");
  const svg = one<SVGElement>(root, "[data-lines]");
  let active = "";
  let frame = 0;
  const redraw = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => drawLines(stage, svg, active));
  };

  const follow = followTalk(stage);
  const cards = (): HTMLElement[] => [...stage.querySelectorAll<HTMLElement>("[data-card]")];

  const choose = (card: HTMLElement, reveal: boolean): void => {
    active = card.dataset["card"] ?? "";
    for (const other of cards()) other.classList.toggle("is-active", other === card);
    for (const mark of stage.querySelectorAll<HTMLElement>("[data-nos]")) {
      const mine = (mark.dataset["nos"] ?? "").split(" ").includes(active);
      mark.classList.toggle("is-active", mine);
      if (mine && reveal) {
        const talk = mark.closest<HTMLElement>("[data-talk]");
        if (talk) {
          const delta = mark.getBoundingClientRect().top - talk.getBoundingClientRect().top;
          talk.scrollTop += delta - talk.clientHeight / 2;
        }
      }
    }
    redraw();
  };

  const fresh = (): void => {
    follow();
    tick(root);
    const known = active ? cards().find((card) => card.dataset["card"] === active) : cards().find((c) => !c.classList.contains("iv-card-settled"));
    if (known) choose(known, false);
    else redraw();
  };

  stage.addEventListener("focusin", (event) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>("[data-card]");
    if (card && card.dataset["card"] !== active) choose(card, true);
  });
  stage.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const sign = target.closest<HTMLElement>("[data-nos]");
    if (sign) {
      const no = (sign.dataset["nos"] ?? "").split(" ")[0];
      const card = cards().find((c) => c.dataset["card"] === no);
      card?.focus();
      card?.scrollIntoView({ block: "nearest" });
      return;
    }
    const ask = target.closest<HTMLElement>("[data-ask]");
    if (ask) fillPrompt(root, ask);
    else {
      const card = target.closest<HTMLElement>("[data-card]");
      if (card && !target.closest("details, button, a")) choose(card, true);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key !== "j" && event.key !== "k") return;
    const all = cards();
    const at = all.findIndex((card) => card.dataset["card"] === active);
    const next = all[Math.max(0, Math.min(all.length - 1, at + (event.key === "j" ? 1 : -1)))];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    choose(next, true);
  });

  const large = one<HTMLButtonElement>(root, "[data-large]");
  const enlarge = (on: boolean): void => {
    root.classList.toggle("is-large", on);
    large.setAttribute("aria-pressed", String(on));
    fresh();
  };
  large.addEventListener("click", () => {
    const on = !root.classList.contains("is-large");
    localStorage.setItem(LARGE, on ? "1" : "");
    enlarge(on);
  });

  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.matches("[data-prompt-form]")) {
      event.preventDefault();
      void sendPrompt(root, form);
    } else if (form.matches("[data-settle]")) {
      event.preventDefault();
      void settle(root, form, event.submitter);
    }
  });

  root.addEventListener("live:refreshed", fresh);
  stage.addEventListener("scroll", redraw, true);
  stage.addEventListener("toggle", redraw, true);
  new ResizeObserver(redraw).observe(stage);
  setInterval(() => tick(root), 1000);
  tick(root);
  enlarge(localStorage.getItem(LARGE) === "1");
}

function tick(root: HTMLElement): void {
  for (const time of root.querySelectorAll<HTMLElement>("[data-elapsed]")) {
    const text = elapsed(new Date(time.dataset["elapsed"] ?? ""));
    if (time.textContent !== text) time.textContent = text;
  }
}

function fillPrompt(root: HTMLElement, ask: HTMLElement): void {
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

function sections(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-live]")];
}

async function sendPrompt(root: HTMLElement, form: HTMLFormElement): Promise<void> {
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
    refresh(sections(root));
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

async function settle(root: HTMLElement, form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  try {
    await post(form.action, bodyOf(form, submitter));
    settleForm(form);
    if (document.activeElement instanceof HTMLElement && form.contains(document.activeElement)) document.activeElement.blur();
    form.closest("details")?.removeAttribute("open");
  } catch (problem) {
    const answer = problem instanceof Answer ? problem : null;
    toast(answer ? Object.values(answer.fields)[0] ?? answer.message : String(problem), "bad");
  }
  refresh(sections(root));
}
