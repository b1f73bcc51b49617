/**
 * One room's picture at the head of its column: browser to browser first, by way of the recording
 * when that does not come about within three seconds, and otherwise in words why there is none.
 * Sound is off until somebody asks for it; only one room is heard at a time.
 */

import { drawIcon, isTyping, one } from "../lib/dom.ts";
import { get } from "../lib/http.ts";
import { connect } from "../lib/live.ts";
import { ServerClock } from "../lib/recording/clock.ts";
import { Level } from "../lib/recording/levels.ts";
import { LiveFallback } from "../lib/recording/live-fallback.ts";
import { LiveViewer } from "../lib/recording/live-viewer.ts";
import { clockOf, type RecordingIndex } from "../lib/recording/record-index.ts";

const AUDIBLE = "live-tile:audible";
/** After a fall back the direct way is tried again, ever more seldom: a network that forbids it will not change. */
const RETRY_MS = [20_000, 60_000, 300_000];
const METER_MS = 200;
/** A recorder sends twice a second; after so long it is cut off or gone. */
const BROKEN_MS = 8000;
const CLOCK_MS = 10 * 60_000;

let clock: ServerClock | null = null;

/** The server's clock, measured once for all tiles of a page and again now and then. */
function serverClock(): ServerClock {
  if (!clock) {
    const made = (clock = new ServerClock());
    const renew = (): void => void made.renew().catch(() => undefined);
    renew();
    setInterval(renew, CLOCK_MS);
  }
  return clock;
}

export type Way = "connecting" | "rtc" | "fallback" | "none";

