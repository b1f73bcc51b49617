/**
 * Plays every recording that holds one instant side by side, on one clock. Our own recordings are fed part by
 * part, imported clips are played from their file at the place that their worked-out beginning gives.
 */

import { make } from "../dom.ts";
import { get } from "../http.ts";
import { MediaFeed } from "../recording/media-feed.ts";
import { PICTURE, partsOf, type RecordingIndex } from "../recording/record-index.ts";
import { covering, nearest, nextStart, type Track, written } from "./axis.ts";

const AT_ONCE = 4;
const KEPT = 8;
const DRIFT_S = 0.15;
const TICK_MS = 120;
const SAME_FRAME_MS = 120;
const NEAR_S = 2.5;
const AFTER_MS = 400;

export interface ScreensProps {
  tracks: readonly Track[];
  words: Record<string, string>;
  /** The instant that is being shown, many times a second while playing. */
  moved: (ms: number) => void;
  said: (text: string) => void;
}

class Screen {
  readonly track: Track;
  readonly figure: HTMLElement;
  readonly video: HTMLVideoElement;
  private feed: MediaFeed | null = null;
  private opening: Promise<void> | null = null;
  private stream = PICTURE;
  usedAt = 0;

  constructor(track: Track, words: Record<string, string>) {
    this.track = track;
    this.video = make("video", { playsinline: "", preload: "auto" });
    const link = make("a", { href: track.page }, track.title);
    const about = [track.who, track.basis ? `${words["claimed"]}：${track.basis}` : ""].filter(Boolean).join(" · ");
    this.figure = make("figure", { class: "tl-screen", "data-track": track.id }, this.video, make("figcaption", {}, link, " ", make("small", {}, about)));
  }

  private get start(): number {
    return this.track.spans[0]?.[0] ?? 0;
  }

  get now(): number {
    return this.feed ? this.feed.now : this.start + this.video.currentTime * 1000;
  }

  open(): Promise<void> {
    this.opening ??= this.begin();
    this.opening.catch(() => (this.opening = null));
    return this.opening;
  }

  private async begin(): Promise<void> {
    if (!this.track.index) {
      this.video.src = this.track.media;
      return;
    }
    let index = await get<RecordingIndex>(this.track.index);
    // A recording without a picture is heard.
    if (!partsOf(index, PICTURE).length) this.stream = index.parts.find((part) => part.bytes > 0)?.stream ?? PICTURE;
    this.feed = new MediaFeed(this.video, this.start, {
      parts: () => partsOf(index, this.stream),
      renew: async () => {
        index = await get<RecordingIndex>(this.track.index);
      },
    });
  }

  async seek(ms: number): Promise<void> {
    await this.open();
    if (this.feed) await this.feed.seek(ms);
    else this.video.currentTime = Math.max(0, (ms - this.start) / 1000);
  }

  /** Resolves when the frame of the place is on the screen. */
  drawn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const { video } = this;
      const ready = (): void => {
        if (signal.aborted || video.seeking || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
        const frame = (_now: number, about: VideoFrameCallbackMetadata): void => {
          if (Math.abs(about.mediaTime - video.currentTime) < NEAR_S) resolve();
          else video.requestVideoFrameCallback(frame);
        };
        video.requestVideoFrameCallback?.(frame);
        setTimeout(resolve, SAME_FRAME_MS);
      };
      for (const name of ["seeked", "loadeddata", "canplay"]) video.addEventListener(name, ready, { signal });
      ready();
    });
  }

  close(): void {
    this.feed?.close();
    this.video.removeAttribute("src");
    this.figure.remove();
  }
}

export class Screens {
  private readonly root: HTMLElement;
  private readonly props: ScreensProps;
  private readonly known = new Map<string, Screen>();
  private shown: Screen[] = [];
  private turn = 0;
  private told: AbortController | null = null;
  private rate = 1;
  private wanted = false;

  constructor(root: HTMLElement, props: ScreensProps) {
    this.root = root;
    this.props = props;
    setInterval(() => this.tick(), TICK_MS);
  }

  get master(): Screen | undefined {
    return this.shown[0];
  }

  get playing(): boolean {
    return this.wanted;
  }

  /** The recording that a marker set now would belong to. */
  get marked(): Track | undefined {
    return this.shown.find((screen) => screen.track.kind !== "clip")?.track;
  }

  /** Fetch what an instant will need before anybody asks for it. */
  prepare(ms: number): void {
    for (const track of covering(this.props.tracks, ms).slice(0, AT_ONCE)) void this.screen(track).open().catch(() => undefined);
  }

