/**
 * Feeds a video or audio element with the parts of one stream, from any instant, by Range requests.
 * The element's time 0 is `origin`; each part is laid at its own place, so a gap stays a gap.
 * Nothing is remuxed: header + bytes from the cluster of the key frame before the wanted instant.
 */

import { endOf, enoughFor, keyBefore, type Part, partAt } from "./record-index.ts";

const LEAST = 64 * 1024;
const MOST = 1024 * 1024;
const AHEAD_S = 15;
const BEHIND_S = 60;
const TURN_MS = 200;
/** The cluster of the next key frame may begin so much before it, and hold the wanted frame too. */
const CLUSTER_MS = 1200;
/** The longest run of lost frames inside a part that a seek is taken over, s. */
const HOLE_S = 3;
/** A growing part is asked for more after the player has reached what was kept. */
const GROW_MS = 800;

export interface FeedOptions {
  /** The parts of the stream now, in order. */
  parts: () => readonly Part[];
  /** The growing part has been read to its end: fetch the index again. */
  renew: () => Promise<void>;
  /** Playing went over a gap, from and to in ms. */
  skipped?: (from: number, to: number) => void;
  failed?: (problem: unknown) => void;
}

export class MediaFeed {
  readonly element: HTMLMediaElement;
  private readonly options: FeedOptions;
  private readonly origin: number;
  private readonly source = new MediaSource();
  private readonly address: string;
  private buffer: SourceBuffer | null = null;
  private readonly heads = new Map<string, Promise<ArrayBuffer>>();
  private run = 0;
  private abort: AbortController | null = null;
  /** What is read next; `enough` is the byte up to which the wanted frame needs it. */
  private next: { part: Part; byte: number; first: boolean; enough: number } | null = null;
  private readonly timer: ReturnType<typeof setInterval>;
  private pumping = false;
  /** The run for which as much was read as was wanted: a hole that is left now is one of the recording itself. */
  private settledRun = -1;
  private renewedAt = 0;
  private closed = false;

  constructor(element: HTMLMediaElement, origin: number, options: FeedOptions) {
    this.element = element;
    this.origin = origin;
    this.options = options;
    this.address = URL.createObjectURL(this.source);
    element.src = this.address;
    this.timer = setInterval(() => void this.turn(), TURN_MS);
  }

  /** Where the element stands, epoch ms. */
  get now(): number {
    return this.origin + this.element.currentTime * 1000;
  }

  /** Go to an instant; an instant without recording leads to the next one with. Returns where it went. */
  async seek(ms: number): Promise<number> {
    const parts = this.options.parts();
    const part = partAt(parts, ms) ?? parts[parts.length - 1];
    if (!part) return ms;
    const goal = Math.min(Math.max(ms, part.started_ms), Math.max(part.started_ms, endOf(part) - 50));
    const seconds = (goal - this.origin) / 1000;
    if (this.holds(seconds)) {
      this.element.currentTime = seconds;
      return goal;
    }
    const run = ++this.run;
    this.abort?.abort();
    this.next = { part, byte: keyBefore(part, goal)[1], first: true, enough: enoughFor(part, goal + CLUSTER_MS) };
    await this.open(part);
    if (run !== this.run || this.closed) return goal;
    this.element.currentTime = seconds;
    void this.turn();
    return goal;
  }

  close(): void {
    this.closed = true;
    this.run++;
    clearInterval(this.timer);
    this.abort?.abort();
    this.element.removeAttribute("src");
    this.element.load();
    URL.revokeObjectURL(this.address);
  }

  private holds(seconds: number): boolean {
    const { buffered } = this.element;
    for (let i = 0; i < buffered.length; i++) if (buffered.start(i) <= seconds && seconds < buffered.end(i) - 0.3) return true;
    return false;
  }

  private async open(part: Part): Promise<void> {
    if (this.source.readyState !== "open" && !this.buffer) {
      await new Promise<void>((resolve) => this.source.addEventListener("sourceopen", () => resolve(), { once: true }));
    }
    if (this.closed) return;
    if (!this.buffer) {
      this.buffer = this.source.addSourceBuffer(part.mime);
      this.stretch();
    }
  }

  /** The element may go anywhere on the axis, also where the recording is still to grow. */
  private stretch(): void {
    const parts = this.options.parts();
    const last = parts[parts.length - 1];
    if (!last || !this.buffer || this.buffer.updating || this.source.readyState !== "open") return;
    const wanted = (endOf(last) - this.origin) / 1000 + (last.ended ? 1 : 600);
    if (!(this.source.duration >= wanted)) this.source.duration = wanted + (last.ended ? 0 : 600);
  }

  private async turn(): Promise<void> {
    if (this.closed || this.pumping || !this.next || !this.buffer) return;
    this.jump();
    this.pumping = true;
    const run = this.run;
    try {
      while (run === this.run && !this.closed && this.reach() - this.element.currentTime < AHEAD_S) {
        if (!(await this.pump(run))) break;
      }
      if (run === this.run) this.settledRun = run;
    } catch (problem) {
      if (run === this.run && !this.closed && !(problem instanceof DOMException && problem.name === "AbortError")) this.options.failed?.(problem);
    } finally {
      this.pumping = false;
      if (run !== this.run && !this.closed) void this.turn();
    }
  }