class Tile {
  private readonly root: HTMLElement;
  private readonly direct: HTMLVideoElement;
  private readonly recorded: HTMLVideoElement;
  private viewer: LiveViewer | null = null;
  private fallback: LiveFallback | null = null;
  private level: Level | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private way: Way = "none";
  private tries = 0;
  private heard = false;
  private paused = false;
  private startedMs = 0;
  private behind = 1;
  private watching = false;
  private renewing: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement) {
    this.root = root;
    this.direct = one<HTMLVideoElement>(root, "[data-direct]");
    this.recorded = one<HTMLVideoElement>(root, "[data-recorded]");
    // Markup cannot be trusted with this: a video that was ever unmuted keeps it over a reload.
    this.direct.muted = this.recorded.muted = true;
    one(root, "[data-hear]").addEventListener("click", () => this.hear(!this.heard));
    for (const opener of root.querySelectorAll("[data-enlarge], video")) opener.addEventListener("click", () => this.enlarge(!root.hasAttribute("popover")));
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && root.hasAttribute("popover") && !isTyping(event.target)) this.enlarge(false);
    });
    addEventListener(AUDIBLE, (event) => {
      if ((event as CustomEvent).detail !== root) this.hear(false, true);
    });
    const mine = (act: () => void) => (data: Record<string, unknown>) => data["session"] === this.session && act();
    connect(root.dataset["topic"] ?? "", {
      on: {
        "recordings.*": mine(() => this.renew()),
        "interviews.officer.came": mine(() => this.watch(true)),
        "interviews.session.moved": mine(() => this.watch(true)),
        "interviews.session.closed": mine(() => this.watch(false, "ended")),
        "interviews.session.cancelled": mine(() => this.watch(false, "cancelled")),
      },
      resync: () => this.renew(),
    });
    setInterval(() => this.meter(), METER_MS);
    if (root.dataset["liveNow"] === "yes") this.watch(true);
    else this.show("none", root.dataset["state"] === "prepared" ? "not_begun" : "ended");
  }

  private get session(): string {
    return this.root.dataset["session"] ?? "";
  }

  /** Begin and end with the interview. */
  private watch(now: boolean, why = ""): void {
    if (now === this.watching) return;
    this.watching = now;
    if (now) {
      this.renew();
      this.start();
    } else {
      this.stop();
      this.show("none", why);
    }
  }

  private start(): void {
    const { root } = this;
    this.viewer ??= new LiveViewer(this.session, root.dataset["topic"] ?? "", this.direct, {
      picture: () => {
        this.fallback?.close();
        this.fallback = null;
        this.tries = 0;
        this.show("rtc");
      },
      late: () => this.fallback ?? this.fall("timeout"),
      lost: (cause) => {
        this.paused = false;
        this.later();
        if (!this.fallback) this.fall(cause);
      },
      ready: () => (this.way === "none" || this.way === "fallback") && this.again(),
      state: (level, paused) => {
        if (this.way === "rtc") this.draw(level);
        if (paused !== this.paused && this.way === "rtc") {
          this.paused = paused;
          this.show("rtc");
        }
      },
    });
    if (!this.fallback) this.show("connecting");
    this.viewer.start();
  }

  private again(): void {
    clearTimeout(this.retry);
    if (this.watching) this.start();
  }

  private later(): void {
    clearTimeout(this.retry);
    const wait = RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)] ?? 0;
    this.retry = setTimeout(() => this.again(), wait * (0.8 + Math.random() * 0.4));
  }

  private fall(cause: string): void {
    this.fallback = new LiveFallback(this.recorded, () => this.askIndex(""), {
      picture: () => {
        this.show("fallback");
        this.level?.close();
        const sound = this.fallback?.sound;
        this.level = sound ? new Level(sound) : null;
      },
      none: (why) => {
        this.level?.close();
        this.level = null;
        this.draw(0);
        this.show("none", why === "not_recording" && cause === "paused" ? "paused" : why);
      },
    });
  }

  private stop(): void {
    clearTimeout(this.retry);
    this.viewer?.stop();
    this.fallback?.close();
    this.fallback = null;
    this.level?.close();
    this.level = null;
    this.draw(0);
    this.hear(false);
  }

  private show(way: Way, cause = ""): void {
    const { root } = this;
    this.way = way;
    root.dataset["way"] = way;
    root.toggleAttribute("data-paused", way === "rtc" && this.paused);
    this.direct.hidden = way !== "rtc" || this.paused;
    this.recorded.hidden = way !== "fallback";
    const word = way === "rtc" && this.paused ? "paused" : way === "none" ? cause : way;
    const words = this.words(word).replace("#", String(this.behind));
    for (const place of root.querySelectorAll("[data-state-words]")) {
      const text = way === "none" || (way === "rtc" && this.paused) ? `${this.words("none")}${words}` : words;
      if (place.textContent !== text) place.textContent = text;
    }
    one(root, "[data-no-picture]").hidden = way === "fallback" || (way === "rtc" && !this.paused);
  }

  private words(name: string): string {
    return one(this.root, "[data-words]").querySelector(`[data-word="${name}"]`)?.textContent ?? this.words("unreachable");
  }

  private hear(on: boolean, byOther = false): void {
    this.heard = on;
    this.direct.muted = this.recorded.muted = !on;
    const button = one(this.root, "[data-hear]");
    button.setAttribute("aria-pressed", String(on));
    one(button, ".icon").replaceWith(drawIcon(on ? "volume" : "volume-off"));
    this.root.toggleAttribute("data-audible", on);
    if (on && !byOther) dispatchEvent(new CustomEvent(AUDIBLE, { detail: this.root }));
  }

  private enlarge(on: boolean): void {
    const { root } = this;
    // The top layer, so that no column's scrolling cuts it off; the video element stays where it is and plays on.
    if (on) {
      root.setAttribute("popover", "manual");
      root.showPopover();
    } else {
      root.hidePopover();
      root.removeAttribute("popover");
    }
    one(root, "[data-enlarge]").setAttribute("aria-pressed", String(on));
    one(one(root, "[data-enlarge]"), ".icon").replaceWith(drawIcon(on ? "arrows-minimize" : "arrows-maximize"));
  }

  private meter(): void {
    if (this.way === "fallback") {
      if (this.level) this.draw(this.level.read());
      this.tellDelay();
    }
    if (!this.startedMs) return;
    const elapsed = one(this.root, "[data-elapsed-recording]");
    const text = clockOf(serverClock().now() - this.startedMs);
    if (elapsed.textContent !== text) elapsed.textContent = text;
  }

  /** How old what is shown is, in whole seconds; it has to differ for a while before the words change. */
  private tellDelay(): void {
    const shown = this.fallback?.shownMs ?? 0;
    if (!shown || !serverClock().known) return;
    const delay = (serverClock().now() - shown) / 1000;
    if (Math.abs(delay - this.behind) < 0.8 || delay < 0) return;
    this.behind = Math.max(1, Math.round(delay));
    this.show("fallback");
  }

  private draw(level: number): void {
    one(this.root, "[data-level] i").style.inlineSize = `${Math.round(level * 100)}%`;
  }

  /** Learn whether it is being recorded, and since when. */
  private renew(): void {
    clearTimeout(this.renewing);
    this.renewing = setTimeout(() => {
      this.askIndex("?brief=1")
        .then((index) => index.state === "recording" && this.way === "none" && this.watching && this.again())
        .catch(() => undefined);
    }, 300);
  }

  private async askIndex(query: string): Promise<RecordingIndex> {
    const index = await get<RecordingIndex>(`${this.root.dataset["index"]}${query}`);
    const on = index.state === "recording";
    const broken = on && index.silent_ms > BROKEN_MS;
    const starts = index.parts.map((part) => part.started_ms);
    this.startedMs = on && !broken && starts.length ? Math.min(...starts) : 0;
    const badge = one(this.root, "[data-recording]");
    badge.hidden = !on;
    badge.toggleAttribute("data-broken", broken);
    one(badge, "[data-recording-word]").textContent = this.words(broken ? "broken" : "recording");
    if (!this.startedMs) one(badge, "[data-elapsed-recording]").textContent = "";
    return index;
  }
}

export function mount(root: HTMLElement): void {
  new Tile(root);
}
