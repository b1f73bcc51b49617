/**
 * One file on its way (tus): goes on by itself after lost lines and restarted servers, stops when a person
 * says so, and is done when the server's SHA-256 is the one computed here.
 */

import { DetailedError, Upload } from "tus-js-client";
import { sha256Of } from "../sha256.ts";
import { changed, discard, ENDPOINT, isSame, type Kept, listed, look, type Tickets } from "./shelf.ts";

export type State = "waiting" | "sending" | "checking" | "done" | "paused" | "offline" | "refused";

const PORTION = 64 * 1024 * 1024;
const DELAYS = [0, 500, 1000, 3000, 5000];
const AGAIN_MS = 5000;

export class Sending {
  state: State = "waiting";
  sent = 0;
  /** Why it is refused, in the server's words. */
  problem = "";
  digest = "";
  kept: Kept | undefined;
  private readonly samples: [number, number][] = [];
  private upload: Upload | undefined;
  private hashing: Promise<string> | undefined;
  private timer = 0;
  readonly file: File;
  readonly path: string;
  private readonly tickets: Tickets;
  private readonly heard: () => void;

  constructor(file: File, path: string, tickets: Tickets, heard: () => void, kept?: Kept) {
    this.file = file;
    this.path = path;
    this.tickets = tickets;
    this.heard = heard;
    this.kept = kept;
    this.sent = kept?.offset ?? 0;
  }

  get over(): boolean {
    return this.state === "done" || this.state === "refused";
  }

  /** Bytes a second over the last seconds. */
  get speed(): number {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (this.state !== "sending" || !first || !last || last[0] - first[0] < 500) return 0;
    return ((last[1] - first[1]) * 1000) / (last[0] - first[0]);
  }

  async start(): Promise<void> {
    clearTimeout(this.timer);
    this.become("sending");
    this.samples.length = 0;
    this.hashing ??= sha256Of(this.file);
    this.hashing.catch(() => undefined);
    const again = this.upload !== undefined;
    this.upload ??= this.made();
    // The answer that named its address may have been lost: it is looked for before it is begun anew.
    if (again && !this.upload.url) this.upload.url = (await this.find()) ?? null;
    if (this.state === "sending") this.upload.start();
  }

  async pause(): Promise<void> {
    clearTimeout(this.timer);
    this.become("paused");
    await this.upload?.abort();
  }

  async cancel(): Promise<void> {
    clearTimeout(this.timer);
    this.become("refused");
    await this.upload?.abort();
    const url = this.upload?.url ?? this.kept?.url ?? (this.upload && (await this.find()));
    if (url) await discard(this.tickets, url).catch(() => undefined);
  }

  /** The address of this file's upload where the answer that named it did not come. */
  private async find(): Promise<string | undefined> {
    const there = await listed(this.tickets).catch(() => []);
    return there.find((kept) => !kept.sha256 && isSame(kept, this.file, this.path))?.url;
  }

  private made(): Upload {
    return new Upload(this.file, {
      endpoint: ENDPOINT,
      uploadUrl: this.kept?.url ?? null,
      chunkSize: PORTION,
      retryDelays: DELAYS,
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false,
      metadata: {
        filename: this.file.name,
        relativePath: this.path,
        filetype: this.file.type,
        modified: changed(this.file),
      },
      onBeforeRequest: (request) => request.setHeader("Authorization", `Bearer ${this.tickets.text}`),
      onProgress: (sent) => this.seen(sent),
      onShouldRetry: (problem, attempt) => this.mayRetry(problem, attempt),
      onError: (problem) => this.failed(problem),
      onSuccess: () => void this.check(),
    });
  }

  private seen(sent: number): void {
    this.sent = sent;
    this.samples.push([performance.now(), sent]);
    while (this.samples.length > 2 && performance.now() - this.samples[0]![0] > 8000) this.samples.shift();
    this.heard();
  }

  private mayRetry(problem: DetailedError, attempt: number): boolean {
    const status = statusOf(problem);
    if (status === 401) {
      void this.tickets.renew();
      return attempt < 3;
    }
    return navigator.onLine && mayPass(status);
  }

  private failed(problem: Error | DetailedError): void {
    if (this.state !== "sending") return;
    if (mayPass(statusOf(problem))) {
      this.become("offline");
      this.timer = window.setTimeout(() => void this.start(), AGAIN_MS);
      return;
    }
    this.problem = wordsOf(problem);
    this.become("refused");
  }

  private async check(): Promise<void> {
    this.become("checking");
    try {
      const [here, there] = await Promise.all([this.hashing, look(this.tickets, this.upload?.url ?? "")]);
      this.digest = here ?? "";
      this.kept = there;
      if (here === there.sha256) {
        this.sent = this.file.size;
        this.become("done");
        return;
      }
      await discard(this.tickets, there.url);
      this.problem = "differs";
      this.become("refused");
    } catch {
      // Asked again: the file itself is there.
      this.state = "sending";
      this.failed(new Error("network"));
    }
  }

  private become(state: State): void {
    this.state = state;
    this.heard();
  }
}

function statusOf(problem: Error | DetailedError): number {
  return "originalResponse" in problem ? (problem.originalResponse?.getStatus() ?? 0) : 0;
}

/** Whether it may work a moment later: no line, a server that restarts, another request still ending. */
function mayPass(status: number): boolean {
  return status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507);
}

function wordsOf(problem: Error | DetailedError): string {
  if (!("originalResponse" in problem)) return problem.message;
  try {
    return (JSON.parse(problem.originalResponse?.getBody() ?? "") as { message: string }).message;
  } catch {
    return `HTTP ${statusOf(problem)}`;
  }
}
