/**
 * How one viewer arranges the rooms: folded away, first of all, in an order of their own. It is kept in
 * this browser only; the order on the screen is the order in the page, so that keys follow the eyes.
 */

import { drawIcon, make } from "./dom.ts";

export interface Arrangement {
  order: string[];
  collapsed: string[];
  pinned: string[];
}

const EMPTY: Arrangement = { order: [], collapsed: [], pinned: [] };

export function readArrangement(key: string): Arrangement {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Arrangement>;
    const list = (value: unknown): string[] => (Array.isArray(value) ? value.filter((x): x is string => typeof x === "string") : []);
    return { order: list(found.order), collapsed: list(found.collapsed), pinned: list(found.pinned) };
  } catch {
    return { ...EMPTY };
  }
}

/** The rooms in this viewer's order: pinned ones first, new ones where the server has them. */
export function ordered(ids: readonly string[], { order, pinned }: Arrangement): string[] {
  const place = (id: string): number => {
    const own = order.indexOf(id);
    return own < 0 ? order.length + ids.indexOf(id) : own;
  };
  return [...ids].sort((a, b) => Number(pinned.includes(b)) - Number(pinned.includes(a)) || place(a) - place(b));
}

/** The order after one room has changed places with its neighbour. */
export function moved(ids: readonly string[], id: string, step: 1 | -1): string[] {
  const next = [...ids];
  const at = next.indexOf(id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= next.length) return next;
  [next[at], next[to]] = [next[to] as string, next[at] as string];
  return next;
}

interface Mover {
  moveBefore?(node: Node, before: Node | null): void;
}

