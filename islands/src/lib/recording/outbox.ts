/**
 * Delivers kept chunks to the server: in order within a part, several parts at once, again and again
 * until each is confirmed. Nothing leaves the browser's database before the server has it on disk.
 */

import type { Failed, Put, Wire } from "./wire.ts";
import type { Chunk, Part, Store } from "./store.ts";

/** Where delivery stands: what holds it up, and how much waits. */
export interface Delivery {
  /** "" all goes well; down: no answer; full: the server's disk; login: signed out; refused: see message. */
  problem: "" | "down" | "full" | "login" | "refused";
  message: string;
  waiting: number;
  waiting_ms: number;
  /** Parts that cannot be delivered as they are; a person has to look. */
  troubled: number;
  /** Everything that was recorded here has been delivered and every part closed on the server. */
  empty: boolean;
}

export interface OutboxDeps {
  store: Store;
  wire: Wire;
  /** Only this room's parts and markers. */
  session: string;
  changed?: (delivery: Delivery) => void;
  /** This part can go no further: whoever records it begins a new one. */
  stuck?: (clientId: string) => void;
  /** Wait; resolves early when `wake` is called. */
  sleep?: (ms: number, wake: Promise<void>) => Promise<void>;
}

const AT_ONCE = 4;
const HANDFUL = 16;
const FIRST_MS = 500;
const LAST_MS = 8_000;
const WORST: Failed["kind"][] = ["full", "login", "down", "refused"];
const SLOW_MS = { down: 0, full: 10_000, login: 10_000, refused: 20_000 } as const;

/** How long to wait after the n-th failure in a row, spread so that rooms do not come back as one. */
export function backOff(failures: number, chance: () => number = Math.random): number {
  return Math.min(LAST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1)) * (0.75 + 0.5 * chance());
}

