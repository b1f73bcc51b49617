/**
 * Both quotes of a contradiction with both seconds of video. As a dialog it opens from any link with
 * `data-open-media` (its address draws the same as a page of its own); the players stop when it closes.
 */

import { fragment } from "../lib/http.ts";
import { type Player, players } from "./recording-player.ts";

export function mount(root: HTMLElement): void {
  root.addEventListener("player:ready", () => offer(root));
  root.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-play-both]")) for (const player of all(root)) player.again();
    else if (target?.closest("[data-stop-both]")) for (const player of all(root)) player.pause();
    else if (target?.closest("[data-play-first]")) inTurn(all(root));
  });
  if (root instanceof HTMLDialogElement) asDialog(root);
}

function all(root: HTMLElement): Player[] {
  return [...root.querySelectorAll<HTMLElement>("[data-island=recording-player]")].flatMap((element) => players.get(element) ?? []);
}

function offer(root: HTMLElement): void {
  const ready = all(root).length;
  for (const button of root.querySelectorAll<HTMLElement>("[data-play-both], [data-play-first]")) button.hidden = ready < 2;
  for (const button of root.querySelectorAll<HTMLElement>("[data-stop-both]")) button.hidden = ready < 2;
}

/** One after the other, as one listens: the second begins when the first answer has ended. */
function inTurn(found: Player[]): void {
  const [first, second] = found;
  if (!first || !second) return;
  second.pause();
  first.finished = () => second.again();
  first.again();
}

function asDialog(dialog: HTMLDialogElement): void {
  const body = dialog.querySelector<HTMLElement>("[data-media-body]");
  if (!body) return;
  let asked = "";
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const opener = target?.closest<HTMLElement>("[data-open-media]");
    if (!opener || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    asked = opener.dataset["openMedia"] || opener.getAttribute("href") || "";
    const mine = asked;
    body.replaceChildren();
    dialog.showModal();
    fragment(asked)
      .catch(() => null)
      .then((text) => {
        if (mine !== asked || !dialog.open) return;
        if (text === null) body.textContent = dialog.dataset["wordsFailed"] ?? "";
        else body.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
      });
  });
  dialog.addEventListener("close", () => {
    asked = "";
    for (const player of all(dialog)) player.close();
    body.replaceChildren();
  });
}
