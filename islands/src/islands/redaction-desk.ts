/** Draws boxes over a picture or film, with places that move in time, and orders the copy. The file stays as it is. */

import { drawIcon, isTyping, make, one, toast, uuid } from "../lib/dom.ts";
import { Answer, postJson } from "../lib/http.ts";
import { type Box, boxAt, clock, fitted, type Key, msOf, type Recipe, type Sound, WHOLE, withKey } from "../lib/redaction/recipe.ts";
import { refresh } from "../page/live-sections.ts";

export interface Props {
  file: string;
  family: string;
  order: string;
  kinds: Record<string, string>;
  sounds: Record<string, string>;
  words: Record<string, string>;
}

const FRAME_S = 0.04;
const STEP = 100;
const LONG_MS = 5000;
const LEAST_DRAG = 60;

export function mount(root: HTMLElement, props: Props): void {
  new Desk(root, props);
}

class Desk {
  private readonly root: HTMLElement;
  private readonly props: Props;
  private readonly media: HTMLVideoElement | HTMLImageElement;
  private readonly frame: HTMLElement;
  private readonly layer: HTMLElement;
  private readonly recipe: Recipe = { boxes: [], sounds: [] };
  private chosen = -1;

  constructor(root: HTMLElement, props: Props) {
    this.root = root;
    this.props = props;
    this.media = one<HTMLVideoElement | HTMLImageElement>(root, "[data-media]");
    this.frame = one(root, "[data-frame]");
    this.layer = one(root, "[data-boxes]");
    one(root, "[data-kind]").replaceChildren(...Object.entries(props.kinds).map(([code, label]) => make("option", { value: code }, label)));
    this.listen();
    if (this.video) this.listenTo(this.video);
    this.draw();
    this.list();
    root.dataset["ready"] = "";
  }

  private get video(): HTMLVideoElement | null {
    return this.media instanceof HTMLVideoElement ? this.media : null;
  }

  private get now(): number {
    return this.video ? Math.round(this.video.currentTime * 1000) : 0;
  }

