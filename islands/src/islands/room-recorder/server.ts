/** What the room's browser asks the server about the recording: space, second copy, the certificate. */

import { get } from "../../lib/http.ts";
import type { Copy } from "./judge.ts";

export interface ServerState {
  /** none, recording, silent, paused, ended, certified; unknown while the server does not answer. */
  state: string;
  free: number | null;
  copy: Copy;
}

interface Status {
  state?: string;
  free_bytes?: number | null;
  copy?: { state?: string; behind?: number } | null;
}

export const NOTHING: ServerState = { state: "unknown", free: null, copy: { state: "unknown", behind: 0 } };
const KNOWN = new Set(["ok", "waiting", "down", "off"]);

export async function serverState(base: string): Promise<ServerState> {
  try {
    const { free_bytes, copy, state: recorded } = await get<Status>(`${base}status`);
    const state = copy?.state && KNOWN.has(copy.state) ? (copy.state as Copy["state"]) : "unknown";
    return { state: recorded ?? "unknown", free: free_bytes ?? null, copy: { state, behind: copy?.behind ?? 0 } };
  } catch {
    return NOTHING;
  }
}

/** Whether somebody records, or has recorded, this interview. */
export function isRecorded(state: ServerState): boolean {
  return !["none", "unknown"].includes(state.state);
}

/** A stretch that a stream does not hold, as the server computes it. */
export interface Gap {
  stream: string;
  from_ms: number;
  to_ms: number;
  label: string;
}

/** What is missing from a stream of this interview's recording; null while the server does not answer. */
export async function gapsOf(base: string, stream: string): Promise<Gap[] | null> {
  try {
    const { gaps } = await get<{ gaps: Gap[] }>(`${base}index`);
    return gaps.filter((gap) => gap.stream === stream);
  } catch {
    return null;
  }
}
