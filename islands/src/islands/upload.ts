/**
 * The place to hand over files: many at once, whole folders, files of many gigabytes.
 *
 * `data-ticket` says to the server for whom files are taken; they go to /uploads/ (tus). The list of what was
 * begun and not finished comes from the server, so that it is there after a reload, on another day and on
 * another machine. When files are whole, `upload:done` is heard by the page.
 */

import { make, toast } from "../lib/dom.ts";
import { fromDrop, fromInput, type Picked } from "../lib/uploads/picked.ts";
import { Sending } from "../lib/uploads/sending.ts";
import { discard, isSame, type Kept, listed, Tickets } from "../lib/uploads/shelf.ts";
import { lasting, size } from "../lib/uploads/words.ts";

const AT_ONCE = 3;
const TOLD_EVERY_MS = 700;

interface Row {
  sending: Sending;
  draw: () => void;
  element: HTMLElement;
}

export function mount(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const input = form.querySelector<HTMLInputElement>("input[type=file]:not([data-folder-input])");
  const folder = form.querySelector<HTMLInputElement>("[data-folder-input]");
  const list = form.querySelector<HTMLElement>("[data-list]");
  const drop = form.querySelector<HTMLElement>("[data-drop]");
  const total = form.querySelector<HTMLElement>("[data-total]");
  const left = form.querySelector<HTMLElement>("[data-left]");
  if (!input || !list || !drop || !total || !left) return;
  const words = (name: string): string => form.dataset[`text${name}`] ?? "";
  const tickets = new Tickets(form);
  const rows: Row[] = [];
  let unfinished: Kept[] = [];
  let telling = 0;

  const tell = (): void => {
    telling ||= window.setTimeout(() => {
      telling = 0;
      form.dispatchEvent(new CustomEvent("upload:done", { bubbles: true }));
    }, TOLD_EVERY_MS);
  };

  const go = (): void => {
    const busy = rows.filter((row) => ["sending", "checking", "offline"].includes(row.sending.state)).length;
    const next = rows.filter((row) => row.sending.state === "waiting").slice(0, Math.max(0, AT_ONCE - busy));
    for (const row of next) void row.sending.start();
    drawTotal();
  };

  const drawTotal = (): void => {
    const counted = rows.filter((row) => row.sending.state !== "refused");
    const done = counted.filter((row) => row.sending.state === "done").length;
    const bytes = counted.reduce((sum, row) => sum + row.sending.file.size, 0);
    const sent = counted.reduce((sum, row) => sum + row.sending.sent, 0);
    const speed = counted.reduce((sum, row) => sum + row.sending.speed, 0);
    total.hidden = counted.length < 2;
    const bar = total.querySelector("progress");
    if (bar) bar.value = bytes ? sent / bytes : 0;
    const rest = speed ? ` · ${size(speed)}/s · ${words("Left")} ${lasting((bytes - sent) / speed)}` : "";
    const told = total.querySelector<HTMLElement>("[data-total-told]");
    if (told) told.textContent = `${size(sent)} / ${size(bytes)}${rest}`;
    const count = total.querySelector<HTMLElement>("[data-total-count]");
    const text = `${done} / ${counted.length}`;
    // Read out by screen readers only when another file is done, not with every byte.
    if (count && count.textContent !== text) count.textContent = text;
    const running = counted.some((row) => ["sending", "waiting", "offline"].includes(row.sending.state));
    const all = total.querySelector<HTMLButtonElement>("[data-pause-all]");
    if (all) {
      all.hidden = done === counted.length;
      all.textContent = running ? words("PauseAll") : words("ContinueAll");
      all.onclick = () => {
        for (const row of rows) {
          if (running && !row.sending.over && row.sending.state !== "checking") void row.sending.pause();
          if (!running && row.sending.state === "paused") row.sending.state = "waiting";
        }
        go();
      };
    }
  };

  const add = ({ file, path }: Picked): void => {
    const same = rows.find((row) => row.sending.file.name === file.name && row.sending.path === path &&
      row.sending.file.size === file.size && row.sending.file.lastModified === file.lastModified && !row.sending.over);
    if (same) return;
    const begun = unfinished.find((kept) => isSame(kept, file, path));
    unfinished = unfinished.filter((kept) => kept !== begun);
    drawLeft();
    const row = rowFor(file, path, begun);
    rows.push(row);
    list.append(row.element);
    if (file.size === 0) {
      row.sending.problem = words("Empty");
      row.sending.state = "refused";
    }
    row.draw();
    go();
  };

  const rowFor = (file: File, path: string, begun: Kept | undefined): Row => {
    const state = make("span", { class: "small muted upload-state" }, words("Waiting"));
    const bar = make("progress", { class: "bar", value: "0", max: "1", "aria-label": path || file.name });
    const told = make("small", { class: "muted upload-told" });
    const digest = make("small", { class: "mono" });
    const hold = make("button", { type: "button", class: "button button-quiet button-s" }, words("Pause"));
    const stop = make("button", { type: "button", class: "button button-quiet button-s" }, words("Cancel"));
    const name = make("span", { class: "upload-name" }, path || file.name);
    const foot = make("span", { class: "upload-foot" }, told, make("span", { class: "upload-acts" }, hold, stop));
    const item = make("li", { class: "upload" }, name, state, bar, foot, digest);
    let was = "";
    const draw = (): void => {
      const { sent, speed, digest: hex, problem } = sending;
      bar.value = file.size ? sent / file.size : 0;
      const rest = speed ? ` · ${size(speed)}/s · ${words("Left")} ${lasting((file.size - sent) / speed)}` : "";
      told.textContent = sending.over ? size(file.size) : `${size(sent)} / ${size(file.size)}${rest}`;
      if (hex) digest.textContent = `SHA-256 ${hex}`;
      drawTotal();
      if (sending.state === was) return;
      was = sending.state;
      const named = { waiting: "Waiting", sending: "Sending", checking: "Checking", done: "Done", paused: "Paused",
        offline: "Offline", refused: "Failed" }[sending.state];
      state.textContent = problem === "differs" ? words("Differs") : problem || words(named);
      item.dataset["state"] = sending.state;
      bar.classList.toggle("bar-ok", sending.state === "done");
      bar.classList.toggle("bar-bad", sending.state === "refused");
      const over = sending.state === "refused" ? "Remove" : "Cancel";
      stop.hidden = sending.state === "done" || sending.state === "checking";
      stop.textContent = words(over);
      stop.setAttribute("aria-label", `${words(over)} ${path || file.name}`);
      hold.hidden = ["done", "checking", "waiting"].includes(sending.state) || file.size === 0;
      const act = sending.state === "refused" ? "Retry" : ["paused", "offline"].includes(sending.state) ? "Continue" : "Pause";
      hold.textContent = words(act);
      hold.setAttribute("aria-label", `${words(act)} ${path || file.name}`);
      if (sending.state === "refused" && problem) toast(`${file.name}：${state.textContent}`, "bad");
      if (sending.state === "done") tell();
      if (["done", "refused", "paused"].includes(sending.state)) go();
    };
    const sending = new Sending(file, path, tickets, draw, begun);
    hold.addEventListener("click", () => {
      if (sending.state === "sending") void sending.pause();
      else if (sending.state === "refused") {
        remove(row);
        add({ file, path });
      } else void sending.start();
    });
    stop.addEventListener("click", () => {
      void sending.cancel();
      remove(row);
      go();
    });
    const row: Row = { sending, draw, element: item };
    return row;
  };

  const remove = (row: Row): void => {
    row.element.remove();
    rows.splice(rows.indexOf(row), 1);
  };

  const drawLeft = (): void => {
    left.hidden = unfinished.length === 0;
    const items = unfinished.map((kept) => {
      const name = kept.path || kept.name;
      const share = `${size(kept.offset)} / ${size(kept.length)}`;
      const again = make("button", { type: "button", class: "button button-s", "aria-label": `${words("Continue")} ${name}` }, words("Continue"));
      const give = make("button", { type: "button", class: "button button-quiet button-s", "aria-label": `${words("Discard")} ${name}` }, words("Discard"));
      again.addEventListener("click", () => (kept.path && folder ? folder : input).click());
      give.addEventListener("click", () => {
        unfinished = unfinished.filter((one) => one !== kept);
        drawLeft();
        void discard(tickets, kept.url);
      });
      const bar = make("progress", { class: "bar", max: "1", value: String(kept.offset / kept.length), "aria-label": name });
      const foot = make("span", { class: "upload-foot" }, make("small", { class: "muted" }, share), make("span", { class: "upload-acts" }, again, give));
      return make("li", { class: "upload" }, make("span", { class: "upload-name" }, name), bar, foot);
    });
    left.querySelector("ul")?.replaceChildren(...items);
  };

  const take = (picked: Picked[]): void => {
    for (const one of picked) add(one);
  };
  for (const one of [input, folder]) {
    if (!one) continue;
    const picked = (): void => {
      take(fromInput(one));
      one.value = "";
    };
    one.addEventListener("change", picked);
    // On a slow line somebody may choose before this script has come: nothing chosen is lost.
    if (one.files?.length) picked();
  }
  const pick = form.querySelector<HTMLButtonElement>("[data-folder]");
  if (pick && folder && "webkitdirectory" in folder) {
    pick.hidden = false;
    pick.addEventListener("click", () => folder.click());
  }
  for (const type of ["dragenter", "dragover"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  for (const type of ["dragleave", "drop"]) drop.addEventListener(type, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer) void fromDrop(event.dataTransfer).then(take);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("online", () => {
    for (const row of rows) if (row.sending.state === "offline") void row.sending.start();
  });
  window.addEventListener("beforeunload", (event) => {
    if (rows.some((row) => ["sending", "waiting", "checking"].includes(row.sending.state))) event.preventDefault();
  });
  if (tickets.text) {
    void listed(tickets)
      .then((found) => {
        unfinished = found.filter((kept) => !kept.sha256 && !rows.some((row) => isSame(kept, row.sending.file, row.sending.path)));
        drawLeft();
      })
      .catch(() => undefined);
  }
}