  private get length(): number {
    const seconds = this.video?.duration ?? 0;
    return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds * 1000) : 1;
  }

  private word(name: string): string {
    return this.props.words[name] ?? "";
  }

  private say(text: string): void {
    one(this.root, "[data-note]").textContent = text;
  }

  // The film

  private listenTo(video: HTMLVideoElement): void {
    const range = one<HTMLInputElement>(this.root, "[data-seek]");
    const told = (): void => {
      range.max = String(this.length);
    };
    video.addEventListener("loadedmetadata", told);
    video.addEventListener("durationchange", told);
    video.addEventListener("error", () => this.say(this.word("unplayable")));
    range.addEventListener("input", () => {
      video.currentTime = Number(range.value) / 1000;
    });
    const follow = (): void => {
      range.value = String(this.now);
      one(this.root, "[data-clock]").textContent = clock(this.now);
      this.draw();
    };
    for (const name of ["timeupdate", "seeked", "loadeddata"]) video.addEventListener(name, follow);
    const frame = (): void => {
      if (!video.paused) follow();
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
    one(this.root, "[data-play]").addEventListener("click", () => (video.paused ? void video.play() : video.pause()));
    const by = (seconds: number) => (): void => {
      video.pause();
      video.currentTime = Math.max(0, video.currentTime + seconds);
    };
    one(this.root, "[data-frame-back]").addEventListener("click", by(-FRAME_S));
    one(this.root, "[data-frame-forward]").addEventListener("click", by(FRAME_S));
    one(this.root, "[data-set-key]").addEventListener("click", () => this.keep());
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-add-sound]")) {
      button.addEventListener("click", () => {
        const how = button.dataset["addSound"] ?? "mute";
        this.recipe.sounds.push({ how, from_ms: this.now, to_ms: Math.min(this.now + LONG_MS, Math.max(this.length, this.now + 1)) });
        this.list();
      });
    }
    told();
  }

  // Boxes

  private listen(): void {
    this.frame.addEventListener("pointerdown", (event) => this.grab(event));
    this.frame.addEventListener("keydown", (event) => this.key(event));
    one<HTMLFormElement>(this.root, "[data-order]").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.order(event.target as HTMLFormElement);
    });
  }

  private place(event: PointerEvent): [number, number] {
    const box = this.layer.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * WHOLE, ((event.clientY - box.top) / box.height) * WHOLE];
  }

  /** Draw a new box, or move or stretch the one under the pointer. */
  private grab(event: PointerEvent): void {
    event.preventDefault();
    this.video?.pause();
    this.frame.focus();
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-box]") : null;
    const corner = event.target instanceof Element && event.target.matches("[data-corner]");
    const [x0, y0] = this.place(event);
    let n = element ? Number(element.dataset["box"]) : -1;
    const start = n >= 0 ? boxAt(this.recipe.boxes[n] as Box, this.now) : undefined;
    if (n >= 0) this.choose(n);
    const move = (moved: PointerEvent): void => {
      const [x, y] = this.place(moved);
      if (n < 0) {
        if (Math.abs(x - x0) < LEAST_DRAG || Math.abs(y - y0) < LEAST_DRAG) return;
        n = this.add();
      }
      const rectangle: [number, number, number, number] = start
        ? corner
          ? [start[1], start[2], start[3] + x - x0, start[4] + y - y0]
          : [start[1] + x - x0, start[2] + y - y0, start[3], start[4]]
        : [Math.min(x, x0), Math.min(y, y0), Math.abs(x - x0), Math.abs(y - y0)];
      this.set(n, rectangle);
    };
    const up = (): void => {
      this.frame.removeEventListener("pointermove", move);
      this.list();
    };
    this.frame.setPointerCapture(event.pointerId);
    this.frame.addEventListener("pointermove", move);
    this.frame.addEventListener("pointerup", up, { once: true });
  }

  private add(): number {
    const kind = one<HTMLSelectElement>(this.root, "[data-kind]").value;
    const to_ms = this.video ? this.length : 1;
    this.recipe.boxes.push({ kind, from_ms: this.now, to_ms: Math.max(to_ms, this.now + 1), keys: [[this.now, 0, 0, 100, 100]] });
    this.choose(this.recipe.boxes.length - 1);
    return this.chosen;
  }

  private set(n: number, rectangle: [number, number, number, number]): void {
    const key: Key = [this.now, ...fitted(...rectangle)];
    this.recipe.boxes[n] = withKey(this.recipe.boxes[n] as Box, key);
    this.draw();
  }

  /** Hold the chosen box where it is now, so that it moves only from here on. */
  private keep(): void {
    const box = this.recipe.boxes[this.chosen];
    const key = box ? boxAt(box, this.now) : undefined;
    if (!box || !key) return;
    this.set(this.chosen, [key[1], key[2], key[3], key[4]]);
    this.list();
    this.say(this.word("keySet").replace("{time}", clock(this.now)).replace("{n}", String(this.chosen + 1)));
  }

  private choose(n: number): void {
    this.chosen = n;
    this.draw();
    for (const item of this.root.querySelectorAll("[data-list] [data-item]")) item.classList.toggle("is-chosen", item.getAttribute("data-item") === String(n));
  }

  private key(event: KeyboardEvent): void {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = this.recipe.boxes[this.chosen];
    const at = box ? boxAt(box, this.now) : undefined;
    const by: Record<string, [number, number]> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const step = by[event.key];
    if (event.key === "n") this.set(this.add(), [WHOLE * 0.4, WHOLE * 0.4, WHOLE * 0.2, WHOLE * 0.2]);
    else if (event.key === "Delete" && box) this.remove(this.chosen);
    else if (step && at) {
      const rectangle: [number, number, number, number] = event.shiftKey
        ? [at[1], at[2], at[3] + step[0], at[4] + step[1]]
        : [at[1] + step[0], at[2] + step[1], at[3], at[4]];
      this.set(this.chosen, rectangle);
    } else return;
    event.preventDefault();
    this.list();
  }

  private remove(n: number): void {
    this.recipe.boxes.splice(n, 1);
    this.choose(Math.min(n, this.recipe.boxes.length - 1));
    this.list();
  }

  private draw(): void {
    const drawn: HTMLElement[] = [];
    for (const [n, box] of this.recipe.boxes.entries()) {
      const key = boxAt(box, this.now);
      if (!key) continue;
      const element = make("div", { class: "rd-box", "data-box": String(n) }, make("span", {}, `${n + 1}`), make("i", { "data-corner": "" }));
      element.classList.toggle("is-chosen", n === this.chosen);
      const [left, top, width, height] = [key[1], key[2], key[3], key[4]].map((value) => `${value / 100}%`) as [string, string, string, string];
      Object.assign(element.style, { left, top, width, height });
      drawn.push(element);
    }
    this.layer.replaceChildren(...drawn);
  }

  // The list

  private list(): void {
    const boxes = this.recipe.boxes.map((box, n) => this.boxLine(box, n));
    const sounds = this.recipe.sounds.map((sound, n) => this.soundLine(sound, n));
    const none = make("li", { class: "muted" }, this.word("none"));
    one(this.root, "[data-list]").replaceChildren(...(boxes.length || sounds.length ? [...boxes, ...sounds] : [none]));
  }

  private boxLine(box: Box, n: number): HTMLElement {
    const name = make("button", { class: "button button-quiet button-s", type: "button" }, `${this.word("box").replace("{n}", String(n + 1))} ${this.props.kinds[box.kind] ?? ""}`);
    name.addEventListener("click", () => {
      if (this.video && !boxAt(box, this.now)) this.video.currentTime = box.from_ms / 1000;
      this.choose(n);
    });
    const line = make("li", { "data-item": String(n) }, name);
    line.classList.toggle("is-chosen", n === this.chosen);
    if (this.video) line.append(make("small", { class: "muted" }, this.word("keys").replace("{n}", String(box.keys.length))), ...this.times(box));
    line.append(this.removal(() => this.remove(n)));
    return line;
  }

  private soundLine(sound: Sound, n: number): HTMLElement {
    const line = make("li", {}, `${this.word("sound").replace("{n}", String(n + 1))} ${this.props.sounds[sound.how] ?? ""}`, ...this.times(sound));
    line.append(
      this.removal(() => {
        this.recipe.sounds.splice(n, 1);
        this.list();
      }),
    );
    return line;
  }

  private times(span: { from_ms: number; to_ms: number }): HTMLElement[] {
    return (["from_ms", "to_ms"] as const).map((name) => {
      const word = this.word(name === "from_ms" ? "from" : "to");
      const field = make("input", { class: "input rd-when", value: clock(span[name]), size: "7", inputmode: "decimal", "aria-label": word });
      field.addEventListener("change", () => {
        const ms = msOf(field.value);
        if (Number.isFinite(ms)) span[name] = ms;
        if (span.to_ms <= span.from_ms) span.to_ms = span.from_ms + 1;
        this.list();
        this.draw();
      });
      return make("label", { class: "rd-times" }, word, field);
    });
  }

  private removal(work: () => void): HTMLElement {
    const button = make("button", { class: "button button-quiet button-s", type: "button", "aria-label": this.word("remove"), title: this.word("remove") });
    button.append(drawIcon("x"));
    button.addEventListener("click", work);
    return button;
  }

  private async order(form: HTMLFormElement): Promise<void> {
    const said = new FormData(form);
    const body = { filename: this.props.file, recipe: this.recipe, purpose: said.get("purpose"), recipient: said.get("recipient"), key: uuid() };
    try {
      await postJson(this.props.order, body);
    } catch (problem) {
      const fields = problem instanceof Answer ? Object.values(problem.fields).join(" ") : "";
      toast(fields || (problem instanceof Error ? problem.message : String(problem)), "bad");
      return;
    }
    this.recipe.boxes.length = this.recipe.sounds.length = 0;
    this.chosen = -1;
    form.reset();
    this.draw();
    this.list();
    const section = document.getElementById("copies");
    if (section) void refresh([section]);
    section?.scrollIntoView({ block: "nearest" });
  }
}
