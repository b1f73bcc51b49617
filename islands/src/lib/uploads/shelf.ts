/** The server's shelf of uploads, as one ticket sees it: what has arrived, in part or whole. */

export interface Kept {
  url: string;
  name: string;
  path: string;
  modified: string;
  length: number;
  offset: number;
  sha256: string;
  sm3: string;
}

export const ENDPOINT = "/uploads/";

/** The ticket of this page, and a new one when it has run out. */
export class Tickets {
  private renewing: Promise<void> | undefined;
  private readonly form: HTMLElement;

  constructor(form: HTMLElement) {
    this.form = form;
  }

  get text(): string {
    return this.form.dataset["ticket"] ?? "";
  }

  get headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.text}`, "Tus-Resumable": "1.0.0" };
  }

  /** Draw the page again unseen; it holds a fresh ticket if its reader is still signed in. */
  renew(): Promise<void> {
    this.renewing ??= fetch(location.href, { credentials: "same-origin" })
      .then((answer) => answer.text())
      .then((text) => {
        const page = new DOMParser().parseFromString(text, "text/html");
        const fresh = page.querySelector<HTMLElement>("[data-island=upload]")?.dataset["ticket"];
        if (fresh) this.form.dataset["ticket"] = fresh;
      })
      .catch(() => undefined)
      .finally(() => (this.renewing = undefined));
    return this.renewing;
  }
}

export async function listed(tickets: Tickets): Promise<Kept[]> {
  const answer = await fetch(ENDPOINT, { headers: tickets.headers });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return ((await answer.json()) as { uploads: Kept[] }).uploads;
}

export async function look(tickets: Tickets, url: string): Promise<Kept> {
  const answer = await fetch(url, { headers: tickets.headers });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return (await answer.json()) as Kept;
}

export async function discard(tickets: Tickets, url: string): Promise<void> {
  await fetch(url, { method: "DELETE", headers: tickets.headers });
}

/** Whether what is on the shelf began as this file: the same name, place, size and day of change. */
export function isSame(kept: Kept, file: File, path: string): boolean {
  return (
    kept.name === file.name && kept.path === path && kept.length === file.size && kept.modified === changed(file)
  );
}

export function changed(file: File): string {
  return new Date(file.lastModified).toISOString();
}