  /** Show an instant; in a gap, say so and name the nearest recording. Writes on the element how long it took, ms. */
  async go(ms: number, play = this.wanted): Promise<void> {
    const began = performance.now();
    const turn = ++this.turn;
    this.told?.abort();
    const told = (this.told = new AbortController());
    const tracks = covering(this.props.tracks, ms).slice(0, AT_ONCE);
    this.root.dataset["seeking"] = "";
    this.lay(tracks);
    if (!tracks.length) {
      this.silent(ms);
      return;
    }
    this.props.said("");
    this.wanted = play;
    try {
      await Promise.all(this.shown.map((screen) => screen.seek(ms)));
      if (turn !== this.turn) return;
      await this.master?.drawn(told.signal);
    } catch {
      if (turn === this.turn) this.props.said(this.props.words["unreachable"] ?? "");
      return;
    }
    if (turn !== this.turn) return;
    told.abort();
    delete this.root.dataset["seeking"];
    this.root.dataset["seekMs"] = String(Math.round(performance.now() - began));
    this.root.dataset["seekCount"] = String(Number(this.root.dataset["seekCount"] ?? 0) + 1);
    this.root.dataset["frameAt"] = String(Math.round(this.master?.now ?? ms));
    this.follow();
    this.props.moved(ms);
  }

  private silent(ms: number): void {
    delete this.root.dataset["seeking"];
    this.wanted = false;
    const { words } = this.props;
    const near = nearest(this.props.tracks, ms);
    const text = near ? (words["none"] ?? "").replace("{title}", near.track.title).replace("{time}", written(near.ms)) : (words["nothing"] ?? "");
    this.props.said(text);
  }

  private screen(track: Track): Screen {
    let found = this.known.get(track.id);
    if (!found) {
      found = new Screen(track, this.props.words);
      found.video.addEventListener("error", () => {
        if (track.kind === "clip") this.props.said(this.props.words["unplayable"] ?? "");
      });
      found.video.addEventListener("click", () => this.lead(track.id));
      this.known.set(track.id, found);
    }
    found.usedAt = performance.now();
    return found;
  }

  /** Hear this one, and let the others follow it. */
  private lead(id: string): void {
    const at = this.shown.findIndex((screen) => screen.track.id === id);
    if (at > 0) this.shown.unshift(...this.shown.splice(at, 1));
    this.follow();
  }

  private lay(tracks: readonly Track[]): void {
    const former = this.master?.track.id;
    const next = tracks.map((track) => this.screen(track));
    next.sort((a, b) => Number(b.track.id === former) - Number(a.track.id === former));
    for (const screen of this.shown) {
      if (!next.includes(screen)) {
        screen.video.pause();
        screen.figure.remove();
      }
    }
    for (const screen of next) if (!screen.figure.isConnected) this.root.append(screen.figure);
    this.shown = next;
    this.root.dataset["count"] = String(next.length);
    const idle = [...this.known.values()].filter((screen) => !next.includes(screen)).sort((a, b) => a.usedAt - b.usedAt);
    while (this.known.size > KEPT && idle.length) {
      const old = idle.shift() as Screen;
      old.close();
      this.known.delete(old.track.id);
    }
  }

  play(): void {
    this.wanted = true;
    this.follow();
  }

  pause(): void {
    this.wanted = false;
    this.follow();
  }

  set speed(rate: number) {
    this.rate = rate;
    this.follow();
  }

  private follow(): void {
    for (const screen of this.shown) {
      const { video } = screen;
      video.muted = screen !== this.master;
      video.playbackRate = this.rate;
      if (this.wanted && video.paused) void video.play().catch(() => undefined);
      if (!this.wanted && !video.paused) video.pause();
    }
  }

  private tick(): void {
    const { master } = this;
    if (!master || !this.wanted || "seeking" in this.root.dataset) return;
    const { now } = master;
    this.props.moved(now);
    for (const screen of this.shown.slice(1)) {
      const apart = (screen.now - now) / 1000;
      if (Math.abs(apart) > 1.5) void screen.seek(now);
      else if (Math.abs(apart) > DRIFT_S && !screen.video.seeking) screen.video.currentTime -= apart;
    }
    const over = master.video.ended || !master.track.spans.some(([from, to]) => from - 50 <= now && now < to);
    const others = covering(this.props.tracks, now).filter((track) => !this.shown.some((screen) => screen.track.id === track.id));
    if (others.length && this.shown.length < AT_ONCE) void this.go(now, true);
    else if (over) this.onward(now);
  }

  /** At the end of a recording go on with whatever was recorded next, and say what is not there. */
  private onward(now: number): void {
    const next = covering(this.props.tracks, now + AFTER_MS).length ? now + AFTER_MS : nextStart(this.props.tracks, now);
    if (next === undefined) {
      this.pause();
      return;
    }
    const jumped = Math.round((next - now) / 1000);
    void this.go(next + 1, true).then(() => {
      if (jumped > 1) this.props.said((this.props.words["skipped"] ?? "").replace("{time}", `${jumped} s`));
    });
  }
}

