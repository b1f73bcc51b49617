/**
 * The live line: one stream per topic and page, shared by everything that listens.
 *
 *     const line = connect("case:0192…", {
 *       on: { "interviews.segment.committed": (data) => … , "*": (data, type) => … },
 *       state: (state) => …,          // "connecting" | "live" | "retrying" | "down"
 *       resync: () => …,              // events may have been missed: fetch afresh
 *     }, { from: lastEventId });
 *     line.close();
 *
 * The line keeps the id of the last event and asks for what followed it after every break.
 * It reconnects with growing pauses (1, 2, 4 … 30 s, ±25 %). 401, 403 and 404 end it for good.
 * On ordinary pages it rests while the tab has been hidden for a minute, so that many open
 * tabs do not use up the browser's six connections; `keep: true` never rests.
 */

import { EventParser } from "./sse.ts";

export type LineState = "connecting" | "live" | "retrying" | "down";
export type EventHandler = (data: Record<string, unknown>, type: string, id: string) => void;

export interface Handlers {
  on?: Record<string, EventHandler>;
  state?: (state: LineState) => void;
  resync?: () => void;
}

export interface Options {
  /** Id of the last event the page already contains. */
  from?: string;
  /** Never rest while the tab is hidden (interview console, room page). */
  keep?: boolean;
}

export interface Line {
  readonly state: LineState;
  close(): void;
}

const SILENCE = 60_000;
const HIDDEN = 60_000;
const LONGEST = 30_000;

/** Whether an event type fits a pattern: exact, `documents.*`, or `*`. */
export function fits(pattern: string, type: string): boolean {
  if (pattern === "*" || pattern === type) return true;
  return pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1));
}

/** Pause before the n-th attempt in milliseconds, without the random part. */
export function pause(attempt: number): number {
  return Math.min(1000 * 2 ** Math.max(0, attempt - 1), LONGEST);
}

class Stream {
  state: LineState = "connecting";
  readonly listeners = new Set<Handlers>();
  keep = false;
  lastId: string;
  private attempt = 0;
  private opened = false;
  private abort: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private resting = false;
  readonly topic: string;

  constructor(topic: string, from: string) {
    this.topic = topic;
    this.lastId = from;
    document.addEventListener("visibilitychange", this.visibility);
    void this.run();
  }

  stop(): void {
    document.removeEventListener("visibilitychange", this.visibility);
    clearTimeout(this.timer);
    clearTimeout(this.rest);
    this.abort?.abort("stopped");
    this.abort = null;
  }

  private readonly visibility = (): void => {
    clearTimeout(this.rest);
    if (document.hidden && !this.keep) {
      this.rest = setTimeout(() => {
        this.resting = true;
        clearTimeout(this.timer);
        this.abort?.abort("resting");
      }, HIDDEN);
    } else if (!document.hidden && this.resting) {
      this.resting = false;
      void this.run();
    }
  };

  private change(state: LineState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener.state?.(state);
  }

  private async run(): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    const watchdog = { at: Date.now() };
    const guard = setInterval(() => Date.now() - watchdog.at > SILENCE && abort.abort("silent"), 5000);
    let final = false;
    try {
      const url = new URL("/events", location.href);
      url.searchParams.set("topic", this.topic);
      const headers: Record<string, string> = { Accept: "text/event-stream" };
      if (this.lastId) headers["Last-Event-ID"] = this.lastId;
      const response = await fetch(url, { headers, credentials: "same-origin", cache: "no-store", signal: abort.signal });
      final = [401, 403, 404].includes(response.status);
      if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
      await this.listen(response.body, watchdog);
    } catch {
      // Every way a stream can end leads to the same next attempt.
    } finally {
      clearInterval(guard);
    }
    if (this.abort !== abort || this.resting) return;
    if (final) {
      this.change("down");
      return;
    }
    this.attempt += 1;
    this.change(this.attempt > 6 ? "down" : "retrying");
    const wait = pause(this.attempt) * (0.75 + Math.random() / 2);
    this.timer = setTimeout(() => void this.run(), wait);
  }

  private async listen(body: ReadableStream<Uint8Array>, watchdog: { at: number }): Promise<void> {
    const parser = new EventParser();
    parser.lastId = this.lastId;
    const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
    const missed = this.opened && !this.lastId;
    this.opened = true;
    this.attempt = 0;
    this.change("live");
    if (missed) for (const listener of this.listeners) listener.resync?.();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      watchdog.at = Date.now();
      for (const message of parser.feed(value)) {
        this.lastId = message.id;
        this.deliver(message.type, message.data, message.id);
      }
    }
  }

  private deliver(type: string, text: string, id: string): void {
    if (type === "resync") {
      for (const listener of this.listeners) listener.resync?.();
      return;
    }
    let data: Record<string, unknown>;
    try {
      data = JSON.parse(text) as Record<string, unknown>;
    } catch {
      return;
    }
    for (const listener of this.listeners) {
      for (const [pattern, handler] of Object.entries(listener.on ?? {})) {
        if (!fits(pattern, type)) continue;
        try {
          handler(data, type, id);
        } catch (problem) {
          console.error(problem);
        }
      }
    }
  }
}

const streams = new Map<string, Stream>();

/** Listen to a topic such as `case:<uuid>` or `room:<uuid>`. */
export function connect(topic: string, handlers: Handlers, options: Options = {}): Line {
  let stream = streams.get(topic);
  if (!stream) {
    stream = new Stream(topic, options.from ?? "");
    streams.set(topic, stream);
  }
  const shared = stream;
  shared.keep ||= options.keep ?? false;
  shared.listeners.add(handlers);
  handlers.state?.(shared.state);
  return {
    get state() {
      return shared.state;
    },
    close() {
      shared.listeners.delete(handlers);
      if (shared.listeners.size === 0) {
        shared.stop();
        streams.delete(topic);
      }
    },
  };
}
