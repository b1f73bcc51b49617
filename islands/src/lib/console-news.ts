/**
 * What is new on the console, put where it belongs: answers at the end of their room, one card, one
 * receipt, one head of a room. Nothing that is already shown is fetched or drawn again.
 */

import { get } from "./http.ts";
import { swap } from "./swap.ts";

export interface News {
  event: number;
  /** Too much happened: fetch everything afresh. */
  resync?: boolean;
  /** A room was added or taken away. */
  rooms?: boolean;
  answers?: [session: string, no: number, disputed: boolean, html: string][];
  heads?: [session: string, top: string, foot: string][];
  cards?: [no: number, rank: number, members: string, html: string][];
  prompts?: [no: number, html: string][];
  figures?: string;
  targets?: string;
}

/** Answers kept in a room that is followed: beyond `FULL` the oldest go until `KEPT` are left. */
export const FULL = 200;
export const KEPT = 120;
const PROMPTS = 30;

export function drawn(html: string): HTMLElement {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const found = template.content.firstElementChild;
  if (!(found instanceof HTMLElement)) throw new Error("nothing was drawn");
  return document.importNode(found, true);
}

export function roomOf(root: ParentNode, session: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`#room-${CSS.escape(session)}`);
}

export function talkOf(root: ParentNode, session: string): HTMLElement | null {
  return roomOf(root, session)?.querySelector<HTMLElement>("[data-talk]") ?? null;
}

export function answersIn(talk: Element): HTMLElement[] {
  return [...talk.querySelectorAll<HTMLElement>(":scope > [data-no]")];
}

const noOf = (article: HTMLElement | undefined): number => Number(article?.dataset["no"] ?? 0);

/** Put answers into rooms; returns the rooms that have grown at their end. */
export function putAnswers(root: ParentNode, answers: NonNullable<News["answers"]>, disputedOnly = false): Map<HTMLElement, number> {
  const grown = new Map<HTMLElement, number>();
  for (const [session, no, disputed, html] of answers) {
    const talk = talkOf(root, session);
    if (!talk) continue;
    const all = answersIn(talk);
    const known = all.find((article) => noOf(article) === no);
    if (known) {
      const fresh = drawn(html);
      if (!known.isEqualNode(fresh)) known.replaceWith(fresh);
      continue;
    }
    if (disputedOnly ? !disputed : no < noOf(all[0])) continue;
    talk.querySelector(".iv-silent")?.remove();
    const next = all.find((article) => noOf(article) > no);
    talk.insertBefore(drawn(html), next ?? null);
    if (!next) grown.set(talk, (grown.get(talk) ?? 0) + 1);
  }
  return grown;
}

/** Leave the oldest answers of a followed room away: reading back fetches them again. */
export function trim(talk: HTMLElement): void {
  const all = answersIn(talk);
  if (all.length <= FULL) return;
  for (const gone of all.slice(0, all.length - KEPT)) gone.remove();
}

export function putHeads(root: ParentNode, heads: NonNullable<News["heads"]>): void {
  for (const [session, top, foot] of heads) {
    const room = roomOf(root, session);
    if (!room) continue;
    const head = drawn(top);
    const tile = room.querySelector<HTMLElement>(".lt-box");
    if (tile) {
      tile.dataset["state"] = head.dataset["state"] ?? "";
      tile.dataset["liveNow"] = head.dataset["liveNow"] ?? "";
    }
    const old = room.querySelector(":scope > [data-head]");
    if (old) swap(old, head);
    const below = room.querySelector(":scope > [data-foot]");
    if (below) swap(below, drawn(foot));
  }
}

/** Open red first, open yellow, settled; newer ones first within. */
export function cardBefore(a: { rank: number; no: number }, b: { rank: number; no: number }): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.no > b.no);
}

const placeOf = (card: HTMLElement): { rank: number; no: number } => ({ rank: Number(card.dataset["rank"]), no: Number(card.dataset["card"]) });

