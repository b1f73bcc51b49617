import { describe, expect, it } from "vitest";
import { correction } from "./live-fallback.ts";
import { scaleFor } from "./live-publisher.ts";
import { answerAt, channels, clockOf, enoughFor, keyBefore, type Part, partAt, partsOf, type RecordingIndex, spanOf } from "./record-index.ts";

function part(changes: Partial<Part> = {}): Part {
  return {
    part: "p1", no: 1, stream: "picture", who: "全景", mime: "video/webm", started_ms: 1_000_000, duration_ms: 10_000, bytes: 5000,
    ended: true, cause: "stopped", keyframes: [[0, 200], [2000, 900], [4000, 2100]], init: [0, 200], media: "/m", live: "", ...changes,
  };
}

function index(changes: Partial<RecordingIndex> = {}): RecordingIndex {
  return {
    state: "ended", silent_ms: 0, started_ms: 0, ended_ms: 0, gaps: [], pauses: [], markers: [], segments: [],
    parts: [part({ part: "p2", no: 2, started_ms: 1_030_000 }), part(), part({ part: "m", stream: "mic-1", who: "被询问人" })],
    ...changes,
  };
}

describe("the axis of a recording", () => {
  it("spans from the first part to the last, and further when the interview did", () => {
    expect(spanOf(index())).toEqual([1_000_000, 1_040_000]);
    expect(spanOf(index({ started_ms: 990_000, ended_ms: 1_050_000 }))).toEqual([990_000, 1_050_000]);
    expect(spanOf(index({ parts: [] }))).toEqual([0, 0]);
  });

  it("finds the part of an instant, and for a gap the part after it", () => {
    const parts = partsOf(index(), "picture");
    expect(partAt(parts, 1_005_000)?.part).toBe("p1");
    expect(partAt(parts, 1_015_000)?.part).toBe("p2");
    expect(partAt(parts, 1_040_001)).toBeUndefined();
  });

  it("leaves out parts of which nothing is kept", () => {
    expect(partsOf(index({ parts: [part({ bytes: 0 })] }), "picture")).toEqual([]);
  });

  it("begins to read at the key frame at or before the instant", () => {
    expect(keyBefore(part(), 1_000_000)).toEqual([0, 200]);
    expect(keyBefore(part(), 1_003_999)).toEqual([2000, 900]);
    expect(keyBefore(part(), 1_004_000)).toEqual([4000, 2100]);
    expect(keyBefore(part(), 999_000)).toEqual([0, 200]);
    expect(keyBefore(part({ keyframes: [] }), 1_004_000)).toEqual([0, 200]);
  });

  it("reads as far as the next key frame to show an instant", () => {
    expect(enoughFor(part(), 1_001_000)).toBe(900);
    expect(enoughFor(part(), 1_002_000)).toBe(2100);
    expect(enoughFor(part(), 1_009_000)).toBe(5000);
  });

  it("names the picture first and each voice once", () => {
    expect(channels(index())).toEqual([{ stream: "picture", who: "全景" }, { stream: "mic-1", who: "被询问人" }]);
  });

  it("knows which answer is being given", () => {
    const answers = [{ no: 1, asked_ms: 100, committed_ms: 200 }, { no: 2, asked_ms: 300, committed_ms: 400 }];
    expect(answerAt(answers, 50)).toBeUndefined();
    expect(answerAt(answers, 250)?.no).toBe(1);
    expect(answerAt(answers, 300)?.no).toBe(2);
  });

  it("writes a span as people read it", () => {
    expect(clockOf(187_400)).toBe("3:07");
    expect(clockOf(3_723_000)).toBe("1:02:03");
    expect(clockOf(-5)).toBe("0:00");
  });
});

describe("keeping up with the live edge", () => {
  it("plays a little faster when behind and jumps when far behind", () => {
    expect(correction(0.3)).toEqual({ rate: 1, seek: false });
    expect(correction(1)).toEqual({ rate: 1.1, seek: false });
    expect(correction(2)).toEqual({ rate: 1.3, seek: false });
    expect(correction(3.5)).toEqual({ rate: 1, seek: true });
  });

  it("sends the wall no more lines than it shows", () => {
    expect(scaleFor(720)).toBe(2);
    expect(scaleFor(240)).toBe(1);
    expect(scaleFor(undefined)).toBe(1);
  });
});
