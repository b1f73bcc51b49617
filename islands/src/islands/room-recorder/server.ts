/** What the room's browser asks the server about the recording: space, second copy, the certificate. */

import { get } from "../../lib/http.ts";
import type { Copy } from "./judge.ts";

export interface ServerState {
  free: number | null;
  copy: Copy;
}

interface Status {
  free_bytes?: number | null;
  copy?: { state?: string; behind?: number } | null;
}

const KNOWN = new Set(["ok", "waiting", "down", "off"]);

export async function serverState(base: string): Promise<ServerState> {
  try {
    const { free_bytes, copy } = await get<Status>(`${base}status`);
    const state = copy?.state && KNOWN.has(copy.state) ? (copy.state as Copy["state"]) : "unknown";
    return { free: free_bytes ?? null, copy: { state, behind: copy?.behind ?? 0 } };
  } catch {
    return { free: null, copy: { state: "unknown", behind: 0 } };
  }
}
