/** The watching side of a live picture between browsers: asks the room, answers its offer, reports what comes. */

import { uuid } from "../dom.ts";
import { gathered, type Signal, Signalling } from "./signalling.ts";

export interface ViewerEvents {
  /** The first frame of a connection is on the screen. */
  picture: () => void;
  /** No picture after three seconds: look elsewhere meanwhile; it may still come. */
  late: () => void;
  /** There is no connection, or no longer: `cause` is a word of the room, `timeout` or `lost`. */
  lost: (cause: string) => void;
  /** The room has a picture (again): worth asking. */
  ready: () => void;
  state: (level: number, paused: boolean) => void;
}

const PATIENCE_MS = 3000;
const GIVE_UP_MS = 15_000;
const SILENT_MS = 4000;

export class LiveViewer {
  private readonly signalling: Signalling;
  private readonly video: HTMLVideoElement;
  private readonly events: ViewerEvents;
  private connection: RTCPeerConnection | null = null;
  private room = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastWord = 0;
  private guard: ReturnType<typeof setInterval> | undefined;
  private early: RTCIceCandidateInit[] = [];
  private shown = false;

  constructor(session: string, topic: string, video: HTMLVideoElement, events: ViewerEvents, from = "") {
    this.video = video;
    this.events = events;
    this.signalling = new Signalling(session, `view.${uuid()}`, topic, (signal) => this.hear(signal), from);
  }

  get peer(): string {
    return this.signalling.peer;
  }

  /** Ask the room for its picture. */
  start(): void {
    this.end();
    this.shown = false;
    this.timer = setTimeout(() => {
      this.timer = setTimeout(() => this.lose("timeout"), GIVE_UP_MS - PATIENCE_MS);
      this.events.late();
    }, PATIENCE_MS);
    this.signalling.watch(GIVE_UP_MS);
    this.signalling.send("room", "want").catch(() => this.lose("refused"));
  }

  /** Give the connection back; the tile may start again. */
  stop(): void {
    if (this.room) this.signalling.send(this.room, "bye", { cause: "closed" }).catch(() => undefined);
    this.end();
  }

  close(): void {
    this.stop();
    this.signalling.close();
  }

  private end(): void {
    clearTimeout(this.timer);
    clearInterval(this.guard);
    const connection = this.connection;
    this.connection = null;
    this.room = "";
    this.early = [];
    if (!connection) return;
    connection.ontrack = connection.onconnectionstatechange = null;
    connection.close();
    if (this.video.srcObject) this.video.srcObject = null;
  }

  private lose(cause: string): void {
    this.end();
    this.events.lost(cause);
  }

  private hear(signal: Signal): void {
    if (signal.kind === "offer" && !this.connection) this.answer(signal).catch(() => this.lose("lost"));
    else if (signal.kind === "offer" && signal.from !== this.room) {
      // Two pages of one room record: the first to answer is watched.
      this.signalling.send(signal.from, "bye", { cause: "closed" }).catch(() => undefined);
    } else if (signal.kind === "ice" && signal.from === this.room) void this.add(signal.data["candidate"] as RTCIceCandidateInit);
    else if (signal.kind === "bye") {
      const cause = String(signal.data["cause"] ?? "");
      if (cause === "ready") this.events.ready();
      else if (!this.room || signal.from === this.room) this.lose(cause);
    }
  }

  private async answer(signal: Signal): Promise<void> {
    const connection = new RTCPeerConnection({ iceServers: [] });
    this.connection = connection;
    this.room = signal.from;
    const stream = new MediaStream();
    connection.ontrack = ({ track }) => {
      stream.addTrack(track);
      if (this.video.srcObject !== stream) this.video.srcObject = stream;
      void this.video.play().catch(() => undefined);
    };
    connection.ondatachannel = ({ channel }) => {
      channel.onmessage = ({ data }) => {
        this.lastWord = Date.now();
        const word = JSON.parse(String(data)) as { level?: number; paused?: boolean };
        this.events.state(word.level ?? 0, word.paused ?? false);
      };
    };
    connection.onconnectionstatechange = () => {
      if (connection === this.connection && connection.connectionState === "failed") this.lose("lost");
    };
    this.video.requestVideoFrameCallback?.(() => {
      if (connection !== this.connection || this.shown) return;
      this.shown = true;
      clearTimeout(this.timer);
      this.lastWord = Date.now();
      // The room speaks five times a second; its silence is noticed long before the connection "fails".
      this.guard = setInterval(() => Date.now() - this.lastWord > SILENT_MS && this.lose("lost"), 500);
      this.events.picture();
    });
    try {
      await connection.setRemoteDescription({ type: "offer", sdp: String(signal.data["sdp"]) });
      for (const candidate of this.early) await connection.addIceCandidate(candidate);
      await connection.setLocalDescription(await connection.createAnswer());
      await gathered(connection);
      if (connection !== this.connection) return;
      await this.signalling.send(this.room, "answer", { sdp: connection.localDescription?.sdp ?? "" });
    } catch {
      if (connection === this.connection) this.lose("lost");
    }
  }

  private async add(candidate: RTCIceCandidateInit): Promise<void> {
    if (!this.connection?.remoteDescription) this.early.push(candidate);
    else await this.connection.addIceCandidate(candidate).catch(() => undefined);
  }
}
