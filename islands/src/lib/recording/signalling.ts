/**
 * Messages by which two browsers arrange a picture between them. The server only keeps them for
 * minutes and says on the live line that there is one; picture and sound never pass through it.
 *
 * A peer is `room.<random>` (the page that records) or `view.<random>` (a page that watches);
 * a message to `room` is for whichever page of the room records, one to `all` for every page that watches.
 */

import { get, post } from "../http.ts";
import { connect, type Line } from "../live.ts";

export type SignalKind = "want" | "offer" | "answer" | "ice" | "bye";

export interface Signal {
  id: string;
  from: string;
  to: string;
  kind: SignalKind;
  data: Record<string, unknown>;
}

/** How long a message may be overtaken by one with a later id (two senders at the same instant). */
const OVERLAP_MS = 5000;
/** While a connection is being made the line is not trusted alone: it may just be reconnecting. */
const ASK_MS = 1500;

export class Signalling {
  readonly peer: string;
  private readonly url: string;
  private readonly line: Line;
  private readonly hear: (signal: Signal) => void;
  private readonly seen = new Map<string, number>();
  private after = "";
  private asking: Promise<void> | null = null;
  private again = false;
  private closed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `topic` is a live topic that the page may hear anyway: `room:<session>` or `interview:<case>`. */
  constructor(session: string, peer: string, topic: string, hear: (signal: Signal) => void, from = "") {
    this.peer = peer;
    this.url = `/interviews/${session}/signal`;
    this.hear = hear;
    const mine = new Set([peer, peer.startsWith("room.") ? "room" : "all"]);
    this.line = connect(
      topic,
      {
        on: {
          "signal.waiting": (data) => {
            if (data["session"] === session && mine.has(String(data["to"]))) void this.ask();
          },
        },
        resync: () => void this.ask(),
      },
      { keep: true, ...(from ? { from } : {}) },
    );
  }

  async send(to: string, kind: SignalKind, data: Record<string, unknown> = {}): Promise<void> {
    if (this.closed && kind !== "bye") return;
    await post(this.url, { to, from: this.peer, kind, data: JSON.stringify(data) });
  }

  /** Ask by itself for a while, in case the live line is away. */
  watch(ms: number): void {
    clearTimeout(this.timer);
    const until = Date.now() + ms;
    const turn = (): void => {
      if (this.closed || Date.now() > until) return;
      void this.ask();
      this.timer = setTimeout(turn, ASK_MS);
    };
    this.timer = setTimeout(turn, ASK_MS);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.line.close();
  }

  private async ask(): Promise<void> {
    this.again = true;
    this.asking ??= this.fetchAll().finally(() => (this.asking = null));
    return this.asking;
  }

  private async fetchAll(): Promise<void> {
    while (this.again && !this.closed) {
      this.again = false;
      const query = new URLSearchParams({ for: this.peer, ...(this.after ? { after: this.after } : {}) });
      let found: Signal[] = [];
      try {
        found = (await get<{ signals: Signal[] }>(`${this.url}?${query}`)).signals;
      } catch {
        return; // the next announcement or turn asks again
      }
      const now = Date.now();
      for (const signal of found) {
        if (this.closed || this.seen.has(signal.id)) continue;
        this.seen.set(signal.id, now);
        this.hear(signal);
      }
      for (const [id, at] of this.seen) {
        if (now - at > OVERLAP_MS && id > this.after) this.after = id;
        if (now - at > 60_000) this.seen.delete(id);
      }
    }
  }
}

/** Wait until a connection's own addresses are known, or long enough: then one message carries them all. */
export function gathered(connection: RTCPeerConnection, most = 400): Promise<void> {
  if (connection.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      connection.removeEventListener("icegatheringstatechange", changed);
      resolve();
    };
    const changed = (): void => {
      if (connection.iceGatheringState === "complete") done();
    };
    const timer = setTimeout(done, most);
    connection.addEventListener("icegatheringstatechange", changed);
  });
}
