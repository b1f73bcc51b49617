/**
 * The analysis of a case: keeps itself fresh (at most once a second), opens the quotes of a cell,
 * moves in the grid with the arrow keys, and jumps to an answer on the console. Without it every
 * cell and filter is a plain link to the page of its own.
 */

import { fragment } from "../lib/http.ts";
import { connect } from "../lib/live.ts";
import { swap } from "../lib/swap.ts";
import { one } from "../lib/dom.ts";

const EVERY = 1000;
const HEARD = ["interviews.segment.*", "interviews.contradiction.*", "interviews.session.*", "interviews.reading.*"];

export function mount(root: HTMLElement): void {
  const board = new Board(root);
  board.start();
}

/** How long to wait so that two refreshes are at least `every` apart. */
export function pause(now: number, last: number, every = EVERY): number {
  return Math.max(80, last + every - now);
}

class Board {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = 0;
  private origin: HTMLElement | null = null;
  private readonly root: HTMLElement;

  constructor(root: HTMLElement) {
    this.root = root;
  }

  start(): void {
    const { liveTopic, event } = this.root.dataset;
    if (liveTopic) {
      const heard = (): void => this.soon();
      const on = Object.fromEntries(HEARD.map((type) => [type, heard]));
      const line = connect(liveTopic, { on, resync: heard }, { from: event ?? "", keep: true });
      const watch = new MutationObserver(() => {
        if (this.root.isConnected) return;
        line.close();
        watch.disconnect();
      });
      watch.observe(document.body, { childList: true, subtree: true });
    }
    this.root.addEventListener("click", (event) => this.clicked(event));
    this.root.addEventListener("change", (event) => {
      const form = (event.target as HTMLElement).closest<HTMLFormElement>("[data-switches]");
      if (form) this.switched(form);
    });
    this.root.addEventListener("submit", (event) => {
      const form = (event.target as HTMLElement).closest<HTMLFormElement>("[data-switches]");
      if (!form) return;
      event.preventDefault();
      this.switched(form);
    });
    this.root.addEventListener("keydown", (event) => this.pressed(event));
    this.rove();
  }

  private soon(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.last = Date.now();
      void this.refresh();
    }, pause(Date.now(), this.last));
  }

  /** Draw the same view again; quotes that are open stay. */
  private async refresh(): Promise<void> {
    const source = this.root.dataset["src"];
    if (!this.root.isConnected || !source || document.hidden) return;
    const fresh = await this.fetched(source);
    const body = fresh?.querySelector("[data-body]");
    if (body) {
      swap(one(this.root, "[data-body]"), body);
      this.rove();
    }
  }

  private async fetched(address: string): Promise<Element | null> {
    const text = await fragment(address).catch(() => null);
    return text === null ? null : new DOMParser().parseFromString(text, "text/html").body;
  }

  private clicked(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const target = event.target as HTMLElement;
    const cell = target.closest<HTMLAnchorElement>("a[data-cell]");
    const board = target.closest<HTMLAnchorElement>("a[data-board]");
    const seat = target.closest<HTMLAnchorElement>("a[data-seat]");
    if (cell) {
      event.preventDefault();
      void this.open(cell);
    } else if (board) {
      event.preventDefault();
      this.go(board.dataset["board"] ?? "");
    } else if (seat) {
      if (jump(seat.dataset["seat"] ?? "")) event.preventDefault();
    } else if (target.closest("[data-close]")) {
      this.close();
    }
  }

  private switched(form: HTMLFormElement): void {
    const chosen = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    const boxes = [...form.querySelectorAll<HTMLInputElement>("[name=with]:checked")];
    chosen.delete("view");
    chosen.delete("with");
    for (const box of boxes) chosen.append("with", box.value);
    this.go(`${form.dataset["switches"] ?? ""}?${chosen.toString()}`);
  }

  private go(address: string): void {
    this.root.dataset["src"] = address;
    void this.refresh();
  }

  /** The quotes of a row; the focus goes to them and comes back to the cell. */
  private async open(cell: HTMLAnchorElement): Promise<void> {
    const source = new URL(this.root.dataset["src"] ?? "", location.href);
    source.searchParams.set("row", cell.dataset["row"] ?? "");
    source.searchParams.set("part", "detail");
    const fresh = await this.fetched(source.pathname + source.search);
    const detail = one(this.root, "[data-detail]");
    if (!fresh) return;
    this.origin = cell;
    for (const other of this.root.querySelectorAll("[data-cell][aria-expanded]")) other.removeAttribute("aria-expanded");
    cell.setAttribute("aria-expanded", "true");
    detail.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    const close = detail.querySelector<HTMLElement>("[data-close]");
    if (close) close.hidden = false;
    for (const person of detail.querySelectorAll<HTMLElement>("[data-pid]")) {
      person.classList.toggle("is-chosen", person.dataset["pid"] === cell.dataset["pid"]);
    }
    const title = detail.querySelector<HTMLElement>("#ivb-detail-title");
    title?.focus({ preventScroll: true });
    title?.scrollIntoView({ block: "nearest" });
  }

  private close(): void {
    const detail = this.root.querySelector("[data-detail]");
    if (!detail?.hasChildNodes()) return;
    detail.replaceChildren();
    this.origin?.removeAttribute("aria-expanded");
    const back = this.origin?.isConnected ? this.origin : this.root.querySelector<HTMLElement>("[data-cell]");
    back?.focus();
    this.origin = null;
  }

  /** One cell is a stop of the Tab key; the arrows go to the others. */
  private rove(): void {
    const cells = [...this.root.querySelectorAll<HTMLElement>("[data-cell]")];
    const kept = cells.find((cell) => cell === document.activeElement) ?? cells.find((cell) => cell.tabIndex === 0 && cell.hasAttribute("data-roved")) ?? cells[0];
    for (const cell of cells) {
      cell.tabIndex = cell === kept ? 0 : -1;
      cell.setAttribute("data-roved", "");
    }
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && this.root.querySelector("[data-detail]")?.hasChildNodes()) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      return;
    }
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]");
    const next = cell && neighbour(cell, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    for (const other of this.root.querySelectorAll<HTMLElement>("[data-cell]")) other.tabIndex = other === next ? 0 : -1;
    next.focus();
  }
}

/** The cell an arrow key leads to. */
export function neighbour(cell: HTMLElement, key: string): HTMLElement | null {
  const row = cell.closest("tr");
  if (!row) return null;
  const inRow = (one: Element): HTMLElement[] => [...one.querySelectorAll<HTMLElement>("[data-cell]")];
  const at = inRow(row).indexOf(cell);
  switch (key) {
    case "ArrowRight":
      return inRow(row)[at + 1] ?? null;
    case "ArrowLeft":
      return inRow(row)[at - 1] ?? null;
    case "Home":
      return inRow(row)[0] ?? null;
    case "End":
      return inRow(row).at(-1) ?? null;
    case "ArrowDown":
      return row.nextElementSibling ? inRow(row.nextElementSibling)[at] ?? null : null;
    case "ArrowUp":
      return row.previousElementSibling ? inRow(row.previousElementSibling)[at] ?? null : null;
    default:
      return null;
  }
}

/** Show an answer on the console this view is part of; false where the answer is not on this page. */
function jump(seat: string): boolean {
  const answer = document.getElementById(seat);
  if (!answer) return false;
  document.querySelector<HTMLElement>('[data-view="rooms"]')?.click();
  answer.scrollIntoView({ block: "center" });
  answer.tabIndex = -1;
  answer.focus({ preventScroll: true });
  return true;
}
