/** What both sides of a remote session share: the stage with two pictures, states in words, quiet forms. */

import { make, one, toast } from "./dom.ts";
import { Answer, post } from "./http.ts";
import { problemOf } from "./recording/devices.ts";
import type { SoloState } from "./recording/solo.ts";

export type Words = Record<string, string>;

/** A sentence with its names in braces filled in. */
export function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
}

export class StageView {
  readonly theirs: HTMLVideoElement;
  readonly own: HTMLVideoElement;
  private readonly box: HTMLElement;
  private readonly words: Words;

  constructor(box: HTMLElement, words: Words) {
    this.box = box;
    this.words = words;
    this.theirs = one<HTMLVideoElement>(box, "[data-theirs]");
    this.own = one<HTMLVideoElement>(box, "[data-own]");
  }

  showTheirs(stream: MediaStream | null): void {
    if (this.theirs.srcObject !== stream) this.theirs.srcObject = stream;
    if (stream) void this.theirs.play().catch(() => undefined);
    this.box.classList.toggle("has-theirs", stream !== null);
  }

  showOwn(stream: MediaStream | null): void {
    this.own.srcObject = stream;
    this.box.classList.toggle("has-own", stream !== null);
    if (stream) void this.own.play().catch(() => undefined);
  }

  call(state: string): void {
    one(this.box, "[data-call-state]").textContent = this.words[state] ?? state;
    this.box.dataset["call"] = state;
  }

  say(text: string): void {
    one(this.box, "[data-said]").textContent = text;
  }

  recorded(state: SoloState): void {
    const seconds = String(Math.ceil(state.waiting_ms / 1000));
    const behind = state.waiting_ms > 2500;
    let word = this.words["notRecording"] ?? "";
    let mark = "off";
    if (state.elsewhere) word = this.words["elsewhere"] ?? "";
    else if (state.problem === "full") [word, mark] = [this.words["serverFull"] ?? "", "late"];
    else if (state.recording) [word, mark] = behind ? [fill(this.words["waiting"] ?? "", { n: seconds }), "late"] : [this.words["recording"] ?? "", "on"];
    else if (state.delivered) [word, mark] = [this.words["delivered"] ?? "", "done"];
    else if (state.waiting_ms > 0) [word, mark] = [fill(this.words["delivering"] ?? "", { n: seconds }), "late"];
    const box = one(this.box, "[data-rec]");
    box.dataset["rec"] = mark;
    one(box, "[data-rec-state]").textContent = word;
  }

  /** Say why something was not done: in the form it was sent from, else in the corner. */
  failed(error: unknown, form?: HTMLFormElement): void {
    const said = error instanceof Answer ? Object.values(error.fields).join(" ") || error.message : this.words["offline"] ?? "";
    const message = fill(this.words["failed"] ?? "{message}", { message: said });
    if (form?.isConnected) form.append(make("p", { class: "field-error", role: "alert", "data-form-error": "" }, message));
    else toast(message, "warn");
  }

  deviceProblem(error: unknown): void {
    this.say(this.words[isSecureContext ? problemOf(error) : "insecure"] ?? "");
  }
}

/** Forms marked so are sent without leaving the page: leaving it would end the call. */
export function quietForms(root: HTMLElement, before: (form: HTMLFormElement) => Promise<boolean>, done: () => void, failed: (error: unknown, form: HTMLFormElement) => void): void {
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-remote-form]")) return;
    event.preventDefault();
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (button) button.disabled = true;
    for (const old of form.querySelectorAll("[data-form-error]")) old.remove();
    void (async () => {
      try {
        if (!(await before(form))) return;
        await post(form.action, new FormData(form));
        form.reset();
        form.dispatchEvent(new CustomEvent("remote:done", { bubbles: true }));
        done();
      } catch (error) {
        failed(error, form);
      } finally {
        if (button) button.disabled = false;
      }
    })();
  });
}

/** The present frame of a video as PNG or JPEG. */
export async function still(video: HTMLVideoElement, type: "image/png" | "image/jpeg", most = 1920): Promise<Blob | null> {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth) return null;
  const scale = Math.min(1, most / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, type, 0.85));
}
