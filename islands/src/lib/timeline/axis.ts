/** The arithmetic of the time axis: scale, zoom, ticks, density, search. Nothing here touches the page. */

/** Epoch ms, until (0 for an instant), lane, kind, title, who, detail, group, stated by somebody, address. */
export type Moment = [ms: number, until: number, lane: number, kind: string, title: string, who: string, detail: string, group: string, claimed: boolean, url: string];

export interface Span {
  from_ms: number;
  to_ms: number;
  label: string;
}

export interface Track {
  id: string;
  subject: string;
  kind: "interview" | "occasion" | "clip";
  title: string;
  who: string;
  spans: [from: number, to: number][];
  gaps: Span[];
  markers: { at_ms: number; label: string; by: string }[];
  running: boolean;
  evidence: string;
  picture: boolean;
  basis: string;
  drift_ms: number;
  index: string;
  media: string;
  page: string;
}

/** Epoch ms, number and title of an item, latitude, longitude. */
export type Place = [ms: number, no: string, title: string, latitude: number, longitude: number];

export interface CaseTime {
  from_ms: number;
  to_ms: number;
  now_ms: number;
  lanes: string[];
  moments: Moment[];
  tracks: Track[];
  places: Place[];
}

export const LEAST_MS = 2000;

/** What is seen: from and to in epoch ms over some pixels. */
export interface View {
  from: number;
  to: number;
}

export function xOf(view: View, width: number, ms: number): number {
  return ((ms - view.from) / (view.to - view.from)) * width;
}

export function msAt(view: View, width: number, x: number): number {
  return view.from + (x / width) * (view.to - view.from);
}

/** Zoom by a factor (below 1 nearer) around an instant, never beyond the whole, never nearer than two seconds. */
export function zoomed(view: View, whole: View, by: number, around: number): View {
  const most = whole.to - whole.from;
  const length = Math.min(most, Math.max(LEAST_MS, (view.to - view.from) * by));
  const share = (around - view.from) / (view.to - view.from);
  return kept({ from: around - share * length, to: around + (1 - share) * length }, whole);
}

/** Move a view, staying within the whole. */
export function moved(view: View, whole: View, by: number): View {
  return kept({ from: view.from + by, to: view.to + by }, whole);
}

/** Bring an instant into a view without changing how near it is. */
export function shown(view: View, whole: View, ms: number): View {
  const edge = (view.to - view.from) * 0.08;
  if (ms >= view.from + edge && ms <= view.to - edge) return view;
  const half = (view.to - view.from) / 2;
  return kept({ from: ms - half, to: ms + half }, whole);
}

function kept(view: View, whole: View): View {
  const length = Math.min(view.to - view.from, whole.to - whole.from);
  const from = Math.min(Math.max(view.from, whole.from), whole.to - length);
  return { from, to: from + length };
}

const S = 1000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;
const STEPS = [S, 2 * S, 5 * S, 10 * S, 30 * S, M, 2 * M, 5 * M, 10 * M, 30 * M, H, 2 * H, 6 * H, 12 * H, D, 2 * D, 7 * D, 14 * D, 30 * D, 90 * D, 365 * D];
/** China has one time and no summer time: ticks fall on whole local hours by a plain shift. */
const SHIFT = 8 * H;

