/** The case manager's console: follows rooms, joins contradicting quotes, sends prompts, settles cards. */

import { Answer, fragment, post } from "../lib/http.ts";
import { fillPrompt, offerTemplates, sendPrompt } from "../lib/console-prompt.ts";
import { isTyping, make, one, toast } from "../lib/dom.ts";
import { answersIn, countCards, Follower, type News, putAnswers, putCards, putFigures, putHeads, putPrompts, talkOf, trim } from "../lib/console-news.ts";
import { drawLines } from "../lib/interview-lines.ts";
import { bodyOf, followTalk, settleForm } from "../lib/interview-talk.ts";
import { connect, fits } from "../lib/live.ts";
import { elapsed } from "../lib/clock.ts";
import { Layout } from "../lib/console-layout.ts";
import { refresh } from "../page/live-sections.ts";
import { swap } from "../lib/swap.ts";
import { Wall } from "../lib/console-wall.ts";

const LARGE = "interview-large";

export function mount(root: HTMLElement): void {
  new Console(root).start();
}

class Console {
  private readonly root: HTMLElement;
  private readonly stage: HTMLElement;
  private readonly svg: SVGElement;
  private readonly follow: ReturnType<typeof followTalk>;
  private readonly layout: Layout;
  private readonly wall: Wall;
  private readonly follower: Follower;
  private active = "";
  private frame = 0;
  private unseen = new WeakMap<HTMLElement, number>();

  constructor(root: HTMLElement) {
    this.root = root;
    this.stage = one(root, ".iv-stage");
    this.svg = one<SVGElement>(root, "[data-lines]");
    this.follow = followTalk(this.stage);
    this.layout = new Layout(root, () => this.redraw());
    this.wall = new Wall(root, () => this.layout.shown(), () => {
      this.follow();
      this.redraw();
    });
    this.follower = new Follower(Number(root.dataset["event"] ?? 0), () => this.address("news"), (news) => this.take(news));
  }

  start(): void {
    this.listen();
    this.clicks();
    this.keys();
    this.filters();
    this.views();
    this.layout.apply();
    const large = one<HTMLButtonElement>(this.root, "[data-large]");
    const enlarge = (on: boolean): void => {
      this.root.classList.toggle("is-large", on);
      large.setAttribute("aria-pressed", String(on));
      this.settled();
    };
    large.addEventListener("click", () => {
      const on = !this.root.classList.contains("is-large");
      localStorage.setItem(LARGE, on ? "1" : "");
      enlarge(on);
    });
    one(this.root, "[data-wall]").addEventListener("click", () => this.wall.set(!this.wall.on));
    this.stage.addEventListener("scroll", (event) => this.scrolled(event.target), true);
    this.stage.addEventListener("toggle", () => this.redraw(), true);
    new ResizeObserver(() => this.settled()).observe(this.stage);
    setInterval(() => this.tick(), 1000);
    enlarge(localStorage.getItem(LARGE) === "1");
    if (new URLSearchParams(location.search).get("wall") === "1") this.wall.set(true);
  }

  // What is new

  private address(part: "news" | "parts"): string {
    const query = new URLSearchParams(location.search);
    query.delete("wall");
    return `${this.root.dataset[part] ?? ""}${query.size ? `?${query}` : ""}`;
  }

  private listen(): void {
    const topic = document.body.dataset["topic"] ?? "";
    connect(
      topic,
      {
        on: {
          "*": (_data, type, id) => {
            this.follower.hear(Number(id));
            const sections = [...this.root.querySelectorAll<HTMLElement>("[data-live]")];
            refresh(sections.filter((s) => (s.dataset["live"] ?? "").split(/\s+/).some((p) => p && fits(p, type))));
          },
        },
        resync: () => void this.afresh(),
      },
      { from: this.root.dataset["event"] ?? "", keep: true },
    );
  }

  private async take(news: News): Promise<void> {
    if (news.resync || news.rooms) {
      await this.afresh();
      return;
    }
    const disputed = new URLSearchParams(location.search).get("disputed") === "1";
    const known = new Set(this.cards().map((card) => card.dataset["card"]));
    if (news.heads) putHeads(this.root, news.heads);
    const grown = putAnswers(this.root, news.answers ?? [], disputed);
    for (const [talk, count] of grown) {
      if (this.follow.away(talk)) this.tell(talk, count);
      else trim(talk);
      this.earlierWords(talk);
    }
    if (news.cards) putCards(this.root, news.cards);
    if (news.prompts) putPrompts(this.root, news.prompts);
    putFigures(this.root, news);
    const fresh = this.cards().find((card) => !known.has(card.dataset["card"]) && !card.classList.contains("iv-card-settled"));
    if (fresh) this.wall.bring(this.roomsOf(fresh));
    this.settled();
  }

