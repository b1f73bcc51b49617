/** What is hidden in a copy, as the desk edits it: boxes with keys, stretches of sound. Arithmetic only. */

/** Milliseconds, then left, top, width, height in ten-thousandths of the picture. */
export type Key = [at: number, x: number, y: number, w: number, h: number];

export interface Box {
  kind: string;
  from_ms: number;
  to_ms: number;
  keys: Key[];
}

export interface Sound {
  how: string;
  from_ms: number;
  to_ms: number;
}

export interface Recipe {
  boxes: Box[];
  sounds: Sound[];
}

export const WHOLE = 10_000;
export const LEAST = 50;

/** Where a box is at an instant, undefined while it covers nothing; as the worker computes it. */
export function boxAt(box: Box, ms: number): Key | undefined {
  if (ms < box.from_ms || ms >= box.to_ms) return undefined;
  const after = box.keys.findIndex((key) => key[0] > ms);
  if (after === 0) return box.keys[0];
  if (after < 0) return box.keys[box.keys.length - 1];
  const [a, b] = [box.keys[after - 1] as Key, box.keys[after] as Key];
  const share = (ms - a[0]) / (b[0] - a[0]);
  const mix = (n: 1 | 2 | 3 | 4): number => a[n] + (b[n] - a[n]) * share;
  return [ms, mix(1), mix(2), mix(3), mix(4)];
}

/** Bring a rectangle into the picture, as whole numbers, no smaller than can be seen. */
export function fitted(x: number, y: number, w: number, h: number): [number, number, number, number] {
  const width = Math.min(WHOLE, Math.max(LEAST, Math.round(w)));
  const height = Math.min(WHOLE, Math.max(LEAST, Math.round(h)));
  return [Math.min(Math.max(0, Math.round(x)), WHOLE - width), Math.min(Math.max(0, Math.round(y)), WHOLE - height), width, height];
}

/** The box with its place at an instant set: an existing key there is moved, otherwise one is added. */
export function withKey(box: Box, key: Key): Box {
  const keys = [...box.keys.filter(([at]) => at !== key[0]), key].sort((a, b) => a[0] - b[0]);
  return { ...box, keys, from_ms: Math.min(box.from_ms, key[0]), to_ms: Math.max(box.to_ms, key[0] + 1) };
}

/** `1:02.5` of milliseconds, and back; NaN for what is no time. */
export function clock(ms: number): string {
  const seconds = ms / 1000;
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`;
}

export function msOf(text: string): number {
  const found = /^(?:(\d+):)?(\d+(?:\.\d+)?)$/.exec(text.trim());
  return found ? Math.round((Number(found[1] ?? 0) * 60 + Number(found[2])) * 1000) : Number.NaN;
}
