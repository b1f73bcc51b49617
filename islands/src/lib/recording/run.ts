/** One run of one MediaRecorder: from start to end, every chunk on disk here before the outbox hears of it. */

import type { Offset, ServerClock } from "./clock.ts";
import { digest } from "./digest.ts";
import type { Cause, Part, Store } from "./store.ts";

export interface Plan {
  session: string;
  openUrl: string;
  stream: string;
  who: string;
  video: boolean;
}

export interface RunDeps {
  store: Store;
  clock: ServerClock;
  /** A chunk is kept, or the part has ended: the outbox may deliver. */
  kept: (clientId: string) => void;
  /** The recorder stopped by itself, or this browser can keep no more. */
  broke: (cause: Cause) => void;
  /** This browser's disk refuses; the chunk is held in memory and tried again. */
  cramped: (waiting: number) => void;
}

/** Cut twice a second: with the time to the disk, what a killed browser loses stays under a second. */
const SLICE_MS = 500;
const BITS = { video: 1_500_000, audio: 32_000 } as const;
const PICTURES = ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp9,opus", "video/webm"];
const SOUNDS = ["audio/webm;codecs=opus", "audio/webm"];
const KEYFRAME_MS = 2000;
/** Chunks held in memory when the disk refuses, before the part is given up: about a minute. */
const HELD = 120;
const RETRY_MS = 1000;

export function pickType(video: boolean, supported = (type: string) => MediaRecorder.isTypeSupported(type)): string | null {
  return (video ? PICTURES : SOUNDS).find(supported) ?? null;
}

function newPart(plan: Plan, clientId: string, mime: string, clock: Offset, started_ms: number, previous: Part["previous"]): Part {
  return {
    client_id: clientId,
    session: plan.session,
    open_url: plan.openUrl,
    stream: plan.stream,
    who: plan.who,
    mime,
    started_ms,
    clock,
    previous,
    kept: 0,
    duration_ms: 0,
    last_ms: 0,
    ended: null,
    sent: 0,
    sent_ms: 0,
    part: "",
    token: "",
    head: "",
    done: false,
    trouble: "",
  };
}

export class Run {
  readonly id: string;
  readonly plan: Plan;
  private readonly deps: RunDeps;
  private readonly recorder: MediaRecorder;
  private readonly stopped: Promise<void>;
  private keeping: Promise<void> = Promise.resolve();
  private held = 0;
  private cutAt = 0;
  private cause: Cause | null = null;
  /** A part keeps the offset it began with, so that a jump of the clock is seen at the very chunk. */
  private readonly offset: Offset;

  private constructor(plan: Plan, id: string, media: MediaStream, mime: string, deps: RunDeps) {
    this.plan = plan;
    this.id = id;
    this.deps = deps;
    this.offset = { ...deps.clock.measured };
    const options = {
      mimeType: mime,
      audioBitsPerSecond: plan.video ? 48_000 : BITS.audio,
      ...(plan.video ? { videoBitsPerSecond: BITS.video, videoKeyFrameIntervalDuration: KEYFRAME_MS } : {}),
    };
    this.recorder = new MediaRecorder(media, options);
    this.stopped = new Promise((resolve) => this.recorder.addEventListener("stop", () => resolve(), { once: true }));
    this.recorder.addEventListener("dataavailable", (event) => this.take(event.data));
    this.recorder.addEventListener("error", () => this.deps.broke("unknown"));
    void this.stopped.then(() => {
      if (this.cause === null) this.deps.broke("device_lost");
    });
  }

  /** Write the part into the journal, then record. */
  static async start(plan: Plan, id: string, media: MediaStream, previous: Part["previous"], deps: RunDeps): Promise<Run> {
    const mime = pickType(plan.video);
    if (!mime) throw new Error("no recording format");
    const run = new Run(plan, id, media, mime, deps);
    await deps.store.addPart(newPart(plan, id, mime, run.offset, deps.clock.now(run.offset), previous));
    run.begin();
    return run;
  }

  private begin(): void {
    this.cutAt = this.deps.clock.steady();
    const started = this.deps.clock.now(this.offset);
    this.keeping = this.keeping.then(async () => {
      await this.deps.store.change(this.id, () => ({ started_ms: started }));
    });
    this.recorder.start(SLICE_MS);
  }

  /** Cut what is in the recorder now, for a page about to be left. */
  cut(): void {
    if (this.recorder.state === "recording") this.recorder.requestData();
  }

  get running(): boolean {
    return this.cause === null && this.recorder.state !== "inactive";
  }

  /** End the part; resolves when its last chunk and its end are on disk here. */
  async stop(cause: Cause): Promise<void> {
    if (this.cause !== null) return this.keeping;
    this.cause = cause;
    if (this.recorder.state !== "inactive") this.recorder.stop();
    await this.stopped;
    const ended = { cause, client_ms: this.deps.clock.now(this.offset) };
    this.keeping = this.keeping.then(async () => {
      await this.deps.store.change(this.id, () => ({ ended }), true);
    });
    await this.keeping;
    this.deps.kept(this.id);
  }

  private take(data: Blob): void {
    if (data.size === 0) return;
    const steady = this.deps.clock.steady();
    const duration_ms = steady - this.cutAt;
    this.cutAt = steady;
    const client_ms = this.deps.clock.now(this.offset);
    this.held += 1;
    this.keeping = this.keeping.then(() => this.keep(data, client_ms, duration_ms));
  }

  private async keep(data: Blob, client_ms: number, duration_ms: number): Promise<void> {
    const bytes = await data.arrayBuffer();
    const sha256 = await digest(bytes);
    for (;;) {
      try {
        await this.deps.store.keep(this.id, { bytes, client_ms, duration_ms, sha256 });
        break;
      } catch {
        this.deps.cramped(this.held);
        if (this.held > HELD && this.cause === null) this.deps.broke("storage_full");
        if (this.held > HELD * 2) return;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    this.held -= 1;
    this.deps.kept(this.id);
  }
}