  /** Fetch everything that changes and put it in place of what stands there. */
  private async afresh(): Promise<void> {
    const text = await fragment(this.address("parts")).catch(() => null);
    if (text === null) return;
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const event = Number(fresh.querySelector<HTMLElement>("[data-fresh]")?.dataset["fresh"] ?? 0);
    const rooms = one(this.root, "#console-rooms");
    const menus = rooms.querySelectorAll(".iv-room-menu");
    for (const menu of menus) menu.remove();
    for (const id of ["console-figures", "console-rooms", "console-board", "prompt-targets-list", "console-sent"]) {
      const old = this.root.querySelector(`#${id}`);
      const next = fresh.getElementById(id);
      if (old && next) swap(old, next);
    }
    this.follower.event = Math.max(this.follower.event, event);
    this.layout.apply();
    this.settled();
  }

  // Transcripts

  private tell(talk: HTMLElement, count: number): void {
    const total = (this.unseen.get(talk) ?? 0) + count;
    this.unseen.set(talk, total);
    const button = talk.parentElement?.querySelector<HTMLElement>("[data-to-end]");
    if (!button) return;
    button.hidden = total === 0;
    const words = one(button, "[data-label]");
    words.textContent = `${total}${words.dataset["label"] ?? ""}`;
  }

  private scrolled(target: EventTarget | null): void {
    if (target instanceof HTMLElement && target.matches("[data-talk]")) {
      if (!this.follow.away(target) && this.unseen.get(target)) {
        this.unseen.set(target, 0);
        this.tell(target, 0);
      }
      if (target.scrollTop < 40 && this.follow.away(target)) void this.earlier(target);
    }
    this.redraw();
  }

  private earlierWords(talk: HTMLElement): void {
    const first = Number(answersIn(talk)[0]?.dataset["no"] ?? 1);
    let row = talk.querySelector<HTMLElement>(".iv-earlier");
    if (first <= 1) {
      row?.remove();
      return;
    }
    if (!row) {
      row = make("p", { class: "iv-earlier" }, make("button", { class: "button button-s button-quiet", type: "button", "data-load-earlier": "" }));
      talk.prepend(row);
    }
    const word = this.root.querySelector('[data-word="earlier"]')?.textContent ?? "";
    row.dataset["before"] = String(first);
    one(row, "button").textContent = word.replace("%(n)s", String(first - 1));
  }

  /** Fetch earlier answers of a room, all from `start` on when it is given. */
  private async earlier(talk: HTMLElement, start = 0): Promise<void> {
    const row = talk.querySelector<HTMLElement>(".iv-earlier");
    const room = talk.closest<HTMLElement>("[data-earlier]");
    if (!row || !room || row.dataset["busy"]) return;
    row.dataset["busy"] = "1";
    const text = await fragment(`${room.dataset["earlier"]}?before=${row.dataset["before"]}${start ? `&start=${start}` : ""}`).catch(() => null);
    delete row.dataset["busy"];
    if (text === null) {
      toast(this.root.querySelector('[data-word="earlier-failed"]')?.textContent ?? "", "warn");
      return;
    }
    const template = document.createElement("template");
    template.innerHTML = text;
    const height = talk.scrollHeight;
    row.after(template.content);
    talk.scrollTop += talk.scrollHeight - height;
    this.earlierWords(talk);
    this.redraw();
  }

  /** Show one answer in the middle of its pane, fetching it when it lies further back. */
  private async reveal(session: string, no: number): Promise<void> {
    const talk = talkOf(this.root, session);
    if (!talk) return;
    const find = (): HTMLElement | null => talk.querySelector<HTMLElement>(`:scope > [data-no="${no}"]`);
    if (!find()) await this.earlier(talk, Math.max(1, no - 5));
    const article = find();
    if (!article) return;
    const mark = article.querySelector<HTMLElement>(".iv-mark.is-active") ?? article;
    const delta = mark.getBoundingClientRect().top - talk.getBoundingClientRect().top;
    this.follow.leave(talk);
    talk.scrollTop += delta - talk.clientHeight / 2;
    article.classList.add("is-found");
    setTimeout(() => article.classList.remove("is-found"), 2400);
  }

  // Cards

  private cards(): HTMLElement[] {
    return [...this.stage.querySelectorAll<HTMLElement>("[data-card]")];
  }

