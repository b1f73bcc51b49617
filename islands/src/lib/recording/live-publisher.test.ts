import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Signal } from "./signalling.ts";

const sent: { to: string; kind: string; data: Record<string, unknown> }[] = [];
let hear: (signal: Signal) => void = () => undefined;

vi.mock("./signalling.ts", () => ({
  gathered: () => Promise.resolve(),
  Signalling: class {
    constructor(_session: string, _peer: string, _topic: string, listener: (signal: Signal) => void) {
      hear = listener;
    }
    send(to: string, kind: string, data: Record<string, unknown> = {}): Promise<void> {
      sent.push({ to, kind, data });
      return Promise.resolve();
    }
    watch(): void {}
    close(): void {}
  },
}));

const lines: Line[] = [];

class Line {
  senders: { track: unknown; replaceTrack: (track: unknown) => Promise<void> }[] = [];
  encodings: RTCRtpEncodingParameters[] = [];
  localDescription = { sdp: "v=0" };
  connectionState = "new";
  closed = false;
  constructor() {
    lines.push(this);
  }
  createDataChannel(): unknown {
    return { readyState: "open", send: () => undefined };
  }
  addTransceiver(track: unknown, init: { sendEncodings?: RTCRtpEncodingParameters[] }): unknown {
    const sender = {
      track,
      replaceTrack(next: unknown): Promise<void> {
        sender.track = next;
        return Promise.resolve();
      },
    };
    this.senders.push(sender);
    this.encodings.push(...(init.sendEncodings ?? []));
    return { sender };
  }
  createOffer(): Promise<unknown> {
    return Promise.resolve({});
  }
  setLocalDescription(): Promise<void> {
    return Promise.resolve();
  }
  close(): void {
    this.closed = true;
  }
}

function camera(): MediaStream {
  const track = { id: "camera", getSettings: () => ({ height: 720 }) };
  return { getTracks: () => [track], getVideoTracks: () => [track], getAudioTracks: () => [] } as unknown as MediaStream;
}

const want = (from: string): void => hear({ id: from, from, to: "room", kind: "want", data: {} });
const answers = (to: string): string[] => sent.filter((signal) => signal.to === to).map((signal) => String(signal.data["cause"] ?? signal.kind));
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("the room's side of the live picture", () => {
  beforeEach(() => {
    sent.length = lines.length = 0;
    vi.stubGlobal("RTCPeerConnection", Line);
  });

  it("offers a wall-sized picture to whoever asks, and says when there is none", async () => {
    const { startLivePublisher } = await import("./live-publisher.ts");
    const live = startLivePublisher({ session: "s", topic: "room:s" });
    want("view.a");
    expect(answers("view.a")).toEqual(["not_recording"]);
    live.onStream(camera());
    expect(answers("all")).toEqual(["ready"]);
    want("view.a");
    await turn();
    expect(answers("view.a")).toEqual(["not_recording", "offer"]);
    expect(lines[0]?.encodings[0]?.scaleResolutionDownBy).toBe(2);
    live.close();
    expect(lines[0]?.closed).toBe(true);
  });

  it("sends nothing while the interview is paused", async () => {
    const { startLivePublisher } = await import("./live-publisher.ts");
    const live = startLivePublisher({ session: "s", topic: "room:s" });
    live.onStream(camera());
    want("view.a");
    await turn();
    live.onPause(true);
    expect(lines[0]?.senders.map((sender) => sender.track)).toEqual([null]);
    want("view.b");
    expect(answers("view.b")).toEqual(["paused"]);
    live.onPause(false);
    expect(lines[0]?.senders[0]?.track).not.toBeNull();
    live.close();
  });

  it("sends so many to the recording who come when it is full", async () => {
    const { startLivePublisher } = await import("./live-publisher.ts");
    const live = startLivePublisher({ session: "s", topic: "room:s", most: 2 });
    live.onStream(camera());
    for (const viewer of ["view.a", "view.b", "view.c"]) want(viewer);
    await turn();
    expect(live.watching).toBe(2);
    expect(answers("view.c")).toEqual(["full"]);
    hear({ id: "x", from: "view.a", to: "room", kind: "bye", data: {} });
    want("view.c");
    await turn();
    expect(answers("view.c")).toEqual(["full", "offer"]);
    live.close();
  });
});
