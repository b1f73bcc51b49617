/**
 * Plays the recording of one interview: what was answered, marked, paused and lost on one axis; the
 * transcript follows; a click on an answer shows its second. Works while the recording still grows.
 */

import { drawIcon, isTyping, one } from "../lib/dom.ts";
import { get } from "../lib/http.ts";
import { MediaFeed } from "../lib/recording/media-feed.ts";
import { type Answer, answerAt, channels, clockOf, endOf, PICTURE, partAt, partsOf, type RecordingIndex, spanOf } from "../lib/recording/record-index.ts";

const STEP_MS = 5000;
const TICK_MS = 150;
const DRIFT_S = 0.12;
/** A person wants the question too: an answer is played from where it was asked, a little before. */
const LEAD_MS = 500;
const TAIL_MS = 1000;
const SAME_FRAME_MS = 120;
const NEAR_S = 2.5;

export class Player {
  private readonly root: HTMLElement;
  private readonly video: HTMLVideoElement;
  private readonly axis: HTMLElement;
  private index: RecordingIndex;
  private from = 0;
  private to = 0;
  private readonly picture: MediaFeed;
  private voice: MediaFeed | null = null;
  private channel = PICTURE;
  private wanted = 0;
  private until = 0;
  private following = "";
  private drawn = "";
  private told: AbortController | null = null;
  private readonly ticking: ReturnType<typeof setInterval>;
  /** Called when the answer that a clip is about has been played to its end. */
  finished: (() => void) | null = null;

  constructor(root: HTMLElement, index: RecordingIndex) {
    this.root = root;
    this.index = index;
    this.video = one<HTMLVideoElement>(root, "[data-video]");
    this.axis = one(root, "[data-axis]");
    [this.from, this.to] = spanOf(index);
    this.picture = new MediaFeed(this.video, this.from, {
      parts: () => partsOf(this.index, PICTURE),
      renew: () => this.renew(),
      skipped: (from, to) => this.say(`${this.word("skipped")}${clockOf(to - from)}${this.causeOf(from, to)}`),
      failed: () => this.say(this.word("unreachable")),
    });
    this.fillChannels();
    this.draw();
    this.listen();
    this.ticking = setInterval(() => this.tick(), TICK_MS);
    const clip = this.clip ?? this.named;
    void this.go(clip ? this.startOf(clip) : (this.instant ?? this.from), false).then(() => this.warn());
  }

  /** A clip whose answer fell into a gap must not pass for it. */
  private warn(): void {
    const clip = this.clip;
    if (clip && !this.has(clip)) this.say(`${this.word("unrecorded")}${this.causeOf(clip.asked_ms, clip.committed_ms)}`);
  }

  /** The answer that a clip is about. */
  private get clip(): Answer | undefined {
    return this.answer(Number(this.root.dataset["answer"] ?? 0));
  }

  /** The answer that the page's address names, `#answer-5`. */
  private get named(): Answer | undefined {
    const found = this.root.hasAttribute("data-page-keys") ? /^#answer-(\d+)$/.exec(location.hash) : null;
    return found ? this.answer(Number(found[1])) : undefined;
  }

  /** The instant that the page's address names, `#at-1795312800123`. */
  private get instant(): number | undefined {
    const found = this.root.hasAttribute("data-page-keys") ? /^#at-(\d{13})$/.exec(location.hash) : null;
    return found ? Number(found[1]) : undefined;
  }

  /** Play from the clip's answer to its end. */
  again(): void {
    const clip = this.clip;
    this.until = clip ? clip.committed_ms + TAIL_MS : 0;
    void this.go(clip ? this.startOf(clip) : this.from, true).then(() => this.warn());
  }

  get now(): number {
    return this.picture.now;
  }

  get playing(): boolean {
    return !this.video.paused;
  }

  play(): void {
    void this.video.play().catch(() => undefined);
  }

  pause(): void {
    this.video.pause();
  }

