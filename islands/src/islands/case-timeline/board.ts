/** Draws the axis on one canvas: recordings with their gaps, lanes of moments, thick where there is much. */

import { type CaseTime, density, firstFrom, type Moment, type Track, ticks, tickWords, type View, xOf } from "../../lib/timeline/axis.ts";

export const RULER = 26;
export const TRACK = 26;
export const LANE = 24;
const COLUMN = 3;
const DOT = 3.5;
const CROWD = 7;
const TOGETHER = 10;
const NAMES = ["ink", "ink-2", "ink-3", "line", "surface", "surface-2", "info", "info-soft", "ok", "warn", "warn-line", "bad", "bad-soft", "seal", "action", "gold"] as const;
type Name = (typeof NAMES)[number];

export interface Drawn {
  view: View;
  at: number;
  row: number;
  moments: readonly Moment[];
  selected: Moment | undefined;
}

/** One line of the board: a recording, or a lane of moments. */
export type Row = { track: Track } | { lane: number; label: string };

export class Board {
  private readonly canvas: HTMLCanvasElement;
  private readonly box: HTMLElement;
  private readonly colours = new Map<Name, string>();
  rows: Row[] = [];
  gutter = 150;
  width = 0;

  constructor(box: HTMLElement, canvas: HTMLCanvasElement) {
    this.box = box;
    this.canvas = canvas;
    this.dress();
  }

  /** Read the colours of the theme: tokens hold both, only an element knows which one counts. */
  dress(): void {
    const probe = document.createElement("i");
    this.box.append(probe);
    for (const name of NAMES) {
      probe.className = `tl-ink-${name}`;
      this.colours.set(name, getComputedStyle(probe).color);
    }
    probe.remove();
  }

  /** Which lines there are: all recordings, and the lanes on which something stands. */
  arrange(data: CaseTime, labels: Record<string, string>, only: string): void {
    const used = new Set(data.moments.map((moment) => moment[2]));
    const lanes = data.lanes.map((code, lane) => ({ lane, label: labels[code] ?? code, code })).filter(({ lane }) => used.has(lane));
    const tracks: Row[] = only === "" || only === "tracks" ? data.tracks.map((track) => ({ track })) : [];
    this.rows = [...tracks, ...lanes.filter(({ code }) => only === "" || only === code)];
  }

  get height(): number {
    return RULER + this.rows.reduce((sum, row) => sum + ("track" in row ? TRACK : LANE), 0) + 6;
  }

  rowAt(y: number): number {
    let top = RULER;
    for (const [n, row] of this.rows.entries()) {
      top += "track" in row ? TRACK : LANE;
      if (y < top) return y < RULER ? -1 : n;
    }
    return -1;
  }

  private ink(name: Name): string {
    return this.colours.get(name) ?? "#000";
  }

