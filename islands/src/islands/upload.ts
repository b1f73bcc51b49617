/**
 * Sends files as they are, one PUT each, and shows their SHA-256 as computed here and there.
 *
 * PUT <data-url>?name=<file name>   body: the bytes
 *   X-CSRFToken, X-Content-SHA256: <hex>, X-Last-Modified: <ISO instant of the file>
 * answers 201 with JSON { sha256, sm3?, url? } or an error with { message }.
 */

import { csrfToken, make, toast } from "../lib/dom.ts";
import { sha256Of } from "../lib/sha256.ts";

interface Taken {
  sha256: string;
  sm3?: string;
  url?: string;
}

const ATTEMPTS = 3;

class Refused extends Error {}

function send(url: string, file: File, digest: string, progress: (share: number) => void): Promise<Taken> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const address = new URL(url, location.href);
    address.searchParams.set("name", file.name);
    request.open("PUT", address);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("X-Content-SHA256", digest);
    request.setRequestHeader("X-Last-Modified", new Date(file.lastModified).toISOString());
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("load", () => {
      const body = request.response as (Taken & { message?: string }) | null;
      if (request.status >= 200 && request.status < 300 && body) resolve(body);
      else if (request.status >= 500 || request.status === 0) reject(new Error(body?.message ?? `HTTP ${request.status}`));
      else reject(new Refused(body?.message ?? `HTTP ${request.status}`));
    });
    request.addEventListener("error", () => reject(new Error("network")));
    request.addEventListener("abort", () => reject(new Error("abort")));
    request.send(file);
  });
}

export function mount(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const url = form.dataset["url"];
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const list = form.querySelector<HTMLElement>("[data-list]");
  const drop = form.querySelector<HTMLElement>("[data-drop]");
  if (!url || !input || !list || !drop) return;
  const words = (name: string): string => form.dataset[`text${name}`] ?? "";
  let queue: Promise<void> = Promise.resolve();

  const add = (file: File): void => {
    const state = make("span", { class: "small muted" }, words("Waiting"));
    const bar = make("progress", { class: "bar", value: "0", max: "1", "aria-label": file.name });
    const digest = make("small", { class: "mono" });
    const item = make("li", { class: "upload" }, make("span", {}, file.name), state, bar, digest);
    list.append(item);

    const work = async (): Promise<void> => {
      try {
        const hex = await sha256Of(file, (share) => (bar.value = share * 0.2));
        digest.textContent = `SHA-256 ${hex}`;
        state.textContent = words("Sending");
        const taken = await persist(file, hex, (share) => (bar.value = 0.2 + share * 0.8));
        if (taken.sha256 !== hex) throw new Refused(words("Differs"));
        bar.value = 1;
        bar.classList.add("bar-ok");
        state.textContent = words("Done");
        form.dispatchEvent(new CustomEvent("upload:done", { bubbles: true, detail: taken }));
      } catch (problem) {
        bar.classList.add("bar-bad");
        state.textContent = problem instanceof Refused ? problem.message : words("Failed");
        if (problem instanceof Refused) toast(`${file.name}：${problem.message}`, "bad");
        const retry = make("button", { type: "button", class: "button button-s" }, words("Retry"));
        retry.addEventListener("click", () => {
          item.remove();
          add(file);
        });
        item.append(retry);
      }
    };
    queue = queue.then(work);
  };

  const persist = async (file: File, hex: string, progress: (share: number) => void): Promise<Taken> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(url, file, hex, progress);
      } catch (problem) {
        if (problem instanceof Refused || attempt >= ATTEMPTS) throw problem;
        await new Promise((resolve) => setTimeout(resolve, 1000 * attempt));
      }
    }
  };

  input.addEventListener("change", () => {
    for (const file of input.files ?? []) add(file);
    input.value = "";
  });
  for (const type of ["dragenter", "dragover"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  for (const type of ["dragleave", "drop"]) drop.addEventListener(type, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    for (const file of event.dataTransfer?.files ?? []) add(file);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
}
