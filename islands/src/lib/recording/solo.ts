/**
 * One stream of this browser recorded to the server by the recording protocol: kept here first, delivered
 * in order, taken up again after a reload or a crash with the cause on record.
 */

import { uuid } from "../dom.ts";
import { ServerClock } from "./clock.ts";
import { markLeft, previousOf, settle, unmarkLeft } from "./journal.ts";
import { type Delivery, Outbox } from "./outbox.ts";
import { Run } from "./run.ts";
import { Store } from "./store.ts";
import { HTTP } from "./wire.ts";

export interface SoloOptions {
  /** Names this recording in the browser's own store: one per session and side. */
  key: string;
  /** Where a part is opened. */
  openUrl: string;
  stream: "picture" | "guest";
  changed: (state: SoloState) => void;
}

export interface SoloState {
  recording: boolean;
  /** Another window of this browser records this session. */
  elsewhere: boolean;
  waiting_ms: number;
  problem: Delivery["problem"];
  /** Something was recorded, and all of it has arrived. */
  delivered: boolean;
}

export class SoloRecorder {
  private readonly options: SoloOptions;
  private readonly clock = new ServerClock();
  private store: Store | null = null;
  private outbox: Outbox | null = null;
  private run: Run | null = null;
  private media: MediaStream | null = null;
  private wanted = false;
  private turn: Promise<void> = Promise.resolve();
  private some = false;
  private state: SoloState = { recording: false, elsewhere: false, waiting_ms: 0, problem: "", delivered: false };

  constructor(options: SoloOptions) {
    this.options = options;
  }

  /** Take up what an earlier page left, and hold the only right to record in this browser. */
  async open(): Promise<void> {
    const mine = await this.claim();
    if (!mine) {
      this.tell({ elsewhere: true });
      return;
    }
    this.store = await Store.open();
    await this.clock.renew().catch(() => undefined);
    await settle(this.store, this.options.key);
    this.some = (await this.store.parts(this.options.key)).length > 0;
    this.outbox = new Outbox({
      store: this.store,
      wire: HTTP,
      session: this.options.key,
      changed: (delivery) =>
        this.tell({ waiting_ms: delivery.waiting_ms, problem: delivery.problem, delivered: this.some && delivery.empty && !this.run }),
      stuck: () => void this.restart(),
    });
    await this.outbox.start();
    addEventListener("pagehide", () => {
      if (!this.run) return;
      this.run.cut();
      markLeft([this.run.id], this.clock.now());
    });
    addEventListener("pageshow", () => this.run && unmarkLeft([this.run.id]));
    addEventListener("online", () => this.outbox?.wake());
    this.reconcile();
  }

  private claim(): Promise<boolean> {
    if (!("locks" in navigator)) return Promise.resolve(true);
    return new Promise((resolve) => {
      void navigator.locks.request(`record:${this.options.key}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise<void>(() => undefined) : undefined;
      });
    });
  }

  /** What is recorded from now on; another camera begins a new part. */
  use(media: MediaStream | null): void {
    if (media === this.media) return;
    this.media = media;
    if (this.run) void this.restart();
    else this.reconcile();
  }

  want(on: boolean): void {
    if (this.wanted === on) return;
    this.wanted = on;
    this.reconcile();
  }

  private async restart(): Promise<void> {
    const run = this.run;
    this.run = null;
    await run?.stop("device_lost");
    this.reconcile();
  }

  private reconcile(): void {
    this.turn = this.turn.then(() => this.settle()).catch((error: unknown) => console.error("recorder", error));
  }

  private async settle(): Promise<void> {
    const { store, outbox } = this;
    if (!store || !outbox) return;
    if (!this.wanted && this.run) {
      const run = this.run;
      this.run = null;
      await run.stop("stopped");
    }
    if (this.wanted && !this.run && this.media) this.run = await this.begin(store, outbox, this.media);
    this.tell({ recording: this.run !== null });
    const delivery = await outbox.delivery();
    this.tell({ waiting_ms: delivery.waiting_ms, delivered: this.some && delivery.empty && !this.run });
  }

  private async begin(store: Store, outbox: Outbox, media: MediaStream): Promise<Run> {
    const { key, openUrl, stream } = this.options;
    const previous = await previousOf(store, key, stream);
    this.some = true;
    return Run.start({ session: key, openUrl, stream, who: "", video: true }, uuid(), media, previous, {
      store,
      clock: this.clock,
      kept: (id) => outbox.nudge(id),
      cramped: () => undefined,
      broke: (cause) => {
        const run = this.run;
        this.run = null;
        void run?.stop(cause).then(() => setTimeout(() => this.reconcile(), 1000));
      },
    });
  }

  private tell(change: Partial<SoloState>): void {
    this.state = { ...this.state, ...change };
    this.options.changed(this.state);
  }
}