  /** Go to an instant; how long until its frame was on the screen is written on the element, in ms. */
  async go(ms: number, play = this.playing): Promise<void> {
    const began = performance.now();
    const goal = Math.min(Math.max(ms, this.from), this.to);
    this.wanted = goal;
    this.root.dataset["seeking"] = "";
    this.told?.abort();
    const told = (this.told = new AbortController());
    const shown = (seconds: number): void => {
      if (told.signal.aborted) return;
      told.abort();
      delete this.root.dataset["seeking"];
      this.root.dataset["seekMs"] = String(Math.round(performance.now() - began));
      this.root.dataset["seekCount"] = String(Number(this.root.dataset["seekCount"] ?? 0) + 1);
      this.root.dataset["frameAt"] = String(Math.round(this.from + seconds * 1000));
    };
    // "seeked" says that the frame is decoded; its own callback, that it is on the screen. A seek inside one frame has none.
    const seeked = (): void => {
      if (this.video.seeking || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      const drawn = (_now: number, frame: VideoFrameCallbackMetadata): void => {
        // The last frame of where it stood before may be drawn once more.
        if (Math.abs(frame.mediaTime - this.video.currentTime) < NEAR_S) shown(frame.mediaTime);
        else this.video.requestVideoFrameCallback(drawn);
      };
      this.video.requestVideoFrameCallback?.(drawn);
      setTimeout(() => shown(this.video.currentTime), SAME_FRAME_MS);
    };
    // At the very beginning nothing is sought: the first frame is simply there.
    for (const name of ["seeked", "loadeddata", "canplay"]) this.video.addEventListener(name, seeked, { signal: told.signal });
    const reached = await this.picture.seek(goal);
    if (this.wanted !== goal) return;
    if (reached - goal > 1000) this.say(`${this.word("skipped")}${clockOf(reached - goal)}${this.causeOf(goal, reached)}`);
    else this.say("");
    if (this.voice) void this.voice.seek(reached);
    if (play) this.play();
    this.tick();
  }

  close(): void {
    clearInterval(this.ticking);
    this.picture.close();
    this.voice?.close();
  }

  private word(name: string): string {
    return this.root.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  }

  private say(text: string): void {
    const place = one(this.root, "[data-note]");
    place.textContent = text;
    place.hidden = !text;
  }

  private causeOf(from: number, to: number): string {
    const middle = (from + to) / 2;
    const found = [...this.index.gaps, ...this.index.pauses].find((gap) => gap.from_ms <= middle && middle <= gap.to_ms);
    return found ? `（${found.label}）` : "";
  }

  private async renew(): Promise<void> {
    try {
      this.index = await get<RecordingIndex>(this.root.dataset["index"] ?? "");
    } catch {
      return;
    }
    const [from, to] = spanOf(this.index);
    if (from && this.from === 0) this.from = from;
    this.to = Math.max(this.to, to);
    this.draw();
  }

  // The axis

  private share(ms: number): number {
    return this.to > this.from ? Math.min(1, Math.max(0, (ms - this.from) / (this.to - this.from))) : 0;
  }

  private lay(element: HTMLElement, from: number, to = from): HTMLElement {
    element.style.left = `${this.share(from) * 100}%`;
    if (to > from) element.style.width = `${(this.share(to) - this.share(from)) * 100}%`;
    return element;
  }

  private bar(name: string, from: number, to: number, title = ""): HTMLElement {
    const element = document.createElement("span");
    element.className = `rp-bar rp-${name}`;
    if (title) element.title = title;
    return this.lay(element, from, to);
  }

  private draw(): void {
    const { index } = this;
    const key = `${this.to}|${index.parts.map((p) => p.bytes).join()}|${index.gaps.length}|${index.markers.length}|${index.segments.length}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const parts = partsOf(index, PICTURE);
    const bars = parts.map((part) => this.bar("kept", part.started_ms, endOf(part)));
    for (const gap of index.pauses) bars.push(this.bar("paused", gap.from_ms, gap.to_ms, `${gap.label} ${clockOf(gap.to_ms - gap.from_ms)}`));
    for (const gap of index.gaps) {
      if (!gap.stream || gap.stream === PICTURE) bars.push(this.bar("gap", gap.from_ms, gap.to_ms, `${this.word("gap")}${gap.label} ${clockOf(gap.to_ms - gap.from_ms)}`));
    }
    one(this.axis, "[data-spans]").replaceChildren(...bars);
    const ticks = index.segments.map((answer) => {
      const tick = this.bar("answer", answer.asked_ms, Math.max(answer.committed_ms, answer.asked_ms + 1));
      tick.dataset["no"] = String(answer.no);
      return tick;
    });
    one(this.axis, "[data-answers]").replaceChildren(...ticks);
    one(this.axis, "[data-markers]").replaceChildren(
      ...index.markers.map((marker) => {
        const flag = this.bar("marker", marker.at_ms, marker.at_ms, `${clockOf(marker.at_ms - this.from)} ${marker.label}`);
        flag.append(drawIcon("flag"));
        return flag;
      }),
    );
    for (const prompt of this.root.querySelectorAll<HTMLElement>("[data-prompt-at]")) {
      const flag = this.bar("prompt", Number(prompt.dataset["promptAt"]), Number(prompt.dataset["promptAt"]), prompt.textContent ?? "");
      one(this.axis, "[data-markers]").append(flag);
    }
    for (const row of this.rows()) {
      const answer = this.answer(Number(row.dataset["answerNo"]));
      const button = row.querySelector<HTMLElement>("[data-play-answer]");
      if (button) button.hidden = !answer || !this.has(answer);
      const at = row.querySelector("[data-answer-at]");
      if (at && answer) at.textContent = clockOf(answer.asked_ms - this.from);
    }
    this.drawList();
    this.axis.setAttribute("aria-valuemax", String(Math.round((this.to - this.from) / 1000)));
  }

  /** What the hatched stretches mean, in words, for everybody who cannot point at them. */
  private drawList(): void {
    const list = this.root.querySelector("[data-gap-list]");
    if (!list) return;
    const rows = [
      ...this.index.pauses.map((gap) => ({ ...gap, name: this.word("pause") })),
      ...this.index.gaps.map((gap) => ({ ...gap, name: this.word("gap") })),
    ].sort((a, b) => a.from_ms - b.from_ms);
    list.replaceChildren(
      ...rows.map((gap) => {
        const item = document.createElement("li");
        const who = gap.stream && gap.stream !== PICTURE ? ` · ${this.index.parts.find((part) => part.stream === gap.stream)?.who ?? gap.stream}` : "";
        item.textContent = `${clockOf(gap.from_ms - this.from)}–${clockOf(gap.to_ms - this.from)} ${gap.name}${gap.label}${who}`;
        return item;
      }),
    );
    const box = list.closest<HTMLElement>("[data-gap-box]");
    if (box) box.hidden = !rows.length;
  }

  /** The transcript beside the player; a clip has none. */
  private rows(): HTMLElement[] {
    return this.root.hasAttribute("data-page-keys") ? [...document.querySelectorAll<HTMLElement>("[data-answer-no]")] : [];
  }

  private has(answer: Answer): boolean {
    return partsOf(this.index, PICTURE).some((part) => answer.asked_ms < endOf(part) && part.started_ms < answer.committed_ms + 1);
  }

  private answer(no: number): Answer | undefined {
    return this.index.segments.find((answer) => answer.no === no);
  }

  // Channels

  private fillChannels(): void {
    const select = this.root.querySelector<HTMLSelectElement>("[data-channel]");
    if (!select) return;
    const all = channels(this.index);
    for (const { stream, who } of all) {
      if (stream === PICTURE) continue;
      const option = document.createElement("option");
      option.value = stream;
      option.textContent = `${who}${this.word("only")}`;
      select.append(option);
    }
    const label = select.closest<HTMLElement>("label");
    if (label) label.hidden = select.options.length < 2;
    select.addEventListener("change", () => this.listenTo(select.value));
  }

  private listenTo(stream: string): void {
    this.voice?.close();
    this.voice = null;
    this.channel = stream;
    this.video.muted = stream !== PICTURE || this.root.hasAttribute("data-mute");
    if (stream === PICTURE) return;
    const audio = one<HTMLAudioElement>(this.root, "[data-audio]");
    this.voice = new MediaFeed(audio, this.from, { parts: () => partsOf(this.index, this.channel), renew: () => this.renew() });
    void this.voice.seek(this.now);
  }

  private accompany(): void {
    const audio = this.voice?.element;
    if (!audio) return;
    if (audio.playbackRate !== this.video.playbackRate) audio.playbackRate = this.video.playbackRate;
    const apart = audio.currentTime - this.video.currentTime;
    if (Math.abs(apart) > 1.5) void this.voice?.seek(this.now);
    else if (Math.abs(apart) > DRIFT_S && !audio.seeking) audio.currentTime = this.video.currentTime;
    if (this.playing && audio.paused && !audio.error) void audio.play().catch(() => undefined);
    if (!this.playing && !audio.paused) audio.pause();
  }

  // Moving

  private listen(): void {
    const { root } = this;
    one(root, "[data-play]").addEventListener("click", () => this.toggle());
    this.video.addEventListener("click", () => this.toggle());
    for (const event of ["play", "pause"]) this.video.addEventListener(event, () => this.drawPlay());
    root.querySelector("[data-back]")?.addEventListener("click", () => void this.go(this.now - STEP_MS));
    root.querySelector("[data-forward]")?.addEventListener("click", () => void this.go(this.now + STEP_MS));
    root.querySelector("[data-previous]")?.addEventListener("click", () => this.step(-1));
    root.querySelector("[data-next-answer]")?.addEventListener("click", () => this.step(1));
    const rate = root.querySelector<HTMLSelectElement>("[data-rate]");
    rate?.addEventListener("change", () => (this.video.playbackRate = Number(rate.value)));
    this.axis.addEventListener("pointerdown", (event) => {
      const at = (moved: PointerEvent): number => {
        const box = this.axis.getBoundingClientRect();
        return this.from + ((moved.clientX - box.left) / box.width) * (this.to - this.from);
      };
      event.preventDefault();
      this.axis.focus();
      this.axis.setPointerCapture(event.pointerId);
      void this.go(at(event));
      const move = (moved: PointerEvent): void => this.drawNow(at(moved));
      const up = (moved: PointerEvent): void => {
        this.axis.removeEventListener("pointermove", move);
        if (Math.abs(moved.clientX - event.clientX) > 3) void this.go(at(moved));
      };
      this.axis.addEventListener("pointermove", move);
      this.axis.addEventListener("pointerup", up, { once: true });
    });
    const keyed = root.hasAttribute("data-page-keys") ? document : root;
    keyed.addEventListener("keydown", (event) => this.key(event as KeyboardEvent));
    const board = root.hasAttribute("data-page-keys") ? document : root;
    board.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-play-answer]") : null;
      const row = button?.closest<HTMLElement>("[data-answer-no]");
      const answer = row ? this.answer(Number(row.dataset["answerNo"])) : undefined;
      if (answer) void this.go(this.startOf(answer), true);
    });
  }

  private startOf(answer: Answer): number {
    const ms = answer.asked_ms - LEAD_MS;
    const part = partAt(partsOf(this.index, PICTURE), answer.asked_ms);
    return Math.max(ms, part ? part.started_ms : this.from);
  }

  private toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  private step(by: 1 | -1): void {
    const answers = this.index.segments.filter((answer) => this.has(answer));
    const now = this.now + LEAD_MS;
    const target = by > 0 ? answers.find((answer) => answer.asked_ms > now + 100) : answers.filter((answer) => answer.asked_ms < now - 1500).pop();
    if (target) void this.go(this.startOf(target));
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target as HTMLElement;
    if (isTyping(target) || target.closest("dialog") !== this.root.closest("dialog")) return;
    if (event.key === " " && target.closest("button, a, summary")) return;
    const acts: Record<string, () => void> = {
      " ": () => this.toggle(),
      ArrowLeft: () => void this.go(this.now - STEP_MS),
      ArrowRight: () => void this.go(this.now + STEP_MS),
      ArrowUp: () => this.step(-1),
      ArrowDown: () => this.step(1),
      Home: () => void this.go(this.from),
      End: () => void this.go(this.to - 1000),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // Following

  private tick(): void {
    this.accompany();
    const now = this.root.hasAttribute("data-seeking") ? this.wanted : this.now;
    this.drawNow(now);
    if (this.until && now >= this.until && this.playing) {
      this.pause();
      this.until = 0;
      this.finished?.();
      this.finished = null;
    }
    if (now > this.to - 500 && this.index.state === "recording" && !this.playing) return;
    const answer = answerAt(this.index.segments, now);
    const no = answer ? String(answer.no) : "";
    if (no === this.following) return;
    this.following = no;
    for (const row of this.rows()) {
      const current = row.dataset["answerNo"] === no;
      row.classList.toggle("is-playing", current);
      if (current && this.playing) {
        const box = row.closest<HTMLElement>("[data-transcript]");
        if (box) box.scrollTo({ top: row.offsetTop - box.offsetTop - box.clientHeight / 3, behavior: "smooth" });
      }
    }
  }

  private drawNow(ms: number): void {
    this.lay(one(this.axis, "[data-now]"), ms);
    const text = `${clockOf(ms - this.from)} / ${clockOf(this.to - this.from)}`;
    const time = one(this.root, "[data-time]");
    if (time.textContent === text) return;
    time.textContent = text;
    this.axis.setAttribute("aria-valuenow", String(Math.round((ms - this.from) / 1000)));
    this.axis.setAttribute("aria-valuetext", text);
  }

  private drawPlay(): void {
    const button = one(this.root, "[data-play]");
    const name = this.playing ? "pause" : "play";
    button.setAttribute("aria-label", this.word(name));
    button.title = this.word(name);
    one(button, ".icon").replaceWith(drawIcon(this.playing ? "player-pause" : "player-play"));
  }
}

/** Players of the page by their element, so that a dialog can start two together and stop them. */
export const players = new WeakMap<HTMLElement, Player>();

export function mount(root: HTMLElement): void {
  const note = one(root, "[data-note]");
  const word = (name: string): string => root.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  get<RecordingIndex>(root.dataset["index"] ?? "")
    .then((index) => {
      if (!root.isConnected) return;
      if (!partsOf(index, PICTURE).length) {
        note.textContent = word("nothing");
        note.hidden = false;
        return;
      }
      players.set(root, new Player(root, index));
      root.dataset["ready"] = "";
      root.dispatchEvent(new CustomEvent("player:ready", { bubbles: true }));
    })
    .catch(() => {
      note.textContent = word("unreachable");
      note.hidden = false;
    });
}
