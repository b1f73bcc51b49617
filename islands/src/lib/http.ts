/** Requests to our own server: token, JSON answers, refusals as one error type. */

import { csrfToken } from "./dom.ts";

export interface Refusal {
  code: string;
  reason: string;
  cites: string[];
  who: string;
  cure: string;
}

/** The server said no, in words a person can read. */
export class Answer extends Error {
  readonly status: number;
  readonly code: string;
  readonly refusals: Refusal[];
  readonly fields: Record<string, string>;

  constructor(status: number, body: Partial<{ message: string; code: string; refusals: Refusal[]; fields: Record<string, string> }>) {
    const reasons = body.refusals?.map((refusal) => refusal.reason).join("；");
    super(reasons || body.message || `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? "";
    this.refusals = body.refusals ?? [];
    this.fields = body.fields ?? {};
  }
}

async function read<T>(response: Response): Promise<T> {
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const body: unknown = isJson ? await response.json() : null;
  if (!response.ok) throw new Answer(response.status, (body ?? {}) as Record<string, never>);
  return body as T;
}

/** POST a form body; throws `Answer` on a refusal and `TypeError` when the network is gone. */
export async function post<T = unknown>(url: string, data: Record<string, string | string[]> | FormData): Promise<T> {
  const body = data instanceof FormData ? data : new URLSearchParams();
  if (!(data instanceof FormData)) {
    for (const [name, value] of Object.entries(data)) {
      for (const item of Array.isArray(value) ? value : [value]) (body as URLSearchParams).append(name, item);
    }
  }
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  return read<T>(await fetch(url, { method: "POST", body, headers, credentials: "same-origin" }));
}

/** POST a value as JSON; throws like `post`. */
export async function postJson<T = unknown>(url: string, value: unknown): Promise<T> {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  return read<T>(await fetch(url, { method: "POST", body: JSON.stringify(value), headers, credentials: "same-origin" }));
}

export async function get<T = unknown>(url: string): Promise<T> {
  return read<T>(await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" }));
}

/** Fetch a page or fragment as text; null when it did not change or may not be seen. */
export async function fragment(url: string): Promise<string | null> {
  const headers = { Accept: "text/html", "X-Live-Refresh": "1" };
  const response = await fetch(url, { headers, credentials: "same-origin", cache: "no-store" });
  return response.ok && !response.redirected ? response.text() : null;
}