  /** Read and append one piece; false when there is none to be had now. */
  private async pump(run: number): Promise<boolean> {
    const next = this.next;
    const buffer = this.buffer;
    if (!next || !buffer) return false;
    const parts = this.options.parts();
    const part = parts.find((other) => other.part === next.part.part) ?? next.part;
    if (next.byte >= part.bytes) {
      const after = parts[parts.findIndex((other) => other.part === part.part) + 1];
      if (after) {
        this.next = { part: after, byte: after.init[1], first: true, enough: after.bytes };
        return true;
      }
      if (!part.ended && Date.now() - this.renewedAt > GROW_MS) {
        this.renewedAt = Date.now();
        await this.options.renew();
        this.stretch();
      }
      return false;
    }
    const wanted = next.first ? Math.max(LEAST, next.enough - next.byte) : MOST;
    const to = Math.min(part.bytes, next.byte + Math.min(wanted, MOST)) - 1;
    this.abort = new AbortController();
    const { signal } = this.abort;
    const [head, bytes] = await Promise.all([next.first ? this.head(part) : null, fetchRange(part.media, next.byte, to, signal)]);
    if (run !== this.run) return false;
    if (next.first) {
      await settled(buffer);
      buffer.abort();
      buffer.changeType(part.mime);
      buffer.timestampOffset = (part.started_ms - this.origin) / 1000;
      await this.append(buffer, head as ArrayBuffer);
    }
    if (run !== this.run) return false;
    await this.append(buffer, bytes);
    if (run !== this.run) return false;
    this.next = { part, byte: next.byte + bytes.byteLength, first: false, enough: 0 };
    await this.forget(buffer);
    return true;
  }

  private head(part: Part): Promise<ArrayBuffer> {
    let found = this.heads.get(part.part);
    if (!found) {
      found = fetchRange(part.media, part.init[0], part.init[1] - 1);
      this.heads.set(part.part, found);
      found.catch(() => this.heads.delete(part.part));
    }
    return found;
  }

  private async append(buffer: SourceBuffer, bytes: ArrayBuffer): Promise<void> {
    await settled(buffer);
    try {
      buffer.appendBuffer(bytes);
    } catch (problem) {
      if (!(problem instanceof DOMException) || problem.name !== "QuotaExceededError") throw problem;
      const now = this.element.currentTime;
      if (now > 3) buffer.remove(0, now - 2);
      await settled(buffer);
      buffer.appendBuffer(bytes);
    }
    await settled(buffer);
  }

  private async forget(buffer: SourceBuffer): Promise<void> {
    const now = this.element.currentTime;
    const { buffered } = buffer;
    if (!buffered.length || now - buffered.start(0) < BEHIND_S + 30) return;
    buffer.remove(0, now - BEHIND_S);
    await settled(buffer);
  }

  /** How far the element can play on from where it stands, seconds. */
  private reach(): number {
    const now = this.element.currentTime;
    const { buffered } = this.element;
    for (let i = 0; i < buffered.length; i++) if (buffered.start(i) <= now + 0.3 && now < buffered.end(i)) return buffered.end(i);
    return now;
  }

  /** Standing before a gap while what follows is there: go over it, and say so. */
  private jump(): void {
    const { element } = this;
    // A seek into a hole of a few frames would never end: what was read lies around it.
    const hole = element.seeking && this.settledRun === this.run;
    if ((element.seeking && !hole) || element.readyState > 2) return;
    const now = element.currentTime;
    const { buffered } = element;
    for (let i = 0; i < buffered.length; i++) {
      const start = buffered.start(i);
      if (hole && start - now > HOLE_S) break;
      if (start > now && (i === 0 || buffered.end(i - 1) <= now + 0.5)) {
        if (start - now > 0.5) this.options.skipped?.(this.origin + now * 1000, this.origin + start * 1000);
        element.currentTime = start + 0.01;
        return;
      }
    }
    // Behind the last frame of a part, whose chunks lasted a little longer than what is in them: show that frame.
    for (let i = buffered.length - 1; hole && i >= 0; i--) {
      const end = buffered.end(i);
      if (end <= now + 0.05 && now - end < HOLE_S) {
        element.currentTime = Math.max(buffered.start(i), end - 0.06);
        return;
      }
    }
  }
}

function settled(buffer: SourceBuffer): Promise<void> {
  if (!buffer.updating) return Promise.resolve();
  return new Promise((resolve) => buffer.addEventListener("updateend", () => resolve(), { once: true }));
}

async function fetchRange(url: string, from: number, to: number, signal?: AbortSignal): Promise<ArrayBuffer> {
  const answer = await fetch(url, { headers: { Range: `bytes=${from}-${to}` }, credentials: "same-origin", cache: "no-store", ...(signal ? { signal } : {}) });
  if (answer.status !== 206) throw new Error(`HTTP ${answer.status}`);
  return answer.arrayBuffer();
}
