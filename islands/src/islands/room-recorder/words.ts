/** The recorder's sentences: which one fits, with its figures. The server wrote them in the person's language. */

import type { Delivery } from "../../lib/recording/outbox.ts";

export type Words = Record<string, string>;
export type Tone = "ok" | "warn" | "bad" | "";

export interface Said {
  text: string;
  tone: Tone;
}

/** Fill the names in braces of one of the sentences. */
export function say(words: Words, name: string, values: Record<string, string | number> = {}): string {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

/** Chunks on their way are no delay: below this, everything counts as delivered. */
const ON_THE_WAY_MS = 2500;

export function deliveryWords(words: Words, delivery: Delivery): Said {
  const n = Math.ceil(delivery.waiting_ms / 1000);
  if (delivery.troubled) return { text: say(words, "troubled", { n: delivery.troubled }), tone: "bad" };
  switch (delivery.problem) {
    case "full":
      return { text: say(words, "serverFull", { n }), tone: "bad" };
    case "login":
      return { text: say(words, "login", { n }), tone: "bad" };
    case "refused":
      return { text: say(words, "refused", { n, message: delivery.message }), tone: "bad" };
    case "down":
      return { text: say(words, "down", { n }), tone: "warn" };
    case "":
      if (delivery.waiting_ms > ON_THE_WAY_MS) return { text: say(words, "waiting", { n }), tone: "" };
      return { text: say(words, "delivered"), tone: "ok" };
  }
}

/** `12:03` or `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** Hours of recording that fit. */
export function hours(value: number): string {
  return value >= 10 ? String(Math.floor(value)) : value.toFixed(1);
}

/** A stretch of time in the largest unit that fits: seconds, minutes, hours, days. */
export function span(words: Words, ms: number): string {
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 120) return say(words, "seconds", { n: seconds < 10 ? seconds.toFixed(1) : Math.round(seconds) });
  if (seconds < 7200) return say(words, "minutes", { n: Math.round(seconds / 60) });
  if (seconds < 172_800) return say(words, "hours", { n: Math.round(seconds / 3600) });
  return say(words, "days", { n: Math.round(seconds / 86_400) });
}
