import { describe, expect, it } from "vitest";
import { chosen, covering, density, firstFrom, type Moment, msAt, moved, nearest, nextStart, plotted, shown, ticks, tickWords, type Track, written, xOf, zoomed } from "./axis.ts";

const WHOLE = { from: 1_795_312_800_000, to: 1_795_312_800_000 + 10 * 24 * 3_600_000 };
const moment = (ms: number, lane = 0, title = "步骤", who = "王虎"): Moment => [ms, 0, lane, "k", title, who, "", "", false, ""];
const track = (id: string, ...spans: [number, number][]): Track => ({
  id, subject: id, kind: "occasion", title: id, who: "", spans, gaps: [], markers: [], running: false, evidence: "", picture: true, basis: "",
  drift_ms: 0, index: "", media: "", page: "",
});

describe("the axis", () => {
  it("turns instants into pixels and back", () => {
    const at = WHOLE.from + 3_600_000;
    expect(msAt(WHOLE, 1000, xOf(WHOLE, 1000, at))).toBeCloseTo(at, 0);
  });

  it("zooms around an instant, which stays under the pointer", () => {
    const around = WHOLE.from + 86_400_000;
    const near = zoomed(WHOLE, WHOLE, 0.5, around);
    expect(near.to - near.from).toBe((WHOLE.to - WHOLE.from) / 2);
    expect(xOf(near, 1000, around)).toBeCloseTo(xOf(WHOLE, 1000, around), 5);
  });

  it("never leaves the whole and never goes nearer than two seconds", () => {
    let view = WHOLE;
    for (let n = 0; n < 60; n++) view = zoomed(view, WHOLE, 0.5, WHOLE.from + 1);
    expect(view.to - view.from).toBe(2000);
    for (let n = 0; n < 80; n++) view = zoomed(view, WHOLE, 2, view.from);
    expect(view).toEqual(WHOLE);
    expect(moved(zoomed(WHOLE, WHOLE, 0.1, WHOLE.from), WHOLE, 1e12).to).toBe(WHOLE.to);
  });

  it("brings an instant into view only when it is not there", () => {
    const view = zoomed(WHOLE, WHOLE, 0.1, WHOLE.from);
    expect(shown(view, WHOLE, view.from + (view.to - view.from) / 2)).toBe(view);
    const later = shown(view, WHOLE, WHOLE.to - 1000);
    expect(later.from).toBeLessThan(WHOLE.to - 1000);
    expect(later.to).toBe(WHOLE.to);
  });

  it("sets ticks on round local times", () => {
    const view = { from: Date.parse("2026-10-08T09:00:00+08:00"), to: Date.parse("2026-10-08T11:00:00+08:00") };
    const found = ticks(view, 800);
    expect(found.map(({ ms, step }) => tickWords(ms, step))).toContain("10:00");
    expect(found.length).toBeLessThanOrEqual(9);
    expect(written(view.from)).toBe("2026-10-08 09:00:00");
  });
});

describe("what stands on it", () => {
  const rows = [moment(10, 0), moment(20, 1, "提示1：核实", "何清"), moment(30, 1, "问答"), moment(30, 0)];

  it("finds the first moment from an instant on", () => {
    expect([firstFrom(rows, 0), firstFrom(rows, 20), firstFrom(rows, 21), firstFrom(rows, 99)]).toEqual([0, 1, 2, 4]);
  });

  it("filters by lane, person and words together", () => {
    expect(chosen(rows, { words: "", lane: 1, who: "" })).toHaveLength(2);
    expect(chosen(rows, { words: "核实 提示", lane: -1, who: "何清" })).toHaveLength(1);
    expect(chosen(rows, { words: "没有", lane: -1, who: "" })).toHaveLength(0);
  });

  it("counts 5,000 moments by column within a few milliseconds", () => {
    const many = Array.from({ length: 5000 }, (_, n) => moment(WHOLE.from + n * 1000, n % 9));
    const began = performance.now();
    const found = density(many, 9, WHOLE, 1200, 3);
    expect(performance.now() - began).toBeLessThan(50);
    expect(found.reduce((sum, lane) => sum + lane.reduce((a, b) => a + b, 0), 0)).toBe(5000);
  });
});

describe("the recordings of an instant", () => {
  const tracks = [track("a", [0, 100], [200, 300]), track("b", [50, 250])];

  it("are all that hold it; in a gap the others", () => {
    expect(covering(tracks, 60).map((t) => t.id)).toEqual(["a", "b"]);
    expect(covering(tracks, 150).map((t) => t.id)).toEqual(["b"]);
    expect(covering(tracks, 400)).toEqual([]);
  });

  it("else the nearest, and the next", () => {
    expect(nearest(tracks, 400)).toEqual({ track: tracks[0], ms: 299 });
    expect(nearest([], 1)).toBeUndefined();
    expect(nextStart(tracks, 100)).toBe(200);
    expect(nextStart(tracks, 900)).toBeUndefined();
  });
});

describe("places", () => {
  it("lie as they lie on the ground, north up, with a bar that measures", () => {
    const found = plotted([[1, "E-1", "", 31.0, 121.0], [2, "E-2", "", 31.01, 121.0], [3, "E-3", "", 31.0, 121.01]], 400, 300, 20);
    const [a, b, c] = found.points as [[number, number], [number, number], [number, number]];
    expect(b[1]).toBeLessThan(a[1]);
    expect(c[0]).toBeGreaterThan(a[0]);
    expect((c[0] - a[0]) / (a[1] - b[1])).toBeCloseTo(Math.cos((31.005 * Math.PI) / 180), 3);
    expect(found.bar / found.metres).toBeCloseTo((a[1] - b[1]) / 1111.95, 3);
    expect(plotted([[1, "E-1", "", 31, 121]], 400, 300, 20).points).toEqual([[200, 150]]);
  });
});
