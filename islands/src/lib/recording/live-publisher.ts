/**
 * The room's side of the live picture: one connection per watching console page, straight from this
 * browser. The recorder hands its stream to `onStream`; nothing leaves while the interview is paused.
 *
 *     const live = startLivePublisher({ session, topic: `room:${session}` });
 *     live.onStream(stream);        // again when a device was changed; null when recording ends
 *     live.onPause(true);           // nothing is sent until onPause(false)
 *     live.close();
 */

import { uuid } from "../dom.ts";
import { Level } from "./levels.ts";
import { gathered, type Signal, Signalling } from "./signalling.ts";

export interface LivePublisher {
  onStream(stream: MediaStream | null): void;
  onPause(paused: boolean): void;
  close(): void;
  /** How many pages watch now. */
  readonly watching: number;
}

export interface PublisherOptions {
  session: string;
  /** The live topic of the room page, `room:<session>`. */
  topic: string;
  /** Id of the last event the page contains. */
  from?: string;
  /** Pages that may watch at once; more are told to look at the recording instead. */
  most?: number;
}

const WALL_HEIGHT = 360;
const WALL_BITS = 600_000;
const WALL_FRAMES = 20;
const LEVEL_MS = 200;
/** A connection that never came about, or was lost, is given up after this. */
const GIVE_UP_MS = 15_000;

interface Peer {
  connection: RTCPeerConnection;
  channel: RTCDataChannel;
  picture: RTCRtpSender | null;
  sound: RTCRtpSender | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Half, a third… until the picture is no higher than the wall shows it. */
export function scaleFor(height: number | undefined): number {
  return Math.max(1, (height ?? WALL_HEIGHT) / WALL_HEIGHT);
}

export function startLivePublisher(options: PublisherOptions): LivePublisher {
  const most = options.most ?? 6;
  const peers = new Map<string, Peer>();
  let stream: MediaStream | null = null;
  let shown = "";
  let paused = false;
  let level: Level | null = null;
  const signalling = new Signalling(options.session, `room.${uuid()}`, options.topic, hear, options.from);

  const tell = (peer: Peer, words: Record<string, unknown>): void => {
    if (peer.channel.readyState === "open") peer.channel.send(JSON.stringify(words));
  };
  const meter = setInterval(() => {
    if (!peers.size) return;
    const loud = paused || !level ? 0 : level.read();
    for (const peer of peers.values()) tell(peer, { level: Math.round(loud * 100) / 100, paused });
  }, LEVEL_MS);

  function hear(signal: Signal): void {
    if (signal.kind === "want") void offer(signal.from);
    else if (signal.kind === "bye") drop(signal.from);
    else if (signal.kind === "answer" || signal.kind === "ice") void settle(signal);
  }

  async function offer(to: string): Promise<void> {
    if (!stream || paused) return void bye(to, paused ? "paused" : "not_recording");
    if (!peers.has(to) && peers.size >= most) return void bye(to, "full");
    drop(to);
    const connection = new RTCPeerConnection({ iceServers: [] });
    const channel = connection.createDataChannel("state", { ordered: true });
    const picture = stream.getVideoTracks()[0] ?? null;
    const sound = stream.getAudioTracks()[0] ?? null;
    const encoding = {
      maxBitrate: WALL_BITS,
      maxFramerate: WALL_FRAMES,
      scaleResolutionDownBy: scaleFor(picture?.getSettings().height),
    };
    const peer: Peer = {
      connection,
      channel,
      picture: picture ? connection.addTransceiver(picture, { direction: "sendonly", streams: [stream], sendEncodings: [encoding] }).sender : null,
      sound: sound ? connection.addTransceiver(sound, { direction: "sendonly", streams: [stream] }).sender : null,
      timer: setTimeout(() => drop(to), GIVE_UP_MS),
    };
    peers.set(to, peer);
    connection.onconnectionstatechange = () => {
      clearTimeout(peer.timer);
      if (connection.connectionState === "failed" || connection.connectionState === "closed") drop(to);
      else if (connection.connectionState !== "connected") peer.timer = setTimeout(() => drop(to), GIVE_UP_MS);
    };
    signalling.watch(6000);
    try {
      await connection.setLocalDescription(await connection.createOffer());
      await gathered(connection);
      if (peers.get(to) !== peer) return;
      // Addresses found only later follow on their own.
      connection.onicecandidate = ({ candidate }) => {
        if (candidate) void signalling.send(to, "ice", { candidate: candidate.toJSON() }).catch(() => undefined);
      };
      await signalling.send(to, "offer", { sdp: connection.localDescription?.sdp ?? "" });
    } catch {
      drop(to);
    }
  }

  async function settle(signal: Signal): Promise<void> {
    const connection = peers.get(signal.from)?.connection;
    if (!connection) return;
    try {
      if (signal.kind === "answer") await connection.setRemoteDescription({ type: "answer", sdp: String(signal.data["sdp"]) });
      else await connection.addIceCandidate(signal.data["candidate"] as RTCIceCandidateInit);
    } catch {
      drop(signal.from);
    }
  }

  function bye(to: string, cause: string): void {
    signalling.send(to, "bye", { cause }).catch(() => undefined);
  }

  function drop(to: string): void {
    const peer = peers.get(to);
    if (!peer) return;
    peers.delete(to);
    clearTimeout(peer.timer);
    peer.connection.onconnectionstatechange = null;
    peer.connection.close();
  }

  function tracks(): void {
    const picture = paused ? null : (stream?.getVideoTracks()[0] ?? null);
    const sound = paused ? null : (stream?.getAudioTracks()[0] ?? null);
    for (const [to, peer] of peers) {
      // A track of a kind that was not offered needs a new offer: the page asks again by itself.
      if (!paused && ((picture && !peer.picture) || (sound && !peer.sound))) {
        bye(to, "changed");
        drop(to);
        continue;
      }
      void peer.picture?.replaceTrack(picture).catch(() => drop(to));
      void peer.sound?.replaceTrack(sound).catch(() => drop(to));
      tell(peer, { paused, level: 0 });
    }
  }

  function onStream(next: MediaStream | null): void {
    const now = (next?.getTracks() ?? []).map((track) => track.id).join();
    if (next === stream && now === shown) return;
    stream = next;
    shown = now;
    level?.close();
    level = next?.getAudioTracks().length ? new Level(next) : null;
    if (!next) {
      for (const to of [...peers.keys()]) {
        bye(to, "not_recording");
        drop(to);
      }
      return;
    }
    tracks();
    // Whoever waited for a picture learns that there is one now.
    signalling.send("all", "bye", { cause: "ready" }).catch(() => undefined);
  }

  function onPause(next: boolean): void {
    if (paused === next) return;
    paused = next;
    tracks();
    if (!next && stream) signalling.send("all", "bye", { cause: "ready" }).catch(() => undefined);
  }

  function close(): void {
    clearInterval(meter);
    for (const to of [...peers.keys()]) {
      bye(to, "not_recording");
      drop(to);
    }
    level?.close();
    signalling.close();
  }

  return {
    onStream,
    onPause,
    close,
    get watching() {
      return peers.size;
    },
  };
}
