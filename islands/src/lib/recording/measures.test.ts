import { describe, expect, test } from "vitest";
import { decibels, share } from "./level.ts";
import { pickType } from "./run.ts";
import { BYTES_PER_HOUR, judge } from "./space.ts";
import { onStage, setStage } from "./stage.ts";

describe("levels", () => {
  test("full scale is 0 dB, silence far below the bar", () => {
    expect(decibels(new Float32Array(100).fill(1))).toBeCloseTo(0, 5);
    expect(share(decibels(new Float32Array(100)))).toBe(0);
    expect(share(-30)).toBeCloseTo(0.5);
    expect(share(6)).toBe(1);
  });
});

describe("space", () => {
  test("an hour is about 740 MB, four hours are enough, under one is too little", () => {
    expect(BYTES_PER_HOUR / 1e6).toBeCloseTo(739.8, 0);
    expect([5, 2, 0.5].map((hours) => judge(hours * BYTES_PER_HOUR))).toEqual(["ok", "warn", "bad"]);
  });
});

describe("formats", () => {
  test("the first the browser can, WebM only: its chunks follow the clock, not the key frames", () => {
    expect(pickType(true, () => true)).toBe("video/webm;codecs=vp8,opus");
    expect(pickType(true, (type) => type.includes("vp9"))).toBe("video/webm;codecs=vp9,opus");
    expect(pickType(false, () => true)).toBe("audio/webm;codecs=opus");
    expect(pickType(true, (type) => type.startsWith("video/mp4"))).toBeNull();
  });
});

test("the stage tells those who come late and those who stay", () => {
  const seen: boolean[] = [];
  const leave = onStage((stage) => seen.push(stage.recording));
  setStage({ recording: true });
  leave();
  setStage({ recording: false });
  expect(seen).toEqual([false, true]);
});
