import { beforeEach, describe, expect, test } from "vitest";
import { EntryQueue } from "./interview-room.ts";
import { clamped, joint, laneOf } from "../lib/interview-lines.ts";
import { nearEnd } from "../lib/interview-talk.ts";

describe("the queue of committed answers", () => {
  beforeEach(() => sessionStorage.clear());

  test("keeps order over a reload and drops only what the server has", () => {
    const queue = new EntryQueue("room");
    queue.add({ key: "1", question: "几点到岗？", answer: "八点。", prompt: "" });
    queue.add({ key: "2", question: "和谁？", answer: "两名工人。", prompt: "p" });
    expect(new EntryQueue("room").all().map((entry) => entry.key)).toEqual(["1", "2"]);
    queue.drop("1");
    expect(new EntryQueue("room").all()).toEqual([{ key: "2", question: "和谁？", answer: "两名工人。", prompt: "p" }]);
    expect(new EntryQueue("another").all()).toEqual([]);
  });
});

describe("the joining line", () => {
  const left = { left: 100, right: 200, top: 50, bottom: 70 };
  const right = { left: 400, right: 480, top: 150, bottom: 170 };

  const gutter = (): number => 300;

  test("goes under the words into the gutter, whichever came first", () => {
    expect(joint(left, right, gutter)).toEqual(joint(right, left, gutter));
    expect(joint(left, right, gutter).d.startsWith("M200 73H294")).toBe(true);
    expect(joint(left, right, gutter).d.endsWith("H400")).toBe(true);
  });

  test("carries its number in the gutter, and pairs keep apart", () => {
    expect(joint(left, right, gutter)).toMatchObject({ x: 300, y: 123 });
    expect([0, 1, 2, 3, 4].map(laneOf)).toEqual([0, 11, -11, 22, -22]);
  });

  test("stops at the edge of a transcript that has scrolled away", () => {
    const view = { left: 0, right: 300, top: 100, bottom: 400 };
    expect(clamped({ ...left, top: 20, bottom: 40 }, view)).toEqual({ top: 102, bottom: 102, seen: false });
    expect(clamped({ ...left, top: 120, bottom: 140 }, view).seen).toBe(true);
  });
});

test("a transcript follows its end only while the reader is there", () => {
  expect(nearEnd({ scrollTop: 900, clientHeight: 100, scrollHeight: 1000 })).toBe(true);
  expect(nearEnd({ scrollTop: 200, clientHeight: 100, scrollHeight: 1000 })).toBe(false);
});