  private card(): HTMLElement | undefined {
    return this.cards().find((card) => card.dataset["card"] === this.active);
  }

  private roomsOf(card: HTMLElement): string[] {
    const pair = card.querySelector<HTMLElement>("[data-pair]");
    return [pair?.dataset["aRoom"] ?? "", pair?.dataset["bRoom"] ?? ""];
  }

  private choose(card: HTMLElement, reveal: boolean): void {
    this.active = card.dataset["card"] ?? "";
    this.paint();
    const pair = card.querySelector<HTMLElement>("[data-pair]");
    if (reveal && pair) {
      void Promise.all([
        this.reveal(pair.dataset["aRoom"] ?? "", Number(pair.dataset["aNo"])),
        this.reveal(pair.dataset["bRoom"] ?? "", Number(pair.dataset["bNo"])),
      ]).then(() => this.paint());
    }
  }

  private paint(): void {
    const mine = new Set((this.card()?.dataset["members"] ?? "").split(" "));
    for (const other of this.cards()) other.classList.toggle("is-active", other.dataset["card"] === this.active);
    for (const mark of this.stage.querySelectorAll<HTMLElement>("[data-nos]")) {
      mark.classList.toggle("is-active", this.active !== "" && (mark.dataset["nos"] ?? "").split(" ").some((no) => mine.has(no)));
    }
    this.redraw();
  }

  /** After anything has changed: transcripts at their ends, the clock, the chosen pair, the lines. */
  private settled(): void {
    this.follow();
    this.tick();
    if (!this.card()) this.active = this.cards().find((c) => !c.classList.contains("iv-card-settled"))?.dataset["card"] ?? "";
    this.paint();
    this.wall.show();
    countCards(this.root);
  }

