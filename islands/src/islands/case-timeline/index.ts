/** The whole-process record of a case: one clock, one board, one list, and every recording of the instant. */

import { drawIcon, isTyping, make, one, toast, uuid } from "../../lib/dom.ts";
import { Answer, get, postJson } from "../../lib/http.ts";
import { type CaseTime, chosen, firstFrom, type Moment, msAt, moved, shown, type View, written, zoomed } from "../../lib/timeline/axis.ts";
import { Screens } from "../../lib/timeline/screens.ts";
import { Board } from "./board.ts";
import { drawPlaces } from "./places.ts";

export interface Props {
  data: string;
  mark: string;
  lanes: Record<string, string>;
  words: Record<string, string>;
}

const ROW = 46;
const SPARE = 6;
const FIVE_S = 5000;
const FRAME_MS = 40;
const ROOM = 0.02;
const TOUCH_PX = 9;

export function mount(root: HTMLElement, props: Props): void {
  get<CaseTime>(props.data)
    .then((data) => new Timeline(root, props, data))
    .catch(() => {
      one(root, "[data-note]").textContent = props.words["unreachable"] ?? "";
    });
}

class Timeline {
  private readonly root: HTMLElement;
  private readonly props: Props;
  private readonly data: CaseTime;
  private readonly box: HTMLElement;
  private readonly board: Board;
  private readonly screens: Screens;
  private readonly list: HTMLElement;
  private readonly pad: HTMLElement;
  private whole: View;
  private view: View;
  private at: number;
  private row = -1;
  private moments: readonly Moment[];
  private selected: Moment | undefined;
  private drawing = false;
  private readonly fingers = new Map<number, number>();

  constructor(root: HTMLElement, props: Props, data: CaseTime) {
    this.root = root;
    this.props = props;
    this.data = data;
    this.moments = data.moments;
    const margin = Math.max(60_000, (data.to_ms - data.from_ms) * ROOM);
    this.whole = { from: data.from_ms - margin, to: data.to_ms + margin };
    this.view = this.whole;
    this.at = data.from_ms;
    this.box = one(root, "[data-board]");
    this.list = one(root, "[data-rows]");
    this.pad = one(root, "[data-pad]");
    this.board = new Board(this.box, one<HTMLCanvasElement>(root, "[data-canvas]"));
    this.screens = new Screens(one(root, "[data-screens]"), {
      tracks: data.tracks,
      words: props.words,
      moved: (ms) => this.follow(ms),
      said: (text) => (one(root, "[data-note]").textContent = text),
    });
    if (!data.tracks.length) one(root, "[data-note]").textContent = this.word("nothing");
    if (data.places.length) {
      one(root, "[data-places]").hidden = false;
      drawPlaces(one<SVGSVGElement>(root, "[data-plot]"), data.places, (ms) => this.go(ms));
    }
    this.fillPeople();
    this.listen();
    this.filter();
    this.fromHash();
    root.dataset["ready"] = "";
  }

  private word(name: string): string {
    return this.props.words[name] ?? "";
  }

  // What is shown

  private fillPeople(): void {
    const people = new Set<string>();
    for (const moment of this.data.moments) for (const name of moment[5].split("、")) if (name) people.add(name);
    const select = one<HTMLSelectElement>(this.root, "[data-who]");
    for (const name of [...people].sort((a, b) => a.localeCompare(b, "zh"))) select.append(make("option", { value: name }, name));
  }

  private filter(): void {
    const lane = one<HTMLSelectElement>(this.root, "[data-lane]").value;
    const who = one<HTMLSelectElement>(this.root, "[data-who]").value;
    const words = one<HTMLInputElement>(this.root, "[data-search]").value;
    const number = lane === "tracks" ? 99 : this.data.lanes.indexOf(lane);
    this.moments = chosen(this.data.moments, { words, lane: number, who });
    this.board.arrange(this.data, this.props.lanes, lane);
    this.row = Math.min(this.row, this.board.rows.length - 1);
    const count = this.word("lanes").replace("{shown}", String(this.moments.length)).replace("{all}", String(this.data.moments.length));
    one(this.root, "[data-count]").textContent = count;
    this.pad.style.height = `${Math.max(1, this.moments.length) * ROW}px`;
    this.drawRows();
    this.redraw();
  }

