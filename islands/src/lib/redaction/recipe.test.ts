import { describe, expect, it } from "vitest";
import { type Box, boxAt, clock, fitted, msOf, withKey } from "./recipe.ts";

const BOX: Box = { kind: "face", from_ms: 1000, to_ms: 3000, keys: [[1000, 1000, 1000, 2000, 2000], [2000, 3000, 1000, 2000, 4000]] };

describe("a box", () => {
  it("covers from its beginning to before its end, and moves evenly between keys", () => {
    expect(boxAt(BOX, 999)).toBeUndefined();
    expect(boxAt(BOX, 1000)).toEqual([1000, 1000, 1000, 2000, 2000]);
    expect(boxAt(BOX, 1500)).toEqual([1500, 2000, 1000, 2000, 3000]);
    expect(boxAt(BOX, 2999)).toEqual(BOX.keys[1]);
    expect(boxAt(BOX, 3000)).toBeUndefined();
  });

  it("takes a further place in order, or moves the one of that instant", () => {
    const more = withKey(BOX, [1500, 5, 5, 50, 50]);
    expect(more.keys.map(([at]) => at)).toEqual([1000, 1500, 2000]);
    expect(withKey(more, [1500, 9, 9, 50, 50]).keys[1]).toEqual([1500, 9, 9, 50, 50]);
    expect(withKey(BOX, [4000, 5, 5, 50, 50]).to_ms).toBe(4001);
  });

  it("stays inside the picture and is never too small to see", () => {
    expect(fitted(9990, -5, 3, 20_000)).toEqual([9950, 0, 50, 10_000]);
  });
});

describe("times", () => {
  it("are written and read alike", () => {
    for (const ms of [0, 500, 62_500, 3_600_000]) expect(msOf(clock(ms))).toBe(ms);
    expect(msOf("12.25")).toBe(12_250);
    expect(msOf("soon")).toBeNaN();
  });
});
