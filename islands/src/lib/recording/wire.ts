/** The requests of the recording protocol, each answered with what the outbox has to do about it. */

import { csrfToken } from "../dom.ts";
import type { Chunk, Marker, Part } from "./store.ts";

export type Opened = { kind: "opened"; part: string; token: string } | Failed;
export type Put = { kind: "kept"; head: string } | { kind: "order"; next: number } | { kind: "differs" | "closed" | "token" } | Failed;
export type Ended = { kind: "ended" } | { kind: "order"; next: number } | { kind: "token" } | Failed;
export type Failed = { kind: "down" } | { kind: "full" } | { kind: "login" } | { kind: "refused"; message: string; status: number };

export interface Wire {
  open(part: Part): Promise<Opened>;
  put(part: Part, chunk: Chunk): Promise<Put>;
  end(part: Part): Promise<Ended>;
  mark(marker: Marker): Promise<{ kind: "marked" } | Failed>;
}

interface Body {
  code?: string;
  message?: string;
  next?: number;
  head?: string;
  part?: string;
  token?: string;
}

const PATIENCE = 15_000;
const MOST_OFF = 2 ** 31 - 1;

async function ask(url: string, init: RequestInit): Promise<{ status: number; body: Body | null }> {
  const answer = await fetch(url, { ...init, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  return { status: answer.status, body: isJson ? ((await answer.json()) as Body) : null };
}

function failed(status: number, body: Body | null): Failed {
  if (status === 507) return { kind: "full" };
  if (status === 401 || status === 403 || (status < 400 && !body)) return { kind: "login" };
  const onTheWay = body?.code === "altered" || body?.code === "size";
  if (status >= 500 || status === 408 || status === 429 || onTheWay) return { kind: "down" };
  return { kind: "refused", message: body?.message ?? `HTTP ${status}`, status };
}

function posted(value: unknown): RequestInit {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  return { method: "POST", headers, body: JSON.stringify(value) };
}

/** The server notes offsets of up to 24 days; a clock further off is wrong by at least that. */
function within(offset_ms: number): number {
  return Math.max(-MOST_OFF, Math.min(MOST_OFF, Math.round(offset_ms)));
}

async function guarded<T>(work: () => Promise<T>): Promise<T | { kind: "down" }> {
  try {
    return await work();
  } catch {
    return { kind: "down" };
  }
}

export const HTTP: Wire = {
  open: (part) =>
    guarded<Opened>(async () => {
      const { client_id, stream, who, mime, started_ms, previous } = part;
      const clock = { offset_ms: within(part.clock.offset_ms), rtt_ms: part.clock.rtt_ms };
      const said = { client_id, stream, who, mime, started_ms: Math.round(started_ms), clock, previous };
      const { status, body } = await ask(part.open_url, posted(said));
      if (status < 300 && body?.part && body.token) return { kind: "opened", part: body.part, token: body.token };
      return failed(status, body);
    }),

  put: (part, chunk) =>
    guarded<Put>(async () => {
      const headers = {
        Authorization: `Bearer ${part.token}`,
        "Content-Type": "application/octet-stream",
        "X-Client-Ms": String(Math.round(chunk.client_ms)),
        "X-Duration-Ms": String(Math.round(chunk.duration_ms)),
        "X-Sha256": chunk.sha256,
      };
      const { status, body } = await ask(`/media/${part.part}/${chunk.seq}`, { method: "PUT", headers, body: chunk.bytes });
      if (status === 200 && body) return { kind: "kept", head: body.head ?? "" };
      if (status === 409 && body?.code === "order") return { kind: "order", next: body.next ?? 0 };
      if (status === 409) return { kind: body?.code === "differs" ? "differs" : "closed" };
      return status === 401 ? { kind: "token" } : failed(status, body);
    }),

  end: (part) =>
    guarded<Ended>(async () => {
      const said = { chunks: part.kept, cause: part.ended?.cause, client_ms: Math.round(part.ended?.client_ms ?? 0) };
      const init = posted(said);
      const headers = { ...init.headers, Authorization: `Bearer ${part.token}` };
      const { status, body } = await ask(`/media/${part.part}/end`, { ...init, headers });
      if (status === 200) return { kind: "ended" };
      if (status === 409) return { kind: "order", next: body?.next ?? 0 };
      return status === 401 ? { kind: "token" } : failed(status, body);
    }),

  mark: (marker) =>
    guarded<{ kind: "marked" } | Failed>(async () => {
      const { at_ms, label, key } = marker;
      const { status, body } = await ask(marker.url, posted({ at_ms: Math.round(at_ms), label, key }));
      if (status < 300 && body) return { kind: "marked" };
      return failed(status, body);
    }),
};
