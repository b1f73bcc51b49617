/**
 * The recorder of one room: one picture with the mix of all microphones, and one sound stream per
 * microphone. Devices that fail end their part with the cause and are opened again when they return;
 * the others go on meanwhile.
 */

import { uuid } from "../dom.ts";
import type { ServerClock } from "./clock.ts";
import { openCamera, openMicrophone } from "./devices.ts";
import { previousOf } from "./journal.ts";
import { Meter } from "./level.ts";
import { Run } from "./run.ts";
import { setStage } from "./stage.ts";
import type { Cause, Setup, Store } from "./store.ts";

/** What the picture shows, beside the names of those who speak. */
const OVERVIEW = "全景";
const REOPEN_MS = 2000;
const MUTED_MS = 1000;
const CRAMPED_MS = 10_000;

/** One device of the room and what is recorded of it. */
export interface Input {
  readonly stream: string;
  readonly who: string;
  readonly device: string;
  track: MediaStreamTrack | null;
  meter: Meter | null;
  lost: boolean;
  recording: boolean;
}

interface Line extends Input {
  source: MediaStreamAudioSourceNode | null;
  media: MediaStream | null;
  run: Run | null;
  turn: Promise<void>;
  restAt: number;
  opening: boolean;
}

export interface RecorderDeps {
  store: Store;
  clock: ServerClock;
  openUrl: string;
  remote: boolean;
  kept: (clientId: string) => void;
  changed: () => void;
}

export class RoomRecorder {
  private readonly session: string;
  private readonly deps: RecorderDeps;
  private readonly lines: Line[];
  private readonly sound: AudioContext;
  private readonly mix: MediaStreamAudioDestinationNode;
  private wanted = false;
  private closed = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  /** Chunks that this browser's disk refuses just now, held in memory. */
  cramped = 0;

  constructor(setup: Setup, deps: RecorderDeps) {
    this.session = setup.session;
    this.deps = deps;
    const line = (stream: string, who: string, device: string): Line => ({
      stream, who, device, track: null, meter: null, lost: false, recording: false, source: null, media: null, run: null,
      turn: Promise.resolve(), restAt: 0, opening: false,
    });
    this.lines = [
      line("picture", OVERVIEW, setup.camera),
      ...setup.microphones.map((microphone) => line(microphone.stream, microphone.who, microphone.device)),
    ];
    this.sound = new AudioContext();
    this.mix = this.sound.createMediaStreamDestination();
  }

  get inputs(): readonly Input[] {
    return this.lines;
  }

  /** Whether anything is being recorded at this moment. */
  get recording(): boolean {
    return this.lines.some((line) => line.run?.running);
  }

  /** The running parts, for the mark a leaving page makes. */
  get running(): string[] {
    return this.lines.flatMap((line) => (line.run?.running ? [line.run.id] : []));
  }

  /** Open camera and microphones; those that fail are tried again every two seconds. */
  async open(): Promise<void> {
    // One after the other: a browser that has to ask the person asks once at a time.
    for (const line of this.lines) await this.openLine(line);
    if (this.sound.state === "suspended") await this.sound.resume().catch(() => undefined);
    this.timer = setInterval(() => this.look(), REOPEN_MS);
    navigator.mediaDevices.addEventListener("devicechange", this.look);
    this.show();
  }

  /** Record from now on, each stream as a new part. */
  async record(): Promise<void> {
    this.wanted = true;
    await Promise.all(this.lines.map((line) => this.reconcile(line)));
    this.show();
  }

  /** End all parts; the devices stay open until `close`. */
  async halt(cause: "paused" | "stopped"): Promise<void> {
    this.wanted = false;
    await Promise.all(this.lines.map((line) => this.reconcile(line, cause)));
    this.show();
  }

  /** Begin a new part in the place of one that the server takes no further. */
  restart(clientId: string): void {
    for (const line of this.lines) {
      if (line.run?.id === clientId) void line.run.stop("unknown").then(() => this.reconcile(line, "unknown"));
    }
  }

  /** Cut every recorder now: the page may be about to go. */
  cut(): void {
    for (const line of this.lines) line.run?.cut();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    navigator.mediaDevices.removeEventListener("devicechange", this.look);
    await this.halt("stopped");
    for (const line of this.lines) this.release(line);
    await this.sound.close().catch(() => undefined);
    this.show();
  }