  draw(now: Drawn): void {
    const wide = this.box.clientWidth;
    const ratio = window.devicePixelRatio || 1;
    this.gutter = wide < 640 ? 88 : 168;
    this.width = Math.max(50, wide - this.gutter - 8);
    const { height } = this;
    if (this.canvas.width !== Math.round(wide * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(wide * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, wide, height);
    pen.font = `12px ${getComputedStyle(this.box).fontFamily}`;
    pen.textBaseline = "middle";
    this.ruler(pen, now.view, height);
    const counts = density(now.moments, 64, now.view, this.width, COLUMN);
    let y = RULER;
    for (const [n, row] of this.rows.entries()) {
      const tall = "track" in row ? TRACK : LANE;
      if (n === now.row) {
        pen.fillStyle = this.ink("info-soft");
        pen.fillRect(0, y, wide, tall);
      }
      this.label(pen, "track" in row ? row.track.title : row.label, y + tall / 2);
      pen.save();
      pen.beginPath();
      pen.rect(this.gutter, y, this.width + 4, tall);
      pen.clip();
      if ("track" in row) this.track(pen, row.track, now.view, y, tall);
      else this.lane(pen, row.lane, counts[row.lane] as Uint16Array, now, y, tall);
      pen.restore();
      y += tall;
      pen.fillStyle = this.ink("line");
      pen.fillRect(0, y - 0.5, wide, 0.5);
    }
    const x = this.gutter + xOf(now.view, this.width, now.at);
    if (x >= this.gutter && x <= this.gutter + this.width) {
      pen.fillStyle = this.ink("seal");
      pen.fillRect(x - 0.75, 4, 1.5, height - 4);
      pen.beginPath();
      pen.moveTo(x - 5, 2);
      pen.lineTo(x + 5, 2);
      pen.lineTo(x, 9);
      pen.fill();
    }
  }

  private label(pen: CanvasRenderingContext2D, text: string, y: number): void {
    pen.fillStyle = this.ink("ink-2");
    let shown = text;
    while (shown.length > 1 && pen.measureText(shown).width > this.gutter - 14) shown = `${shown.slice(0, -2)}…`;
    pen.fillText(shown, 6, y);
  }

  private ruler(pen: CanvasRenderingContext2D, view: View, height: number): void {
    for (const { ms, step } of ticks(view, this.width)) {
      const x = this.gutter + xOf(view, this.width, ms);
      pen.fillStyle = this.ink("line");
      pen.fillRect(x, RULER - 6, 1, height);
      pen.fillStyle = this.ink("ink-3");
      pen.fillText(tickWords(ms, step), x + 4, RULER / 2);
    }
  }

  private bar(pen: CanvasRenderingContext2D, view: View, from: number, to: number, y: number, tall: number, least = 1.5): void {
    const a = this.gutter + Math.max(-4, xOf(view, this.width, from));
    const b = this.gutter + Math.min(this.width + 4, xOf(view, this.width, to));
    if (b >= this.gutter && a <= this.gutter + this.width) pen.fillRect(a, y, Math.max(least, b - a), tall);
  }

  private track(pen: CanvasRenderingContext2D, track: Track, view: View, y: number, tall: number): void {
    pen.fillStyle = this.ink(track.kind === "clip" ? "ok" : "action");
    for (const [from, to] of track.spans) this.bar(pen, view, from, to, y + 7, tall - 14, 2);
    // A gap is drawn as a gap: empty, with a border that even a narrow one has.
    for (const gap of track.gaps) {
      pen.fillStyle = this.ink("bad-soft");
      this.bar(pen, view, gap.from_ms, gap.to_ms, y + 7, tall - 14);
      pen.fillStyle = this.ink("bad");
      this.bar(pen, view, gap.from_ms, gap.to_ms, y + tall - 8, 2);
    }
    pen.fillStyle = this.ink("gold");
    for (const marker of track.markers) this.bar(pen, view, marker.at_ms, marker.at_ms, y + 3, tall - 6, 2.5);
  }

  private lane(pen: CanvasRenderingContext2D, lane: number, counts: Uint16Array, now: Drawn, y: number, tall: number): void {
    const busy = counts.reduce((sum, n) => sum + n, 0);
    if (busy > this.width / CROWD) {
      this.crowd(pen, counts, y, tall);
      return;
    }
    for (const group of this.groups(now, lane)) {
      const chosen = group.moments.some((moment) => moment === now.selected);
      const first = group.moments[0] as Moment;
      pen.fillStyle = this.ink(chosen ? "seal" : first[8] ? "ok" : "info");
      for (const moment of group.moments) {
        if (moment[1] > moment[0]) this.bar(pen, now.view, moment[0], moment[1], y + tall / 2 - 2.5, 5, 2);
      }
      pen.beginPath();
      pen.arc(group.x, y + tall / 2, DOT + (chosen ? 1.5 : 0) + Math.min(3, Math.log2(group.moments.length)), 0, Math.PI * 2);
      pen.fill();
      const room = group.room - 14;
      if (room <= 26) continue;
      pen.fillStyle = this.ink("ink-2");
      pen.save();
      pen.beginPath();
      pen.rect(group.x + 10, y, room, tall);
      pen.clip();
      pen.fillText(group.moments.length > 1 ? `×${group.moments.length} ${first[4]}` : first[4], group.x + 10, y + tall / 2);
      pen.restore();
    }
  }

  /** The moments of a lane that can be seen, those that would lie on each other put together. */
  private groups(now: Drawn, lane: number): { x: number; room: number; moments: Moment[] }[] {
    const found: { x: number; room: number; moments: Moment[] }[] = [];
    for (let n = Math.max(0, firstFrom(now.moments, now.view.from) - 60); n < now.moments.length; n++) {
      const moment = now.moments[n] as Moment;
      if (moment[0] > now.view.to) break;
      if (moment[2] !== lane) continue;
      const x = this.gutter + xOf(now.view, this.width, moment[0]);
      const last = found[found.length - 1];
      if (last && x - last.x < TOGETHER) last.moments.push(moment);
      else found.push({ x, room: 0, moments: [moment] });
    }
    for (const [n, group] of found.entries()) group.room = (found[n + 1]?.x ?? this.gutter + this.width) - group.x;
    return found;
  }

  private crowd(pen: CanvasRenderingContext2D, counts: Uint16Array, y: number, tall: number): void {
    const most = Math.max(1, ...counts);
    pen.fillStyle = this.ink("info");
    for (const [n, count] of counts.entries()) {
      if (!count) continue;
      const high = Math.max(3, Math.sqrt(count / most) * (tall - 5));
      pen.fillRect(this.gutter + n * COLUMN, y + tall - 2 - high, COLUMN - 0.5, high);
    }
  }
}
