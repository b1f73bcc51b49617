/**
 * Dictation beside the entry form: hold F9 (or press the button) and speak; the engine's words come back as a
 * draft under the field. Nothing of it is in the record until the officer accepts it, word by word.
 */

import { Answer } from "../lib/http.ts";
import { csrfToken, make, one } from "../lib/dom.ts";
import { inserted, sentence, wordsOf } from "../lib/words.ts";
import { wavOfRecording } from "../lib/wav.ts";

const LONGEST_MS = 60_000;

export function mount(root: HTMLElement): void {
  const form = root.closest("form");
  if (!form) throw new Error("dictation stands in a form");
  const button = one<HTMLButtonElement>(root, "[data-listen]");
  const state = one(root, "[data-listen-state]");
  const strip = one(root, "[data-draft-words]");
  const say = (name: string): void => {
    state.textContent = root.dataset[name] ?? "";
  };
  let field = one<HTMLTextAreaElement>(form, "[name=answer]");
  let words: string[] = [];
  let recorder: MediaRecorder | null = null;
  let asked = false;
  let timer = 0;

  form.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLTextAreaElement) field = event.target;
  });

  async function start(): Promise<void> {
    if (asked || recorder) return;
    asked = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false } });
      const pieces: Blob[] = [];
      recorder = new MediaRecorder(stream, { mimeType: "audio/webm;codecs=opus" });
      recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
      recorder.addEventListener("stop", () => {
        for (const track of stream.getTracks()) track.stop();
        recorder = null;
        button.setAttribute("aria-pressed", "false");
        void send(new Blob(pieces, { type: "audio/webm" }));
      });
      recorder.start();
      timer = window.setTimeout(stop, LONGEST_MS);
      button.setAttribute("aria-pressed", "true");
      say("textListening");
      if (!asked) stop();
    } catch {
      asked = false;
      say("textNoMicrophone");
    }
  }

  function stop(): void {
    asked = false;
    clearTimeout(timer);
    if (recorder?.state === "recording") recorder.stop();
  }

  async function send(recorded: Blob): Promise<void> {
    say("textWorking");
    try {
      const body = await wavOfRecording(recorded);
      const headers = { Accept: "application/json", "Content-Type": "audio/wav", "X-CSRFToken": csrfToken() };
      const response = await fetch(root.dataset["url"] ?? "", { method: "POST", body, headers, credentials: "same-origin" });
      const answer = (await response.json()) as { text?: string; fields?: Record<string, string>; message?: string };
      if (!response.ok) throw new Answer(response.status, answer);
      words = [...words, ...wordsOf(answer.text ?? "")];
      say(words.length ? "textDraft" : "textNothing");
      draw();
    } catch (problem) {
      if (problem instanceof Answer) state.textContent = Object.values(problem.fields)[0] ?? problem.message;
      else say("textDown");
    }
  }

  function draw(): void {
    strip.replaceChildren(
      ...words.map((word, index) => {
        const chip = make("button", { type: "button", class: "iv-draft-word" }, word);
        chip.addEventListener("click", () => accept(index + 1));
        return chip;
      }),
    );
    root.classList.toggle("has-draft", words.length > 0);
  }

  function accept(count: number): void {
    const piece = words.slice(0, count).join("");
    if (!piece) return;
    const put = inserted(field.value, field.selectionStart, field.selectionEnd, piece);
    field.value = put.text;
    field.focus();
    field.setSelectionRange(put.caret, put.caret);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    words = words.slice(count);
    if (!words.length) state.textContent = "";
    draw();
  }

  function drop(): void {
    words = [];
    state.textContent = "";
    draw();
    field.focus();
  }

  button.addEventListener("click", () => (recorder ? stop() : void start()));
  one(root, "[data-draft-drop]").addEventListener("click", drop);
  document.addEventListener("keydown", (event) => {
    if (!root.isConnected) return;
    if (event.key === "F9" && !event.repeat) {
      event.preventDefault();
      void start();
    } else if (words.length && event.altKey && event.key === "ArrowRight") {
      event.preventDefault();
      accept(event.shiftKey ? sentence(words) : 1);
    } else if (words.length && event.altKey && event.key === "Backspace") {
      event.preventDefault();
      drop();
    }
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "F9") stop();
  });
}