  private async openLine(line: Line): Promise<void> {
    if (line.track || line.opening || this.closed) return;
    line.opening = true;
    try {
      const track = line.stream === "picture" ? await openCamera(line.device) : await openMicrophone(line.device, this.deps.remote);
      this.attach(line, track);
    } catch {
      line.lost = true;
    } finally {
      line.opening = false;
    }
    this.deps.changed();
  }

  private attach(line: Line, track: MediaStreamTrack): void {
    line.track = track;
    line.lost = track.muted;
    if (line.stream !== "picture") {
      line.source = this.sound.createMediaStreamSource(new MediaStream([track]));
      line.source.connect(this.mix);
      line.meter = new Meter(line.source);
    }
    let silence: ReturnType<typeof setTimeout> | undefined;
    track.addEventListener("ended", () => void this.lose(line, track));
    track.addEventListener("mute", () => {
      silence = setTimeout(() => {
        if (!track.muted || line.track !== track) return;
        line.lost = true;
        void this.reconcile(line, "device_lost");
      }, MUTED_MS);
    });
    track.addEventListener("unmute", () => {
      clearTimeout(silence);
      if (line.track !== track) return;
      line.lost = false;
      void this.reconcile(line);
    });
  }

  private async lose(line: Line, track: MediaStreamTrack): Promise<void> {
    if (line.track !== track) return;
    line.lost = true;
    this.release(line);
    await this.reconcile(line, "device_lost");
    this.show();
  }

  private release(line: Line): void {
    line.track?.stop();
    line.track = null;
    line.source?.disconnect();
    line.meter?.close();
    line.source = line.meter = line.media = null;
  }

  /** Bring one stream to what is wanted; the steps of a stream never overlap. */
  private reconcile(line: Line, cause: Cause = "stopped"): Promise<void> {
    line.turn = line.turn.then(() => this.settle(line, cause)).catch((error: unknown) => console.error("recorder", error));
    return line.turn;
  }

  private async settle(line: Line, cause: Cause): Promise<void> {
    const able = this.wanted && !line.lost && line.track !== null && Date.now() >= line.restAt;
    if (line.run && (!able || !line.run.running)) {
      const run = line.run;
      line.run = null;
      line.recording = false;
      await run.stop(cause);
    }
    if (able && !line.run) {
      line.run = await this.start(line);
      line.recording = true;
    }
    this.deps.changed();
  }

  private async start(line: Line): Promise<Run> {
    const { store, clock, openUrl, kept } = this.deps;
    const previous = await previousOf(store, this.session, line.stream);
    const plan = { session: this.session, openUrl, stream: line.stream, who: line.who, video: line.stream === "picture" };
    return Run.start(plan, uuid(), this.mediaOf(line), previous, {
      store,
      clock,
      kept: (id) => {
        if (this.cramped) {
          this.cramped = 0;
          this.deps.changed();
        }
        kept(id);
      },
      cramped: (waiting) => {
        this.cramped = waiting;
        this.deps.changed();
      },
      broke: (cause) => {
        if (cause === "storage_full") line.restAt = Date.now() + CRAMPED_MS;
        void line.run?.stop(cause);
        void this.reconcile(line, cause);
      },
    });
  }

  private mediaOf(line: Line): MediaStream {
    const track = line.track as MediaStreamTrack;
    line.media ??= new MediaStream(line.stream === "picture" ? [track, ...this.mix.stream.getAudioTracks()] : [track]);
    return line.media;
  }

  /** Devices that were lost, and streams that stopped, are looked after again. */
  private readonly look = (): void => {
    for (const line of this.lines) {
      if (!line.track) void this.openLine(line).then(() => (line.track ? this.reconcile(line).then(() => this.show()) : undefined));
      else if (this.wanted && !line.lost && !line.run?.running) void this.reconcile(line);
    }
    if (this.sound.state === "suspended") void this.sound.resume().catch(() => undefined);
  };

  private show(): void {
    const picture = this.lines.find((line) => line.stream === "picture");
    const microphones = this.lines.filter((line) => line.stream !== "picture" && line.track);
    setStage({
      session: this.closed ? "" : this.session,
      picture: picture?.track && !this.closed ? this.mediaOf(picture) : null,
      microphones: microphones.map((line) => ({ stream: line.stream, who: line.who, media: this.mediaOf(line) })),
      recording: this.recording,
      paused: !this.wanted && !this.closed,
    });
  }
}