/** Round places for the ruler, at least `room` pixels apart. */
export function ticks(view: View, width: number, room = 90): { ms: number; step: number }[] {
  const wanted = ((view.to - view.from) / Math.max(1, width)) * room;
  const step = STEPS.find((size) => size >= wanted) ?? 365 * D;
  const found: { ms: number; step: number }[] = [];
  for (let ms = Math.ceil((view.from + SHIFT) / step) * step - SHIFT; ms <= view.to; ms += step) found.push({ ms, step });
  return found;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** An instant in local time, as exact as the step asks. */
export function tickWords(ms: number, step: number): string {
  const at = new Date(ms + SHIFT);
  const day = `${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  if (step >= D) return `${at.getUTCFullYear()}-${day}`;
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  if (at.getUTCHours() === 0 && at.getUTCMinutes() === 0 && at.getUTCSeconds() === 0) return day;
  return step >= M ? time : `${time}:${two(at.getUTCSeconds())}`;
}

/** An instant in full: `2026-10-08 09:03:12`. */
export function written(ms: number, withMs = false): string {
  const at = new Date(ms + SHIFT);
  const text = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  return withMs ? `${text}.${String(at.getUTCMilliseconds()).padStart(3, "0")}` : text;
}

/** The first of sorted moments at or after an instant. */
export function firstFrom(moments: readonly Moment[], ms: number): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] as Moment)[0] < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Asked {
  words: string;
  lane: number;
  who: string;
}

/** The moments that fit what is asked, in order of time. */
export function chosen(moments: readonly Moment[], asked: Asked): Moment[] {
  const words = asked.words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return moments.filter((moment) => {
    if (asked.lane >= 0 && moment[2] !== asked.lane) return false;
    if (asked.who && !moment[5].includes(asked.who) && !moment[7].includes(asked.who)) return false;
    if (!words.length) return true;
    const text = `${moment[4]} ${moment[5]} ${moment[6]} ${moment[7]}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How many moments of each lane fall on each column of pixels. */
export function density(moments: readonly Moment[], lanes: number, view: View, width: number, column: number): Uint16Array[] {
  const columns = Math.max(1, Math.ceil(width / column));
  const found = Array.from({ length: lanes }, () => new Uint16Array(columns));
  for (let n = firstFrom(moments, view.from); n < moments.length; n++) {
    const moment = moments[n] as Moment;
    if (moment[0] > view.to) break;
    const at = Math.min(columns - 1, Math.floor(xOf(view, width, moment[0]) / column));
    const lane = found[moment[2]];
    if (lane) lane[at] = Math.min(65_535, (lane[at] as number) + 1);
  }
  return found;
}

/** The recordings that hold an instant, those of a picture first. */
export function covering(tracks: readonly Track[], ms: number): Track[] {
  return tracks
    .filter((track) => track.spans.some(([from, to]) => from <= ms && ms < to))
    .sort((a, b) => Number(b.picture) - Number(a.picture));
}

/** The recording whose span is nearest to an instant, and where in it. */
export function nearest(tracks: readonly Track[], ms: number): { track: Track; ms: number } | undefined {
  let best: { track: Track; ms: number } | undefined;
  for (const track of tracks) {
    for (const [from, to] of track.spans) {
      const at = Math.min(Math.max(ms, from), to - 1);
      if (!best || Math.abs(at - ms) < Math.abs(best.ms - ms)) best = { track, ms: at };
    }
  }
  return best;
}

/** Where the next recording after an instant begins, if there is one. */
export function nextStart(tracks: readonly Track[], ms: number): number | undefined {
  const starts = tracks.flatMap((track) => track.spans.map(([from]) => from)).filter((from) => from > ms);
  return starts.length ? Math.min(...starts) : undefined;
}

const METRES = 111_195;

/** Places on a plain drawing of some size: north is up, both ways to one scale; and what a bar of it measures. */
export function plotted(places: readonly Place[], width: number, height: number, margin: number): { points: [x: number, y: number][]; bar: number; metres: number } {
  const middle = ((Math.min(...places.map((p) => p[3])) + Math.max(...places.map((p) => p[3]))) / 2) * (Math.PI / 180);
  const east = places.map((place) => place[4] * METRES * Math.cos(middle));
  const north = places.map((place) => place[3] * METRES);
  const [left, low] = [Math.min(...east), Math.min(...north)];
  const [wide, high] = [Math.max(...east) - left, Math.max(...north) - low];
  // A single spot is drawn as if it were a hundred metres wide.
  const scale = Math.min((width - 2 * margin) / Math.max(wide, 100), (height - 2 * margin) / Math.max(high, 100));
  const points = places.map((_, n): [number, number] => [
    width / 2 + ((east[n] as number) - left - wide / 2) * scale,
    height / 2 - ((north[n] as number) - low - high / 2) * scale,
  ]);
  const metres = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000].find((size) => size * scale >= 50) ?? 500_000;
  return { points, bar: metres * scale, metres };
}
