/** What each check of the pre-flight means: a verdict, what was found, what to do. */

import type { Offset } from "../../lib/recording/clock.ts";
import { SILENT_DB } from "../../lib/recording/level.ts";
import { BYTES_PER_HOUR, judge, type Space } from "../../lib/recording/space.ts";
import { type Words, hours, say, span } from "./words.ts";

export type Verdict = "ok" | "warn" | "bad" | "checking";

export interface Found {
  verdict: Verdict;
  text: string;
}

export interface Copy {
  state: "ok" | "waiting" | "down" | "off" | "unknown";
  behind: number;
}

const OFF_MS = 1000;
const SLOW_MS = 150;
const TOO_SLOW_MS = 400;
const DARK = 12;

export function clockFound(words: Words, offset: Offset | null, remote: boolean): Found {
  if (!offset) return { verdict: "bad", text: say(words, "clockBad") };
  const rtt = Math.round(offset.rtt_ms);
  const by = span(words, offset.offset_ms);
  const off = Math.abs(offset.offset_ms) > OFF_MS;
  const slow = rtt > SLOW_MS;
  const clock = say(words, off ? "clockOff" : "clockOk", { by });
  const name = slow ? (remote ? "remoteSlow" : "netSlow") : "netOk";
  const verdict = remote && rtt > TOO_SLOW_MS ? "bad" : off || slow ? "warn" : "ok";
  return { verdict, text: `${clock}；${say(words, name, { n: rtt })}` };
}

export function spaceFound(words: Words, space: Space): Found {
  if (space.free === 0) return { verdict: "warn", text: say(words, "spaceUnknown") };
  const n = hours(space.hours);
  const name = { ok: "spaceOk", warn: "spaceLow", bad: "spaceBad" }[space.verdict];
  const evict = space.persistent ? "" : `；${say(words, "spaceEvict")}`;
  return { verdict: space.verdict, text: say(words, name, { n }) + evict };
}

export function serverFound(words: Words, free: number | null): Found {
  if (free === null) return { verdict: "bad", text: say(words, "serverUnknown") };
  const verdict = judge(free);
  const name = { ok: "serverOk", warn: "serverLow", bad: "serverBad" }[verdict];
  return { verdict, text: say(words, name, { n: hours(free / BYTES_PER_HOUR) }) };
}

export function copyFound(words: Words, copy: Copy): Found {
  const name = { ok: "copyOk", waiting: "copyWaiting", down: "copyDown", off: "copyOff", unknown: "copyUnknown" }[copy.state];
  return { verdict: copy.state === "ok" ? "ok" : "warn", text: say(words, name, { n: copy.behind }).replace(/^[^：:]*[：:]\s*/, "") };
}

/** A camera that is open: large enough, and not in the dark. `light` is the mean brightness, 0–255. */
export function cameraFound(words: Words, size: { width: number; height: number }, light: number | null): Found {
  if (light !== null && light < DARK) return { verdict: "bad", text: say(words, "cameraDark") };
  const small = size.height < 700;
  return { verdict: small ? "warn" : "ok", text: say(words, small ? "cameraSmall" : "cameraOk", { ...size }) };
}

export interface Heard {
  who: string;
  name: string;
  device: string;
  loudest: number;
  problem: "" | "denied" | "missing" | "busy" | "other";
}

/** All microphones together: everybody has one of their own and was heard. `required` must have one. */
export function microphonesFound(words: Words, heard: readonly Heard[], required: { who: string; name: string }): Found {
  const broken = heard.find((one) => one.problem);
  if (broken) return { verdict: "bad", text: say(words, broken.problem) };
  if (!heard.some((one) => one.who === required.who)) return { verdict: "bad", text: say(words, "micNone", { who: required.name }) };
  const silent = heard.find((one) => !isHeard(one));
  if (silent) return { verdict: silent.who === required.who ? "bad" : "warn", text: say(words, "micWaiting", { who: silent.name }) };
  for (const [at, one] of heard.entries()) {
    const other = heard.slice(at + 1).find((two) => two.device === one.device);
    if (other) return { verdict: "warn", text: say(words, "micShared", { a: one.name, b: other.name }) };
  }
  return { verdict: "ok", text: say(words, "micAll") };
}

export function isHeard(one: Heard): boolean {
  return one.loudest > SILENT_DB;
}
