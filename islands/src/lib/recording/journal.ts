/**
 * Why a part ended. A stop, a pause, a lost device are written when they happen. A page that is left
 * leaves a mark on its way out; a page that crashed leaves none, and its part is found open.
 */

import type { Cause, Part, Store } from "./store.ts";

const LEFT = "recording-left:";

/** Mark, at once and for certain, that the page is being left while these parts run. */
export function markLeft(ids: Iterable<string>, at_ms: number, marks: Storage = localStorage): void {
  for (const id of ids) marks.setItem(LEFT + id, String(at_ms));
}

export function unmarkLeft(ids: Iterable<string>, marks: Storage = localStorage): void {
  for (const id of ids) marks.removeItem(LEFT + id);
}

/** Close what an earlier page of this room left open; call only while holding the room's lock. */
export async function settle(store: Store, session: string, marks: Storage = localStorage): Promise<Part[]> {
  const found: Part[] = [];
  for (const part of await store.parts(session)) {
    if (part.ended) continue;
    const left = Number(marks.getItem(LEFT + part.client_id) ?? "");
    const cause: Cause = left ? "page_left" : "page_crashed";
    marks.removeItem(LEFT + part.client_id);
    if (part.kept === 0 && !part.part) {
      await store.drop(part.client_id);
      continue;
    }
    const ended = { cause, client_ms: left || part.last_ms || part.started_ms };
    found.push((await store.change(part.client_id, () => ({ ended }), true)) ?? part);
  }
  return found;
}

/** The part before the next one of a stream, and why it ended. */
export async function previousOf(store: Store, session: string, stream: string): Promise<Part["previous"]> {
  const last = (await store.parts(session)).filter((part) => part.stream === stream).pop();
  return last ? { client_id: last.client_id, cause: last.ended?.cause ?? "unknown" } : null;
}

/** Time recorded in this browser, over all parts of the picture, or of the longest stream without one. */
export function recordedMs(parts: readonly Part[]): number {
  const sums = new Map<string, number>();
  for (const part of parts) sums.set(part.stream, (sums.get(part.stream) ?? 0) + part.duration_ms);
  return sums.get("picture") ?? Math.max(0, ...sums.values());
}