/** Moving an element so keeps what plays in it playing, where the browser can. */
function place(parent: HTMLElement, node: HTMLElement, before: Element | null): void {
  const mover = parent as unknown as Mover;
  if (mover.moveBefore && node.isConnected) mover.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

export class Layout {
  private readonly root: HTMLElement;
  private readonly key: string;
  private readonly changed: () => void;
  private arrangement: Arrangement;
  /** The room whose transcript was used last; on a small screen the one that is shown. */
  current = "";

  constructor(root: HTMLElement, changed: () => void) {
    this.root = root;
    this.key = `console-rooms-${root.dataset["case"] ?? ""}`;
    this.arrangement = readArrangement(this.key);
    this.changed = changed;
  }

  private word(name: string): string {
    return this.root.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  }

  private get list(): HTMLElement {
    return this.root.querySelector<HTMLElement>("#console-rooms") as HTMLElement;
  }

  rooms(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>(":scope > [data-session]")];
  }

  shown(): HTMLElement[] {
    return this.rooms().filter((room) => !room.hidden);
  }

  /** Arrange what is in the page now. */
  apply(): void {
    const rooms = new Map(this.rooms().map((room) => [room.dataset["session"] ?? "", room]));
    const wanted = ordered([...rooms.keys()], this.arrangement);
    let before: Element | null = null;
    for (const id of [...wanted].reverse()) {
      const room = rooms.get(id) as HTMLElement;
      if (room.nextElementSibling !== before) place(this.list, room, before);
      before = room;
    }
    for (const [id, room] of rooms) {
      room.hidden = this.arrangement.collapsed.includes(id);
      room.classList.toggle("is-pinned", this.arrangement.pinned.includes(id));
      if (!room.querySelector(":scope > .iv-room-menu")) room.append(this.menu(id));
    }
    const shown = this.shown();
    this.list.dataset["shown"] = String(shown.length);
    if (!shown.some((room) => room.dataset["session"] === this.current)) this.current = shown[0]?.dataset["session"] ?? "";
    shown.forEach((room, index) => (room.dataset["place"] = String(index + 1)));
    this.drawShelf(wanted.filter((id) => this.arrangement.collapsed.includes(id)), rooms);
    this.drawTabs(shown);
    this.changed();
  }

  focus(id: string): void {
    const room = this.rooms().find((one) => one.dataset["session"] === id);
    if (!room) return;
    if (room.hidden) this.set("collapsed", id, false);
    this.show(id);
    room.querySelector<HTMLElement>("[data-talk]")?.focus({ preventScroll: true });
    room.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Make a room the one that a small screen shows. */
  show(id: string): void {
    this.current = id;
    for (const room of this.rooms()) room.classList.toggle("is-current", room.dataset["session"] === id);
    this.root.dataset["pane"] = id ? "room" : (this.root.dataset["pane"] ?? "room");
    for (const tab of this.root.querySelectorAll<HTMLElement>("[data-room-tab]")) {
      tab.setAttribute("aria-pressed", String(tab.dataset["roomTab"] === id));
    }
    this.changed();
  }

  /** On a small screen: the side panel in place of a room. */
  showSide(): void {
    this.root.dataset["pane"] = "side";
    for (const tab of this.root.querySelectorAll<HTMLElement>("[data-room-tab]")) tab.setAttribute("aria-pressed", String(tab.dataset["roomTab"] === "side"));
    this.changed();
  }

  collapse(id: string): void {
    if (this.shown().length > 1) this.set("collapsed", id, true);
  }

  private set(list: "collapsed" | "pinned", id: string, on: boolean): void {
    const rest = this.arrangement[list].filter((other) => other !== id);
    this.arrangement = { ...this.arrangement, [list]: on ? [...rest, id] : rest };
    this.save();
  }

  private save(): void {
    localStorage.setItem(this.key, JSON.stringify(this.arrangement));
    this.apply();
  }

  private menu(id: string): HTMLElement {
    const summary = make("summary", { "aria-label": this.word("options"), title: this.word("options") });
    summary.append(drawIcon("dots-vertical"));
    const box = make("details", { class: "iv-room-menu" }, summary);
    const list = make("div", { class: "iv-room-menu-list" });
    const entry = (word: string, act: () => void): void => {
      const button = make("button", { class: "button button-s button-quiet", type: "button" }, this.word(word));
      button.addEventListener("click", () => {
        box.open = false;
        act();
      });
      list.append(button);
    };
    box.addEventListener("toggle", () => {
      if (!box.open) return;
      list.replaceChildren();
      const ids = this.rooms().map((room) => room.dataset["session"] ?? "");
      const pinned = this.arrangement.pinned.includes(id);
      if (this.shown().length > 1) entry("collapse", () => this.collapse(id));
      entry(pinned ? "unpin" : "pin", () => this.set("pinned", id, !pinned));
      const shift = (step: 1 | -1): void => {
        this.arrangement = { ...this.arrangement, order: moved(ids, id, step) };
        this.save();
      };
      if (ids[0] !== id) entry("left", () => shift(-1));
      if (ids[ids.length - 1] !== id) entry("right", () => shift(1));
    });
    box.addEventListener("focusout", (event) => {
      if (!box.contains(event.relatedTarget as Node | null)) box.open = false;
    });
    box.append(list);
    return box;
  }

  private drawShelf(ids: readonly string[], rooms: Map<string, HTMLElement>): void {
    const shelf = this.root.querySelector<HTMLElement>("[data-shelf]");
    if (!shelf) return;
    shelf.hidden = ids.length === 0;
    for (const old of shelf.querySelectorAll("button")) old.remove();
    for (const id of ids) {
      const room = rooms.get(id);
      const button = make("button", { class: "button button-s", type: "button" }, `${room?.dataset["name"] ?? ""} ${this.word("expand")}`);
      button.addEventListener("click", () => this.set("collapsed", id, false));
      shelf.append(button);
    }
  }

  private drawTabs(shown: readonly HTMLElement[]): void {
    const tabs = this.root.querySelector<HTMLElement>("[data-room-tabs]");
    if (!tabs) return;
    const tab = (id: string, text: string, act: () => void): HTMLElement => {
      const pressed = id === "side" ? this.root.dataset["pane"] === "side" : this.root.dataset["pane"] !== "side" && id === this.current;
      const button = make("button", { class: "button button-s", type: "button", "data-room-tab": id, "aria-pressed": String(pressed) }, text);
      button.addEventListener("click", act);
      return button;
    };
    const title = this.root.querySelector("#board-title")?.firstChild?.textContent?.trim() ?? "";
    tabs.replaceChildren(
      ...shown.map((room) => tab(room.dataset["session"] ?? "", room.dataset["name"] ?? "", () => this.show(room.dataset["session"] ?? ""))),
      tab("side", title, () => this.showSide()),
    );
    for (const room of this.rooms()) room.classList.toggle("is-current", room.dataset["session"] === this.current);
  }
}
