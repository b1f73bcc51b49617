/**
 * The recording of one interview as a page knows it: parts on one axis of server milliseconds, what is
 * missing and why, and what was said when. Everything here is arithmetic; nothing is fetched.
 */

export interface Part {
  part: string;
  no: number;
  stream: string;
  who: string;
  mime: string;
  /** Epoch milliseconds of the part's first frame, by the server's clock. */
  started_ms: number;
  duration_ms: number;
  bytes: number;
  ended: boolean;
  cause: string;
  /** Places to begin at: milliseconds from the part's start, byte of the cluster. */
  keyframes: [ms: number, byte: number][];
  init: [from: number, to: number];
  /** Address of the raw bytes (Range). */
  media: string;
  /** Address that sends each new chunk as it is kept; empty once the part has ended. */
  live: string;
}

export interface Gap {
  from_ms: number;
  to_ms: number;
  cause: string;
  /** The cause in words. */
  label: string;
  stream?: string;
}

export interface Answer {
  no: number;
  asked_ms: number;
  committed_ms: number;
}

export interface Marker {
  at_ms: number;
  label: string;
}

export interface RecordingIndex {
  /** none, recording, paused, ended, certified. */
  state: string;
  /** How long ago the last chunk came, while a recorder runs. */
  silent_ms: number;
  started_ms: number;
  ended_ms: number;
  parts: Part[];
  gaps: Gap[];
  pauses: Gap[];
  markers: Marker[];
  segments: Answer[];
}

export const PICTURE = "picture";

export function endOf(part: Part): number {
  return part.started_ms + part.duration_ms;
}

/** The parts of one stream, in order of time. */
export function partsOf(index: RecordingIndex, stream: string): Part[] {
  return index.parts.filter((part) => part.stream === stream && part.bytes > 0).sort((a, b) => a.started_ms - b.started_ms || a.no - b.no);
}

/** The part that holds an instant, else the next one; undefined after the last. */
export function partAt(parts: readonly Part[], ms: number): Part | undefined {
  return parts.find((part) => ms < endOf(part));
}

/** Where to begin reading to show `ms` of the part: the last key frame at or before it. */
export function keyBefore(part: Part, ms: number): [ms: number, byte: number] {
  const wanted = ms - part.started_ms;
  let low = 0;
  let high = part.keyframes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((part.keyframes[middle]?.[0] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return part.keyframes[Math.max(0, low - 1)] ?? [0, part.init[1]];
}

/** Up to which byte has to be read to show `ms`: the cluster of the first key frame after it, or all there is. */
export function enoughFor(part: Part, ms: number): number {
  const wanted = ms - part.started_ms;
  return part.keyframes.find(([at]) => at > wanted)?.[1] ?? part.bytes;
}

/** What the page's axis spans: from the first part or the beginning of the interview to the last. */
export function spanOf(index: RecordingIndex): [from: number, to: number] {
  const starts = index.parts.filter((part) => part.bytes > 0).map((part) => part.started_ms);
  const ends = index.parts.filter((part) => part.bytes > 0).map(endOf);
  const from = Math.min(...starts, ...(index.started_ms ? [index.started_ms] : []));
  const to = Math.max(...ends, ...(index.ended_ms ? [index.ended_ms] : []));
  return Number.isFinite(from) && Number.isFinite(to) && to > from ? [from, to] : [0, 0];
}

/** The streams there are, the picture first, each with whose voice it is. */
export function channels(index: RecordingIndex): { stream: string; who: string }[] {
  const found = new Map<string, string>();
  for (const part of index.parts) if (part.bytes > 0 && !found.has(part.stream)) found.set(part.stream, part.who);
  return [...found]
    .map(([stream, who]) => ({ stream, who }))
    .sort((a, b) => Number(b.stream === PICTURE) - Number(a.stream === PICTURE) || a.stream.localeCompare(b.stream));
}

/** The answer being given at an instant: the last one whose question had been asked. */
export function answerAt(answers: readonly Answer[], ms: number): Answer | undefined {
  let found: Answer | undefined;
  for (const answer of answers) if (answer.asked_ms <= ms) found = answer;
  return found;
}

/** `3:07` or `1:02:03` of a span of milliseconds. */
export function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