  private redraw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => drawLines(this.stage, this.svg, this.active));
  }

  private tick(): void {
    for (const time of this.root.querySelectorAll<HTMLElement>("[data-elapsed]")) {
      const text = elapsed(new Date(time.dataset["elapsed"] ?? ""));
      if (time.textContent !== text) time.textContent = text;
    }
  }

  private step(step: 1 | -1): void {
    const all = this.cards();
    const at = all.findIndex((card) => card.dataset["card"] === this.active);
    const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    this.choose(next, true);
  }

  // Hands

  private clicks(): void {
    this.stage.addEventListener("focusin", (event) => {
      const target = event.target as HTMLElement;
      const room = target.closest<HTMLElement>("[data-session]");
      if (room) this.layout.current = room.dataset["session"] ?? "";
      const card = target.closest<HTMLElement>("[data-card]");
      if (card && card.dataset["card"] !== this.active) this.choose(card, target === card);
    });
    this.root.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      const sign = target.closest<HTMLElement>("[data-nos], [data-pair-sign]");
      const goto = target.closest<HTMLElement>("[data-goto]");
      const ask = target.closest<HTMLElement>("[data-ask]");
      const talk = target.closest(".iv-pane")?.querySelector<HTMLElement>("[data-talk]");
      if (goto) {
        this.layout.focus(goto.dataset["goto"] ?? "");
        void this.reveal(goto.dataset["goto"] ?? "", Number(goto.dataset["gotoNo"]));
      } else if (sign) this.bySign(sign.dataset["pairSign"] ?? (sign.dataset["nos"] ?? "").split(" ")[0] ?? "");
      else if (ask) fillPrompt(this.root, ask);
      else if (target.closest("[data-load-earlier]") && talk) void this.earlier(talk);
      else if (target.closest("[data-to-end]") && talk) this.toEnd(talk);
      else {
        const card = target.closest<HTMLElement>("[data-card]");
        if (card && !target.closest("details, button, a")) this.choose(card, true);
      }
    });
    this.root.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (form.matches("[data-prompt-form]")) {
        event.preventDefault();
        void sendPrompt(form).then(() => this.follower.hear(0));
      } else if (form.matches("[data-settle]")) {
        event.preventDefault();
        void this.settle(form, event.submitter);
      }
    });
    offerTemplates(this.root);
  }

  private bySign(no: string): void {
    const card = this.cards().find((c) => (c.dataset["members"] ?? "").split(" ").includes(no));
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    this.choose(card, true);
  }

  private toEnd(talk: HTMLElement): void {
    this.follow.toEnd(talk);
    this.unseen.set(talk, 0);
    this.tell(talk, 0);
    trim(talk);
    this.earlierWords(talk);
    this.redraw();
  }

  private async settle(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
    try {
      await post(form.action, bodyOf(form, submitter));
      settleForm(form);
      if (document.activeElement instanceof HTMLElement && form.contains(document.activeElement)) document.activeElement.blur();
      form.closest("details")?.removeAttribute("open");
    } catch (problem) {
      const answer = problem instanceof Answer ? problem : null;
      toast(answer ? Object.values(answer.fields)[0] ?? answer.message : String(problem), "bad");
    }
    this.follower.hear(0);
  }

  // Filters and views

  private filters(): void {
    const form = this.root.querySelector<HTMLFormElement>("[data-filters]");
    if (!form) return;
    const apply = async (): Promise<void> => {
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) query.append(name, value);
      history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
      await this.afresh();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void apply();
    });
    form.addEventListener("change", () => void apply());
    form.addEventListener("click", (event) => {
      if (!(event.target as HTMLElement).closest("[data-clear]")) return;
      event.preventDefault();
      for (const field of form.elements) {
        if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = false;
        else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = "";
      }
      void apply();
    });
    form.querySelector<HTMLElement>("[data-apply]")?.setAttribute("hidden", "");
    const toggle = this.root.querySelector<HTMLElement>("[data-filters-toggle]");
    toggle?.addEventListener("click", () => toggle.setAttribute("aria-expanded", String(form.classList.toggle("is-open"))));
  }

  private views(): void {
    const nav = one(this.root, "[data-views]");
    nav.addEventListener("click", (event) => {
      const link = (event.target as HTMLElement).closest<HTMLElement>("[data-view]");
      if (!link) return;
      event.preventDefault();
      for (const other of nav.querySelectorAll("[data-view]")) other.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      const rooms = link.dataset["view"] === "rooms";
      one(this.root, "#console-rooms").hidden = !rooms;
      one(this.root, "#console-view").hidden = rooms;
      this.root.classList.toggle("is-analysis", !rooms);
      this.settled();
    });
  }

  // Keys

  private keys(): void {
    addEventListener(
      "keydown",
      (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
        if (event.key === "Escape" && this.wall.on) this.wall.set(false);
        else if (!this.press(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
      },
      true,
    );
  }

  /** Whether a key meant something here. */
  private press(key: string): boolean {
    const shown = this.layout.shown();
    const current = shown.find((room) => room.dataset["session"] === this.layout.current) ?? shown[0];
    const talk = current?.querySelector<HTMLElement>("[data-talk]");
    const press = (selector: string, within: ParentNode | undefined = this.root): boolean => {
      const found = within?.querySelector<HTMLElement>(selector);
      found?.click();
      return Boolean(found);
    };
    const focus = (selector: string): boolean => {
      const found = this.root.querySelector<HTMLElement>(selector);
      found?.focus();
      if (found instanceof HTMLInputElement) found.select();
      return Boolean(found);
    };
    if (/^[1-9]$/.test(key)) {
      const room = shown[Number(key) - 1];
      if (room) this.layout.focus(room.dataset["session"] ?? "");
      return Boolean(room);
    }
    switch (key) {
      case "j":
        this.step(1);
        return true;
      case "k":
        this.step(-1);
        return true;
      case "/":
        return focus("[data-filters] [name=q]");
      case "p":
        return focus("[data-prompt-form] [name=text]");
      case "w":
        this.wall.set(!this.wall.on);
        return true;
      case "l":
        return press("[data-large]");
      case "d":
        return press("[data-filters] [name=disputed]");
      case "v":
        return press("[data-settle] [value=verified]", this.card());
      case "r":
        return this.openSettle();
      case "a":
        return press("[data-ask]", this.card());
      case "o":
        return press("[data-open-media]", this.card());
      case "e":
        if (talk) {
          this.follow.leave(talk);
          void this.earlier(talk);
        }
        return true;
      case "b":
        if (talk) this.toEnd(talk);
        return true;
      case "c":
        if (current) this.layout.collapse(current.dataset["session"] ?? "");
        return true;
      case "t":
        return this.nextView();
      default:
        return false;
    }
  }

  private openSettle(): boolean {
    const details = this.card()?.querySelector<HTMLDetailsElement>("details.iv-settle");
    if (!details) return false;
    details.open = true;
    details.querySelector<HTMLElement>("textarea")?.focus();
    return true;
  }

  private nextView(): boolean {
    const all = [...this.root.querySelectorAll<HTMLElement>("[data-views] [data-view]")];
    const at = all.findIndex((link) => link.hasAttribute("aria-current"));
    all[(at + 1) % all.length]?.click();
    return true;
  }
}
