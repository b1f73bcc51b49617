/** The strip at the head of the room: the state in large words, levels, delivery, second copy. */

import { make, one } from "../../lib/dom.ts";
import { share } from "../../lib/recording/level.ts";
import type { Delivery } from "../../lib/recording/outbox.ts";
import type { Input } from "../../lib/recording/recorder.ts";
import type { Person } from "./preflight.ts";
import type { Copy } from "./judge.ts";
import { copyFound } from "./judge.ts";
import { type Said, type Words, deliveryWords, duration, say } from "./words.ts";

/** loading, idle (no check yet), elsewhere, silent (elsewhere, and nothing comes), preparing, ready, recording, partly, paused, ending, closed. */
export type Phase =
  | "loading" | "idle" | "elsewhere" | "silent" | "preparing" | "ready" | "recording" | "partly" | "paused" | "ending" | "closed";

export interface View {
  phase: Phase;
  reason: string;
  recordedMs: number;
  inputs: readonly Input[];
  cramped: number;
  delivery: Delivery | null;
  copy: Copy;
  leftMs: number;
}

const WORD: Record<Phase, string> = {
  loading: "idle", idle: "idle", elsewhere: "elsewhere", silent: "silent", preparing: "preparing", ready: "ready", recording: "recording",
  partly: "partly", paused: "paused", ending: "closed", closed: "closed",
};

export class Bar {
  private readonly root: HTMLElement;
  private readonly words: Words;
  private readonly people: Map<string, Person>;
  private levels: { input: Input; bar: HTMLProgressElement; item: HTMLElement }[] = [];

  constructor(root: HTMLElement, words: Words, people: readonly Person[]) {
    this.root = root;
    this.words = words;
    this.people = new Map(people.map((person) => [person.who, person]));
  }

  at<T extends HTMLElement = HTMLElement>(name: string): T {
    return one<T>(this.root, `[data-rec="${name}"]`);
  }

  draw(view: View): void {
    this.root.dataset["phase"] = view.phase;
    this.text("word", say(this.words, WORD[view.phase]));
    const lost = view.inputs.filter((input) => input.lost);
    const names = lost.map((input) => this.nameOf(input)).join("、");
    const why = view.phase === "paused" && view.reason ? say(this.words, "pausedWhy", { reason: view.reason }) : "";
    this.text("why", lost.length && lost.length < view.inputs.length ? say(this.words, "lost", { name: names }) : why);
    this.at("time").hidden = view.recordedMs === 0;
    this.text("time", duration(view.recordedMs));
    const using = ["recording", "partly", "paused", "ready"].includes(view.phase);
    this.at("levels").hidden = !using || view.inputs.length === 0;
    this.at("marking").hidden = !["recording", "partly", "paused"].includes(view.phase);
    const started = view.recordedMs > 0 || view.phase === "recording";
    this.line("delivery", started && view.delivery ? deliveryWords(this.words, view.delivery) : null);
    this.line("copy", started ? this.copyWords(view.copy) : null);
    this.alert(view, lost);
  }

  /** Once per change of devices. */
  drawLevels(inputs: readonly Input[]): void {
    const microphones = inputs.filter((input) => input.stream !== "picture");
    if (microphones.length === this.levels.length && microphones.every((input, at) => this.levels[at]?.input === input)) return;
    this.levels = microphones.map((input) => {
      const name = this.nameOf(input);
      const bar = make("progress", { class: "rec-level", max: "100", value: "0", "aria-label": name });
      const person = this.people.get(input.who);
      const item = make("li", {}, make("span", {}, person?.word ?? input.who, " ", make("small", {}, person?.name ?? "")), bar);
      return { input, bar, item };
    });
    this.at("levels").replaceChildren(...this.levels.map(({ item }) => item));
  }

  moveLevels(): void {
    for (const { input, bar, item } of this.levels) {
      bar.value = input.meter ? Math.round(share(input.meter.read()) * 100) : 0;
      item.classList.toggle("is-lost", input.lost);
    }
  }

  said(text: string): void {
    this.text("said", text);
  }

  private nameOf(input: Input): string {
    if (input.stream === "picture") return say(this.words, "camera");
    return say(this.words, "microphoneOf", { who: this.people.get(input.who)?.word ?? input.who });
  }

  private copyWords(copy: Copy): Said {
    const found = copyFound(this.words, copy);
    const name = { ok: "copyOk", waiting: "copyWaiting", down: "copyDown", off: "copyOff", unknown: "copyUnknown" }[copy.state];
    return { text: say(this.words, name, { n: copy.behind }), tone: found.verdict === "ok" ? "ok" : copy.state === "waiting" ? "" : "warn" };
  }

  private alert(view: View, lost: readonly Input[]): void {
    let text = "";
    if (view.cramped > 2) text = say(this.words, "cramped");
    else if (view.phase === "partly" && lost.length === view.inputs.length) text = say(this.words, "allLost");
    else if (view.delivery && ["full", "login"].includes(view.delivery.problem)) text = deliveryWords(this.words, view.delivery).text;
    else if (view.leftMs > 0) text = say(this.words, "leftover", { n: Math.ceil(view.leftMs / 1000) });
    const box = this.at("alert");
    box.hidden = text === "";
    const inner = one(box, "div");
    if (inner.textContent !== text) inner.textContent = text;
  }

  private line(name: string, said: Said | null): void {
    const line = this.at(name);
    line.hidden = said === null;
    line.dataset["tone"] = said?.tone ?? "";
    const span = one(line, "span");
    if (said && span.textContent !== said.text) span.textContent = said.text;
  }

  private text(name: string, text: string): void {
    const element = this.at(name);
    if (element.textContent !== text) element.textContent = text;
  }
}