function nap(ms: number, wake: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void wake.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

export class Outbox {
  private readonly store: Store;
  private readonly wire: Wire;
  private readonly session: string;
  private readonly changed: (delivery: Delivery) => void;
  private readonly onStuck: (clientId: string) => void;
  private readonly sleep: (ms: number, wake: Promise<void>) => Promise<void>;
  private readonly running = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();
  private readonly places: (() => void)[] = [];
  private free = AT_ONCE;
  private readonly failing = new Map<string, { kind: Failed["kind"]; message: string; times: number }>();
  private ended = false;
  private ring: () => void = () => undefined;
  private woken: Promise<void>;
  private marking = false;
  private telling = false;
  private news = false;

  constructor(deps: OutboxDeps) {
    this.store = deps.store;
    this.wire = deps.wire;
    this.session = deps.session;
    this.changed = deps.changed ?? (() => undefined);
    this.onStuck = deps.stuck ?? (() => undefined);
    this.sleep = deps.sleep ?? nap;
    this.woken = new Promise((resolve) => (this.ring = resolve));
  }

  /** Look at everything of this room that waits. */
  async start(): Promise<void> {
    for (const part of await this.store.parts(this.session)) if (!part.done) this.nudge(part.client_id);
    this.nudgeMarkers();
    await this.tell();
  }

  stop(): void {
    this.ended = true;
    this.wake();
  }

  /** Something new is kept for this part. */
  nudge(id: string): void {
    if (this.ended) return;
    if (this.running.has(id)) {
      this.again.add(id);
      return;
    }
    const run = this.deliver(id).finally(() => {
      this.running.delete(id);
      if (this.again.delete(id)) this.nudge(id);
    });
    this.running.set(id, run);
  }

  /** Try now: the network is back, or somebody signed in again. */
  wake(): void {
    this.ring();
    this.woken = new Promise((resolve) => (this.ring = resolve));
  }

  /** Resolves when no part is being worked on any more. */
  async idle(): Promise<void> {
    while (this.running.size) await Promise.all(this.running.values());
  }

  async delivery(): Promise<Delivery> {
    const parts = await this.store.parts(this.session);
    const markers = await this.store.markers(this.session);
    let waiting = 0;
    const late = new Map<string, number>();
    for (const part of parts) {
      waiting += part.kept - part.sent;
      late.set(part.stream, (late.get(part.stream) ?? 0) + Math.max(0, part.duration_ms - part.sent_ms));
    }
    const open = parts.some((part) => !part.done && !(part.ended && part.kept === 0));
    const [worst] = [...this.failing.values()].sort((a, b) => WORST.indexOf(a.kind) - WORST.indexOf(b.kind));
    return {
      problem: worst?.kind ?? "",
      message: worst?.message ?? "",
      waiting,
      waiting_ms: waiting ? Math.max(0, ...late.values()) : 0,
      troubled: parts.filter((part) => part.trouble).length,
      empty: !open && markers.length === 0,
    };
  }

  private async tell(): Promise<void> {
    this.changed(await this.delivery());
  }

  /** Good news may wait for the look at the database that is under way. */
  private async tellSoon(): Promise<void> {
    this.news = true;
    if (this.telling) return;
    this.telling = true;
    while (this.news) {
      this.news = false;
      await this.tell();
    }
    this.telling = false;
  }

  private async deliver(id: string): Promise<void> {
    while (!this.ended) {
      const part = await this.store.part(id);
      if (!part || part.done || part.trouble) return;
      if (part.kept === 0) {
        if (part.ended && !part.part) await this.store.drop(id);
        if (!part.ended || !part.part) return;
      }
      if (!part.token) {
        if (await this.earlierUnopened(part)) {
          // The server numbers parts as they are opened: an earlier one of the stream goes first.
          await this.pause(FIRST_MS);
          continue;
        }
        await this.pause(await this.takeTurn(() => this.open(part)));
        continue;
      }
      if (part.sent < part.kept) {
        await this.pause(await this.send(part));
        continue;
      }
      if (!part.ended) return;
      await this.pause(await this.takeTurn(() => this.end(part)));
    }
  }

  private async open(part: Part): Promise<number> {
    const answer = await this.wire.open(part);
    if (answer.kind !== "opened") return this.failed(part.client_id, answer);
    await this.store.change(part.client_id, () => ({ part: answer.part, token: answer.token }), true);
    return this.went(part.client_id);
  }

  /** Send what is kept of a part, a handful at a time: the slower the disk, the more go between two looks at it. */
  private async send(part: Part): Promise<number> {
    const chunks = await this.store.chunks(part.client_id, part.sent, HANDFUL);
    if (chunks[0]?.seq !== part.sent) return this.stuck(part, "missing");
    const sent: Chunk[] = [];
    let head = part.head;
    let stopped: Put | null = null;
    for (const chunk of chunks) {
      const answer = await this.takeTurn(() => this.wire.put(part, chunk));
      if (answer.kind !== "kept") {
        stopped = answer;
        break;
      }
      sent.push(chunk);
      head = answer.head;
      this.recovered(part.client_id);
    }
    await this.store.confirm(part.client_id, sent, head);
    if (stopped) return this.notKept(part, part.sent + sent.length, stopped);
    return this.went(part.client_id);
  }

  private async notKept(part: Part, seq: number, answer: Exclude<Put, { kind: "kept" }>): Promise<number> {
    switch (answer.kind) {
      case "order":
        if (answer.next > seq || !(await this.store.chunk(part.client_id, answer.next))) return this.stuck(part, "missing");
        await this.store.change(part.client_id, () => ({ sent: answer.next }));
        return this.went(part.client_id);
      case "differs":
      case "closed":
        return this.stuck(part, answer.kind);
      case "token":
        await this.store.change(part.client_id, () => ({ token: "" }));
        return 0;
      default:
        return this.failed(part.client_id, answer);
    }
  }

  private async end(part: Part): Promise<number> {
    const answer = await this.wire.end(part);
    switch (answer.kind) {
      case "ended":
        await this.store.change(part.client_id, () => ({ done: true }), true);
        return this.went(part.client_id);
      case "order":
        return this.stuck(part, "missing");
      case "token":
        await this.store.change(part.client_id, () => ({ token: "" }));
        return 0;
      default:
        return this.failed(part.client_id, answer);
    }
  }

  /** Markers go after everything else that is urgent, one by one. */
  nudgeMarkers(): void {
    if (this.marking || this.ended) return;
    this.marking = true;
    void this.sendMarkers().finally(() => (this.marking = false));
  }

  private async sendMarkers(): Promise<void> {
    for (;;) {
      const [marker] = await this.store.markers(this.session);
      if (!marker || this.ended) return;
      const answer = await this.wire.mark(marker);
      // Before the first part is there, a mark has nothing to stand in: it waits like everything else.
      if (answer.kind === "marked" || (answer.kind === "refused" && answer.status === 422)) {
        await this.store.dropMarker(marker.key);
        await this.tell();
      } else await this.sleep(LAST_MS, this.woken);
    }
  }

  private async earlierUnopened(part: Part): Promise<boolean> {
    const parts = await this.store.parts(part.session);
    return parts.some(
      (other) => other.stream === part.stream && other.started_ms < part.started_ms && !other.part && other.kept > 0 && !other.trouble,
    );
  }

  private async stuck(part: Part, trouble: Part["trouble"]): Promise<number> {
    await this.store.change(part.client_id, () => ({ trouble }), true);
    this.failing.delete(part.client_id);
    this.onStuck(part.client_id);
    await this.tell();
    return 0;
  }

  private async went(id: string): Promise<number> {
    this.recovered(id);
    void this.tellSoon();
    return 0;
  }

  /** The server answers again: nobody has to wait out a long pause. */
  private recovered(id: string): void {
    const was = this.failing.get(id);
    if (!was) return;
    this.failing.delete(id);
    if (was.kind !== "refused") this.wake();
  }

  private async failed(id: string, answer: Failed): Promise<number> {
    const times = (this.failing.get(id)?.times ?? 0) + 1;
    this.failing.set(id, { kind: answer.kind, message: answer.kind === "refused" ? answer.message : "", times });
    await this.tell();
    return SLOW_MS[answer.kind] || backOff(times);
  }

  private async pause(ms: number): Promise<void> {
    if (ms > 0) await this.sleep(ms, this.woken);
  }

  /** Few requests at once: browsers allow six to one host, and the page needs some itself. */
  private async takeTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.places.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.places.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
