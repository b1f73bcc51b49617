/**
 * Scanning labels: with the camera where there is one, by a scanner that types, or by hand.
 *
 * With `data-list` the items are shown in a list as they come; with `data-into` the codes go into a
 * text field, one a line. The decoder is WebAssembly served by this house; nothing leaves it.
 */

import { type Mount, make, one } from "../lib/dom.ts";
import { get } from "../lib/http.ts";
import { labelCode } from "../lib/labels.ts";

interface Found {
  code: string;
  no: string;
  title: string;
  case: string;
  state: string;
  holder: string;
  url: string;
}

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

const EVERY = 180;

async function detector(): Promise<Detector> {
  const { BarcodeDetector, prepareZXingModule } = await import("barcode-detector/ponyfill");
  const wasm = (await import("zxing-wasm/reader/zxing_reader.wasm?url")).default;
  prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? wasm : prefix + path) } });
  return new BarcodeDetector({ formats: ["qr_code"] }) as Detector;
}

export const mount: Mount = (box) => {
  const start = one<HTMLButtonElement>(box, "[data-start]");
  const camera = one(box, "[data-camera]");
  const video = one<HTMLVideoElement>(box, "video");
  const state = one(box, "[data-state]");
  const typed = box.querySelector<HTMLInputElement>("#scan-code");
  const list = document.querySelector<HTMLElement>(`${box.dataset["list"] ?? "#none"} [data-scanned]`);
  const into = document.querySelector<HTMLTextAreaElement>(box.dataset["into"] ?? "#none");
  const seen = new Set<string>([...(list?.querySelectorAll<HTMLInputElement>("input[name=code]") ?? [])].map((i) => i.value));
  let stream: MediaStream | null = null;
  let timer = 0;

  const say = (text: string): void => {
    state.textContent = text;
    state.hidden = !text;
  };

  const show = (found: Found): void => {
    if (!list) return;
    const link = make("a", { href: found.url }, `${found.no} ${found.title}`);
    const about = make("small", { class: "muted" }, [found.case, found.holder, found.state].filter(Boolean).join(" · "));
    list.append(
      make(
        "li",
        { class: "is-new" },
        make("input", { type: "hidden", name: "code", value: found.code }),
        make("div", {}, link, about),
        make("span", { class: "mono small" }, found.code),
      ),
    );
    const form = list.closest("form");
    form?.querySelector("[data-empty]")?.setAttribute("hidden", "");
    form?.querySelector("[data-acts]")?.removeAttribute("hidden");
  };

  const take = async (text: string): Promise<boolean> => {
    const code = labelCode(text);
    if (!code) {
      say(box.dataset["textNone"] ?? "");
      return false;
    }
    if (seen.has(code)) return true;
    seen.add(code);
    say("");
    if (into) {
      into.value = [...into.value.split(/\s+/).filter(Boolean), code].join("\n");
      into.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    }
    const answer = (await get(`/evidence/scan?batch=1&code=${encodeURIComponent(code)}`)) as { items: Found[] };
    if (!answer.items.length) {
      seen.delete(code);
      say(box.dataset["textNone"] ?? "");
      return false;
    }
    for (const found of answer.items) show(found);
    navigator.vibrate?.(60);
    return true;
  };

  const stop = (): void => {
    clearInterval(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    camera.hidden = true;
    one(start, "span").textContent = box.dataset["textStart"] ?? "";
  };

  const run = async (): Promise<void> => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    } catch {
      say(box.dataset["textDenied"] ?? "");
      return;
    }
    video.srcObject = stream;
    camera.hidden = false;
    one(start, "span").textContent = box.dataset["textStop"] ?? "";
    await video.play();
    const eye = await detector();
    let busy = false;
    timer = window.setInterval(() => {
      if (busy || !stream || video.readyState < 2) return;
      busy = true;
      void eye
        .detect(video)
        .then(async (codes) => {
          for (const { rawValue } of codes) await take(rawValue);
        })
        .catch(() => undefined)
        .finally(() => {
          busy = false;
        });
    }, EVERY);
  };

  if ("mediaDevices" in navigator) {
    start.hidden = false;
    start.addEventListener("click", () => (stream ? stop() : void run()));
  }
  if (list && box instanceof HTMLFormElement) {
    box.addEventListener("submit", (event) => {
      if (!typed?.value.trim()) return;
      event.preventDefault();
      void take(typed.value).then((known) => {
        if (known) typed.value = "";
        typed.focus();
      });
    });
  }
  addEventListener("pagehide", stop);
};
