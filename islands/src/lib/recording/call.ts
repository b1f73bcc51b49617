/**
 * Picture and sound in both directions between the officers' browser and the guest's. The server only
 * passes the messages that arrange it. The guest asks, the officers offer, the guest answers; whenever
 * the line breaks the guest asks again, so that a reload or a lost network mends itself.
 */

import { uuid } from "../dom.ts";
import { get, post } from "../http.ts";
import { gathered } from "./signalling.ts";

export type Side = "officer" | "guest";

export interface CallOptions {
  side: Side;
  /** Where messages are sent and fetched. */
  url: string;
  ice: RTCIceServer[];
  /** The other side's picture and sound; null when there is none any more. */
  onTheirs: (stream: MediaStream | null) => void;
  onState: (state: "connecting" | "connected" | "lost" | "offline") => void;
}

interface Signal {
  id: string;
  from: string;
  to: string;
  kind: "want" | "offer" | "answer" | "ice" | "bye";
  data: Record<string, unknown>;
}

const FAST_MS = 700;
const SLOW_MS = 2500;
/** A connection that has not come about after this is given up and asked for again. */
const PATIENCE_MS = 9000;

export class Call {
  private readonly options: CallOptions;
  private readonly me: string;
  private connection: RTCPeerConnection | null = null;
  private peer = "";
  private own: MediaStream | null = null;
  private after = "";
  private readonly seen = new Set<string>();
  private early: RTCIceCandidateInit[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since = 0;
  private closed = false;
  private up = false;

  constructor(options: CallOptions) {
    this.options = options;
    this.me = `${options.side}.${uuid()}`;
  }

  get connected(): boolean {
    return this.up;
  }

  /** Begin, or go on with another camera or microphone. */
  show(own: MediaStream): void {
    const first = this.own === null;
    this.own = own;
    for (const sender of this.connection?.getSenders() ?? []) {
      const track = own.getTracks().find((one) => one.kind === sender.track?.kind);
      if (track) void sender.replaceTrack(track).catch(() => this.drop());
    }
    if (first) {
      this.options.onState("connecting");
      void this.turn();
    }
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    if (this.peer) void this.send(this.peer, "bye").catch(() => undefined);
    this.drop();
  }

  private async send(to: string, kind: Signal["kind"], data: Record<string, unknown> = {}): Promise<void> {
    await post(this.options.url, { from: this.me, to, kind, data: JSON.stringify(data) });
  }

  private async turn(): Promise<void> {
    if (this.closed) return;
    try {
      if (!this.up && this.connection && Date.now() - this.since > PATIENCE_MS) this.drop();
      if (this.options.side === "guest" && !this.connection) await this.send("officer", "want");
      await this.ask();
    } catch {
      if (!this.up) this.options.onState("offline");
    }
    this.timer = setTimeout(() => void this.turn(), this.up ? SLOW_MS : FAST_MS);
  }

  private async ask(): Promise<void> {
    const query = new URLSearchParams({ for: this.me, ...(this.after ? { after: this.after } : {}) });
    const { signals } = await get<{ signals: Signal[] }>(`${this.options.url}?${query}`);
    for (const signal of signals) {
      if (this.seen.has(signal.id)) continue;
      this.seen.add(signal.id);
      // A little overlap: two senders at the same instant may come in the other order.
      if (this.seen.size > 40) this.after = signal.id;
      await this.hear(signal).catch(() => this.drop());
    }
    if (this.seen.size > 400) this.seen.clear();
  }

  private async hear(signal: Signal): Promise<void> {
    if (signal.kind === "want" && this.options.side === "officer") {
      // Asked again while a connection is being made: the guest's own patience decides, not its haste.
      if (signal.from === this.peer && this.connection && (this.up || Date.now() - this.since < PATIENCE_MS / 2)) return;
      await this.offer(signal.from);
    } else if (signal.kind === "offer" && this.options.side === "guest") await this.answer(signal);
    else if (signal.from !== this.peer || !this.connection) return;
    else if (signal.kind === "answer") {
      await this.connection.setRemoteDescription({ type: "answer", sdp: String(signal.data["sdp"]) });
      await this.addEarly();
    } else if (signal.kind === "ice") {
      const candidate = signal.data["candidate"] as RTCIceCandidateInit;
      if (this.connection.remoteDescription) await this.connection.addIceCandidate(candidate);
      else this.early.push(candidate);
    } else if (signal.kind === "bye") this.drop();
  }

  private make(peer: string): RTCPeerConnection {
    this.drop(false);
    const connection = new RTCPeerConnection({ iceServers: this.options.ice });
    this.connection = connection;
    this.peer = peer;
    this.since = Date.now();
    const theirs = new MediaStream();
    connection.ontrack = ({ track }) => {
      theirs.addTrack(track);
      this.options.onTheirs(theirs);
    };
    connection.onconnectionstatechange = () => {
      if (connection !== this.connection) return;
      if (connection.connectionState === "connected") {
        this.up = true;
        this.options.onState("connected");
      } else if (connection.connectionState === "disconnected" || connection.connectionState === "failed") this.drop();
    };
    for (const track of this.own?.getTracks() ?? []) connection.addTrack(track, this.own as MediaStream);
    return connection;
  }

  private async offer(to: string): Promise<void> {
    if (!this.own) return;
    const connection = this.make(to);
    await connection.setLocalDescription(await connection.createOffer());
    await gathered(connection);
    if (connection !== this.connection) return;
    this.trickle(connection, to);
    await this.send(to, "offer", { sdp: connection.localDescription?.sdp ?? "" });
  }

  private async answer(signal: Signal): Promise<void> {
    const connection = this.make(signal.from);
    await connection.setRemoteDescription({ type: "offer", sdp: String(signal.data["sdp"]) });
    await this.addEarly();
    await connection.setLocalDescription(await connection.createAnswer());
    await gathered(connection);
    if (connection !== this.connection) return;
    this.trickle(connection, signal.from);
    await this.send(signal.from, "answer", { sdp: connection.localDescription?.sdp ?? "" });
  }

  private trickle(connection: RTCPeerConnection, to: string): void {
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) void this.send(to, "ice", { candidate: candidate.toJSON() }).catch(() => undefined);
    };
  }

  private async addEarly(): Promise<void> {
    for (const candidate of this.early.splice(0)) await this.connection?.addIceCandidate(candidate);
  }

  private drop(tell = true): void {
    const was = this.connection;
    this.connection = null;
    this.peer = "";
    this.early = [];
    if (was) {
      was.ontrack = was.onconnectionstatechange = was.onicecandidate = null;
      was.close();
    }
    const had = this.up;
    this.up = false;
    if (tell && was) {
      this.options.onTheirs(null);
      this.options.onState(had ? "lost" : "connecting");
    }
  }
}