  private redraw(): void {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.board.draw({ view: this.view, at: this.at, row: this.row, moments: this.moments, selected: this.selected });
      const canvas = one(this.root, "[data-canvas]");
      canvas.style.height = `${this.board.height}px`;
    });
  }

  /** Only the rows that can be seen are in the page. */
  private drawRows(): void {
    const first = Math.max(0, Math.floor(this.list.scrollTop / ROW) - SPARE);
    const last = Math.min(this.moments.length, Math.ceil((this.list.scrollTop + this.list.clientHeight) / ROW) + SPARE);
    const rows: HTMLElement[] = [];
    for (let n = first; n < last; n++) rows.push(this.line(this.moments[n] as Moment, n));
    if (!this.moments.length) rows.push(make("p", { class: "muted pad" }, this.word("empty")));
    this.pad.replaceChildren(...rows);
  }

  private line(moment: Moment, n: number): HTMLElement {
    const [ms, , lane, , title, who, detail, , claimed, url] = moment;
    const play = make("button", { class: "button button-quiet button-s", type: "button", "aria-label": `${this.word("playHere")} ${title}` });
    play.append(drawIcon("player-play"));
    play.addEventListener("click", () => this.play(moment));
    const name = url ? make("a", { href: url }, title) : make("span", {}, title);
    const about = [this.props.lanes[this.data.lanes[lane] ?? ""] ?? "", who, claimed ? this.word("claimed") : "", detail].filter(Boolean).join(" · ");
    const line = make("div", { class: "tl-row", "data-n": String(n) }, make("time", { class: "mono" }, written(ms)), make("div", {}, name, make("small", { class: "muted" }, about)), play);
    line.classList.toggle("is-now", moment === this.selected);
    line.style.top = `${n * ROW}px`;
    line.addEventListener("click", (event) => {
      if (event.target instanceof Element && !event.target.closest("a, button")) this.choose(moment);
    });
    return line;
  }

  // Where one is

  private go(ms: number): void {
    this.at = Math.min(Math.max(ms, this.whole.from), this.whole.to);
    this.view = shown(this.view, this.whole, this.at);
    this.screens.prepare(this.at);
    this.tell();
  }

  private tell(): void {
    const text = written(this.at);
    one(this.root, "[data-now]").textContent = text;
    this.box.setAttribute("aria-valuemin", String(Math.round(this.whole.from / 1000)));
    this.box.setAttribute("aria-valuemax", String(Math.round(this.whole.to / 1000)));
    this.box.setAttribute("aria-valuenow", String(Math.round(this.at / 1000)));
    this.box.setAttribute("aria-valuetext", this.selected ? `${text} ${this.selected[4]}` : text);
    const link = one<HTMLAnchorElement>(this.root, "[data-instant]");
    link.hidden = false;
    link.href = `#at-${Math.round(this.at)}`;
    one(this.root, "[data-mark]").hidden = !this.screens.marked;
    this.redraw();
  }

  private choose(moment: Moment): void {
    this.selected = moment;
    const lane = this.board.rows.findIndex((row) => "lane" in row && row.lane === moment[2]);
    if (lane >= 0) this.row = lane;
    this.go(moment[0]);
    this.scrollTo(moment);
  }

  private scrollTo(moment: Moment): void {
    const n = this.moments.indexOf(moment);
    if (n < 0) return;
    const top = n * ROW;
    if (top < this.list.scrollTop || top + ROW > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = top - this.list.clientHeight / 3;
    this.drawRows();
  }

  private play(moment: Moment): void {
    this.choose(moment);
    void this.screens.go(moment[0], true).then(() => this.drawPlay());
  }

  /** The list follows what is being played. */
  private follow(ms: number): void {
    this.at = ms;
    const before = this.moments[firstFrom(this.moments, ms + 1) - 1];
    if (before && before !== this.selected) {
      this.selected = before;
      this.scrollTo(before);
    }
    this.view = shown(this.view, this.whole, ms);
    this.tell();
    this.drawPlay();
  }

  private fromHash(): void {
    const found = /^#at-(\d{12,14})$/.exec(location.hash);
    if (!found) {
      this.tell();
      return;
    }
    const ms = Number(found[1]);
    this.view = zoomed(this.whole, this.whole, Math.min(1, (30 * 60_000) / (this.whole.to - this.whole.from)), ms);
    this.go(ms);
    const before = this.moments[firstFrom(this.moments, ms + 1) - 1];
    if (before) {
      this.selected = before;
      this.scrollTo(before);
    }
    void this.screens.go(ms, false).then(() => this.tell());
  }

  // What people do

  private listen(): void {
    const { root } = this;
    for (const name of ["[data-search]", "[data-lane]", "[data-who]"]) one(root, name).addEventListener("input", () => this.filter());
    this.list.addEventListener("scroll", () => this.drawRows(), { passive: true });
    one(root, "[data-zoom-in]").addEventListener("click", () => this.zoom(0.5));
    one(root, "[data-zoom-out]").addEventListener("click", () => this.zoom(2));
    one(root, "[data-zoom-all]").addEventListener("click", () => {
      this.view = this.whole;
      this.redraw();
    });
    one(root, "[data-play]").addEventListener("click", () => this.toggle());
    one(root, "[data-back]").addEventListener("click", () => this.step(-FIVE_S));
    one(root, "[data-forward]").addEventListener("click", () => this.step(FIVE_S));
    one(root, "[data-frame-back]").addEventListener("click", () => this.frame(-1));
    one(root, "[data-frame-forward]").addEventListener("click", () => this.frame(1));
    const rate = one<HTMLSelectElement>(root, "[data-rate]");
    rate.addEventListener("change", () => (this.screens.speed = Number(rate.value)));
    one<HTMLFormElement>(root, "[data-mark]").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.mark(event.target as HTMLFormElement);
    });
    this.box.addEventListener("keydown", (event) => this.key(event));
    root.addEventListener("keydown", (event) => this.playerKey(event));
    this.box.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.pointers();
    new ResizeObserver(() => this.redraw()).observe(this.box);
    const dress = (): void => {
      this.board.dress();
      this.redraw();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);
    new MutationObserver(dress).observe(document.documentElement, { attributes: true });
    addEventListener("hashchange", () => this.fromHash());
  }

  private zoom(by: number): void {
    this.view = zoomed(this.view, this.whole, by, Math.min(Math.max(this.at, this.view.from), this.view.to));
    this.redraw();
  }

  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || Math.abs(event.deltaY) < Math.abs(event.deltaX)) {
      if (event.ctrlKey) return;
      event.preventDefault();
      this.view = moved(this.view, this.whole, (event.deltaX / this.board.width) * (this.view.to - this.view.from));
    } else {
      event.preventDefault();
      this.view = zoomed(this.view, this.whole, event.deltaY < 0 ? 0.8 : 1.25, this.msOf(event.clientX));
    }
    this.redraw();
  }

  private msOf(clientX: number): number {
    const x = clientX - this.box.getBoundingClientRect().left - this.board.gutter;
    return msAt(this.view, this.board.width, Math.min(Math.max(0, x), this.board.width));
  }

  private pointers(): void {
    let began = 0;
    let dragged = false;
    this.box.addEventListener("pointerdown", (event) => {
      this.fingers.set(event.pointerId, event.clientX);
      began = event.clientX;
      dragged = false;
      this.box.focus();
    });
    this.box.addEventListener("pointermove", (event) => {
      const before = this.fingers.get(event.pointerId);
      if (before === undefined) return;
      if (!dragged && Math.abs(event.clientX - began) < 4) return;
      dragged = true;
      this.box.setPointerCapture(event.pointerId);
      const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
      if (other !== undefined && Math.abs(before - other) > 4) {
        const by = Math.abs(before - other) / Math.max(4, Math.abs(event.clientX - other));
        this.view = zoomed(this.view, this.whole, by, this.msOf((event.clientX + other) / 2));
      } else {
        this.view = moved(this.view, this.whole, ((before - event.clientX) / this.board.width) * (this.view.to - this.view.from));
      }
      this.fingers.set(event.pointerId, event.clientX);
      this.redraw();
    });
    const up = (event: PointerEvent): void => {
      if (!this.fingers.delete(event.pointerId) || dragged || event.type === "pointercancel") return;
      this.click(event);
    };
    this.box.addEventListener("pointerup", up);
    this.box.addEventListener("pointercancel", up);
  }

  private click(event: PointerEvent): void {
    const top = this.box.getBoundingClientRect().top - this.box.scrollTop;
    this.row = this.board.rowAt(event.clientY - top);
    const row = this.board.rows[this.row];
    const ms = this.msOf(event.clientX);
    const reach = (TOUCH_PX / this.board.width) * (this.view.to - this.view.from);
    const near = row && "lane" in row ? this.nearest(ms, row.lane, reach) : undefined;
    if (near) this.choose(near);
    else {
      this.selected = undefined;
      this.go(ms);
    }
    if (row && "track" in row) void this.screens.go(this.at).then(() => this.tell());
  }

  private nearest(ms: number, lane: number, reach: number): Moment | undefined {
    let best: Moment | undefined;
    for (let n = firstFrom(this.moments, ms - reach); n < this.moments.length; n++) {
      const moment = this.moments[n] as Moment;
      if (moment[0] > ms + reach) break;
      if (moment[2] === lane && (!best || Math.abs(moment[0] - ms) < Math.abs(best[0] - ms))) best = moment;
    }
    return best;
  }

  /** The next or previous moment of the chosen lane, or of all. */
  private beside(by: 1 | -1): void {
    const row = this.board.rows[this.row];
    const lane = row && "lane" in row ? row.lane : -1;
    const from = this.selected ? this.moments.indexOf(this.selected) : firstFrom(this.moments, this.at) - (by > 0 ? 1 : 0);
    for (let n = from + by; n >= 0 && n < this.moments.length; n += by) {
      const moment = this.moments[n] as Moment;
      if (lane < 0 || moment[2] === lane) {
        this.choose(moment);
        return;
      }
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const acts: Record<string, () => void> = {
      ArrowLeft: () => this.beside(-1),
      ArrowRight: () => this.beside(1),
      ArrowUp: () => this.lane(-1),
      ArrowDown: () => this.lane(1),
      "+": () => this.zoom(0.5),
      "=": () => this.zoom(0.5),
      "-": () => this.zoom(2),
      Home: () => this.edge(this.moments[0]),
      End: () => this.edge(this.moments[this.moments.length - 1]),
      Enter: () => void this.screens.go(this.at, true).then(() => this.tell()),
      o: () => {
        if (this.selected?.[9]) location.assign(this.selected[9]);
      },
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  private edge(moment: Moment | undefined): void {
    if (moment) this.choose(moment);
  }

  private lane(by: number): void {
    this.row = Math.min(Math.max(-1, this.row + by), this.board.rows.length - 1);
    this.selected = undefined;
    this.tell();
  }

  private playerKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const target = event.target as HTMLElement;
    if (event.key === " " && target.closest("button, a, summary")) return;
    const acts: Record<string, () => void> = {
      " ": () => this.toggle(),
      j: () => this.step(-FIVE_S),
      l: () => this.step(FIVE_S),
      k: () => this.toggle(),
      ",": () => this.frame(-1),
      ".": () => this.frame(1),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // Playing

  private toggle(): void {
    if (this.screens.playing) this.screens.pause();
    else if (this.screens.master) this.screens.play();
    else void this.screens.go(this.at, true).then(() => this.tell());
    this.drawPlay();
  }

  private step(by: number): void {
    this.go(this.at + by);
    void this.screens.go(this.at).then(() => this.tell());
  }

  private frame(by: 1 | -1): void {
    this.screens.pause();
    const now = this.screens.master?.now ?? this.at;
    void this.screens.go(now + by * FRAME_MS, false).then(() => this.drawPlay());
  }

  private drawPlay(): void {
    const button = one(this.root, "[data-play]");
    const name = this.screens.playing ? "pause" : "play";
    if (button.dataset["shows"] === name) return;
    button.dataset["shows"] = name;
    button.setAttribute("aria-label", this.word(name));
    button.title = this.word(name);
    one(button, ".icon").replaceWith(drawIcon(this.screens.playing ? "player-pause" : "player-play"));
  }

  private async mark(form: HTMLFormElement): Promise<void> {
    const track = this.screens.marked;
    const field = one<HTMLInputElement>(form, "[name=label]");
    if (!track || !field.value.trim()) return;
    const at_ms = Math.round(this.at);
    try {
      await postJson(this.props.mark, { subject: track.subject, kind: track.kind, at_ms, label: field.value, key: uuid() });
    } catch (problem) {
      toast(problem instanceof Answer ? problem.message : this.word("unreachable"), "bad");
      return;
    }
    track.markers.push({ at_ms, label: field.value, by: "" });
    toast(this.word("marked").replace("{time}", written(at_ms)).replace("{label}", field.value), "ok");
    field.value = "";
    this.redraw();
  }
}