export function putCards(root: ParentNode, cards: NonNullable<News["cards"]>): void {
  const list = root.querySelector<HTMLElement>("[data-cards]");
  if (!list) return;
  for (const [no, rank, members, html] of cards) {
    const all = [...list.querySelectorAll<HTMLElement>(":scope > [data-card]")];
    const same = new Set(members.split(" "));
    for (const other of all) if (Number(other.dataset["card"]) !== no && same.has(other.dataset["card"] ?? "")) other.remove();
    let card = all.find((one) => Number(one.dataset["card"]) === no);
    if (!html) {
      card?.remove();
      continue;
    }
    const fresh = drawn(html);
    if (card) swap(card, fresh);
    else list.append((card = fresh));
    if (!card.contains(document.activeElement) || document.activeElement === card) {
      const held = document.activeElement === card;
      const next = [...list.querySelectorAll<HTMLElement>(":scope > [data-card]")].find((one) => one !== card && cardBefore({ rank, no }, placeOf(one)));
      const place = next ?? list.querySelector("[data-calm]");
      if (card.nextElementSibling !== place) list.insertBefore(card, place);
      if (held) card.focus({ preventScroll: true });
    }
  }
  countCards(root);
}

export function countCards(root: ParentNode): void {
  const cards = root.querySelectorAll("[data-cards] > [data-card]").length;
  const count = root.querySelector<HTMLElement>("#console-board [data-count]");
  if (count) count.textContent = String(cards);
  const calm = root.querySelector<HTMLElement>("[data-calm]");
  if (calm) calm.hidden = cards > 0;
}

export function putPrompts(root: ParentNode, prompts: NonNullable<News["prompts"]>): void {
  const list = root.querySelector<HTMLElement>("[data-receipts]");
  if (!list) return;
  for (const [no, html] of prompts) {
    const all = [...list.querySelectorAll<HTMLElement>(":scope > [data-prompt]")];
    const known = all.find((item) => Number(item.dataset["prompt"]) === no);
    if (known) swap(known, drawn(html));
    else list.insertBefore(drawn(html), all.find((item) => Number(item.dataset["prompt"]) < no) ?? null);
  }
  for (const old of [...list.querySelectorAll(":scope > [data-prompt]")].slice(PROMPTS)) old.remove();
  const none = root.querySelector<HTMLElement>("[data-no-prompts]");
  if (none) none.hidden = true;
}

export function putFigures(root: ParentNode, news: News): void {
  const figures = root.querySelector("#console-figures");
  if (figures && news.figures !== undefined) figures.innerHTML = news.figures;
  const targets = root.querySelector("#prompt-targets-list");
  if (targets && news.targets !== undefined) {
    const fresh = targets.cloneNode(false) as Element;
    fresh.innerHTML = news.targets;
    swap(targets, fresh);
  }
}

const AGAIN_MS = [500, 1000, 2000, 4000, 8000];

/** Asks for what is new, one question at a time: whatever is heard meanwhile is in the next one. */
export class Follower {
  event: number;
  private heard = 0;
  private busy = false;
  private again = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly address: () => string;
  private readonly take: (news: News) => Promise<void> | void;

  constructor(event: number, address: () => string, take: (news: News) => Promise<void> | void) {
    this.event = event;
    this.address = address;
    this.take = take;
  }

  /** An event was heard; 0 asks for whatever there is. */
  hear(id: number): void {
    if (id && id <= this.event) return;
    this.heard = Math.max(this.heard, id);
    if (this.busy) this.again = true;
    else this.soon(0);
  }

  private soon(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), wait);
  }

  private async ask(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.again = false;
    try {
      const joint = this.address().includes("?") ? "&" : "?";
      const news = await get<News>(`${this.address()}${joint}after=${this.event}&heard=${Math.max(this.heard, this.event)}`);
      await this.take(news);
      this.event = Math.max(this.event, news.event);
      this.failures = 0;
    } catch {
      this.again = true;
      this.failures += 1;
    } finally {
      this.busy = false;
    }
    if (this.again || this.heard > this.event) this.soon(this.failures ? (AGAIN_MS[Math.min(this.failures, AGAIN_MS.length) - 1] ?? 8000) : 0);
  }
}
