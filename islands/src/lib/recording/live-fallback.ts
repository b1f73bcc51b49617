/**
 * The live picture by way of the recording: what the room has just stored, about a second later. The
 * browser's own six connections to one address are shared by the whole page, so at most two tiles
 * hold a stream open; the others ask for what is new a few times a second.
 */

import { type Part, PICTURE, partsOf, type RecordingIndex } from "./record-index.ts";

export interface FallbackEvents {
  picture: () => void;
  /** No picture this way, with the recording's own state as the reason. */
  none: (cause: string) => void;
}

const JOIN_S = 0.1;
const LATE_S = 0.7;
const VERY_LATE_S = 1.4;
const SEEK_S = 3;
const TURN_MS = 250;
const ASK_MS = 400;
const SILENT_MS = 6000;
const DEAD_MS = 5000;
const KEEP_S = 30;

/** Streams that this page holds open; one host allows six in HTTP/1.1, as many as one likes in HTTP/2. */
let open = 0;
const atOnce = (): number => {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return /^h[23]/.test(entry?.nextHopProtocol ?? "") ? 16 : 2;
};

/** What to do about the distance to the live edge: seconds behind → playback rate, or a seek. */
export function correction(behind: number): { rate: number; seek: boolean } {
  if (behind > SEEK_S) return { rate: 1, seek: true };
  return { rate: behind > VERY_LATE_S ? 1.3 : behind > LATE_S ? 1.1 : 1, seek: false };
}

export class LiveFallback {
  private readonly video: HTMLVideoElement;
  private readonly fetchIndex: () => Promise<RecordingIndex>;
  private readonly events: FallbackEvents;
  private abort = new AbortController();
  private source: MediaSource | null = null;
  private buffer: SourceBuffer | null = null;
  private queue: Uint8Array<ArrayBuffer>[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;
  private joined = false;
  private lastByte = 0;
  private startedMs = 0;
  private closed = false;

  constructor(video: HTMLVideoElement, fetchIndex: () => Promise<RecordingIndex>, events: FallbackEvents) {
    this.video = video;
    this.fetchIndex = fetchIndex;
    this.events = events;
    void this.run();
  }

  /** What a level meter may listen to. */
  get sound(): MediaStream | null {
    const capture = (this.video as HTMLVideoElement & { captureStream?: () => MediaStream }).captureStream;
    const stream = capture?.call(this.video);
    return stream?.getAudioTracks().length ? stream : null;
  }

  /** The server's time of what is on the screen, epoch ms; 0 while there is nothing. */
  get shownMs(): number {
    return this.startedMs && this.video.readyState > 1 ? this.startedMs + this.video.currentTime * 1000 : 0;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.drop();
  }

  private async run(): Promise<void> {
    let misses = 0;
    while (!this.closed) {
      let cause = "unreachable";
      try {
        const index = await this.fetchIndex();
        const parts = partsOf(index, PICTURE);
        const part = parts[parts.length - 1];
        if (part && !part.ended && part.live) {
          // The end of a recording that was cut off is no live picture, however well it plays.
          if (index.silent_ms < DEAD_MS && (await this.follow(part))) misses = 0;
          cause = "stalled";
        } else cause = index.state === "paused" ? "paused" : index.state === "ended" ? "ended" : "not_recording";
      } catch {
        // the next turn asks again; until then the tile says so
      }
      if (this.closed) return;
      this.drop();
      if (++misses > 1 || cause !== "stalled") this.events.none(cause);
      await new Promise((resolve) => setTimeout(resolve, Math.min(8000, 1000 * misses)));
      this.abort = new AbortController();
    }
  }

  /** Show one part until it ends or falls silent; whether anything came. */
  private async follow(part: Part): Promise<boolean> {
    const source = new MediaSource();
    const address = URL.createObjectURL(source);
    this.video.srcObject = null;
    this.video.src = address;
    await new Promise<void>((resolve) => source.addEventListener("sourceopen", () => resolve(), { once: true }));
    URL.revokeObjectURL(address);
    if (this.closed) return false;
    this.source = source;
    this.buffer = source.addSourceBuffer(part.mime);
    this.buffer.addEventListener("updateend", () => this.drain());
    this.joined = false;
    this.startedMs = part.started_ms;
    this.lastByte = Date.now();
    this.timer = setInterval(() => this.keepUp(), TURN_MS);
    this.video.requestVideoFrameCallback?.(() => !this.closed && this.events.picture());
    let came = false;
    const take = (bytes: Uint8Array<ArrayBuffer>): void => {
      came = true;
      this.lastByte = Date.now();
      this.queue.push(bytes);
      this.drain();
    };
    const held = open < atOnce();
    if (held) open++;
    try {
      await (held ? this.stream(part, take) : this.ask(part, take));
    } catch {
      // ended, cut off, or fallen silent: the index says which
    } finally {
      if (held) open--;
    }
    return came;
  }

  private async stream(part: Part, take: (bytes: Uint8Array<ArrayBuffer>) => void): Promise<void> {
    const answer = await fetch(part.live, { cache: "no-store", signal: this.abort.signal });
    if (!answer.ok || !answer.body) throw new Error(`HTTP ${answer.status}`);
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      take(value as Uint8Array<ArrayBuffer>);
    }
  }

  private async ask(part: Part, take: (bytes: Uint8Array<ArrayBuffer>) => void): Promise<void> {
    const range = async (from: number, to: string): Promise<Uint8Array<ArrayBuffer> | null> => {
      const answer = await fetch(part.media, { headers: { Range: `bytes=${from}-${to}` }, cache: "no-store", credentials: "same-origin", signal: this.abort.signal });
      if (answer.status === 416) return null;
      if (answer.status !== 206) throw new Error(`HTTP ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    };
    const head = await range(part.init[0], String(part.init[1] - 1));
    if (!head) return;
    take(head);
    let at = part.keyframes[part.keyframes.length - 1]?.[1] ?? part.init[1];
    while (!this.closed) {
      const bytes = await range(at, "");
      if (bytes?.byteLength) {
        at += bytes.byteLength;
        take(bytes);
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
  }

  private drain(): void {
    const buffer = this.buffer;
    if (!buffer || buffer.updating || this.source?.readyState !== "open") return;
    const bytes = this.queue.shift();
    try {
      if (bytes) buffer.appendBuffer(bytes);
      else if (buffer.buffered.length && buffer.buffered.start(0) < this.video.currentTime - 2 * KEEP_S) buffer.remove(0, this.video.currentTime - KEEP_S);
    } catch {
      this.abort.abort();
    }
  }

  private keepUp(): void {
    if (Date.now() - this.lastByte > SILENT_MS) {
      this.abort.abort();
      return;
    }
    const { video } = this;
    const { buffered } = video;
    if (!buffered.length) return;
    const end = buffered.end(buffered.length - 1);
    if (!this.joined) {
      this.joined = true;
      video.currentTime = Math.max(buffered.start(0), end - JOIN_S);
      void video.play().catch(() => undefined);
      return;
    }
    const { rate, seek } = correction(end - video.currentTime);
    if (seek) video.currentTime = end - JOIN_S;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    if (video.paused) void video.play().catch(() => undefined);
  }

  private drop(): void {
    this.abort.abort();
    clearInterval(this.timer);
    this.queue = [];
    this.buffer = null;
    this.source = null;
    this.startedMs = 0;
    this.video.playbackRate = 1;
    if (this.video.getAttribute("src")) {
      this.video.removeAttribute("src");
      this.video.load();
    }
  }
}
