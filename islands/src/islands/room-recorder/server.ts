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
