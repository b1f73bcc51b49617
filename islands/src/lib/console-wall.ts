/**
 * The wall display 大屏: only rooms and open contradictions, in letters that can be read from two metres,
 * without controls. What does not fit takes turns; a new contradiction comes to the front at once.
 */

const TURN_MS = 12_000;

/** How many rooms stand side by side on a wall of this width. */
export function roomsAcross(width: number): number {
  if (width >= 2500) return 4;
  return width >= 1700 ? 3 : width >= 1100 ? 2 : 1;
}

/** The page that follows, back to the first after the last. */
export function nextPage(page: number, pages: number): number {
  return pages > 0 ? (page + 1) % pages : 0;
}

export class Wall {
  on = false;
  private readonly root: HTMLElement;
  private readonly rooms: () => HTMLElement[];
  private readonly changed: () => void;
  private page = 0;
  private first = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(root: HTMLElement, rooms: () => HTMLElement[], changed: () => void) {
    this.root = root;
    this.rooms = rooms;
    this.changed = changed;
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement && this.on) this.set(false);
    });
    addEventListener("resize", () => this.on && this.show());
  }

  set(on: boolean): void {
    if (on === this.on) return;
    this.on = on;
    this.root.classList.toggle("is-wall", on);
    document.body.classList.toggle("iv-walled", on);
    const address = new URL(location.href);
    if (on) address.searchParams.set("wall", "1");
    else address.searchParams.delete("wall");
    history.replaceState(null, "", address);
    clearInterval(this.timer);
    if (on) {
      // A wall that was opened by its address fills the window: a browser goes full screen at a press only.
      void document.documentElement.requestFullscreen?.().catch(() => undefined);
      this.timer = setInterval(() => this.turn(), TURN_MS);
      this.show();
    } else {
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
      for (const hidden of this.root.querySelectorAll(".is-off")) hidden.classList.remove("is-off");
      this.changed();
    }
  }

  /** Bring the rooms of a new contradiction to the front. */
  bring(sessions: readonly string[]): void {
    if (!this.on) return;
    const across = roomsAcross(innerWidth);
    const at = this.rooms().findIndex((room) => sessions.includes(room.dataset["session"] ?? ""));
    if (at >= 0) this.page = Math.floor(at / across);
    this.first = 0;
    this.show();
  }

  private turn(): void {
    const pages = Math.ceil(this.rooms().length / roomsAcross(innerWidth));
    this.page = nextPage(this.page, pages);
    const cards = this.cards();
    const seen = cards.filter((card) => !card.classList.contains("is-off")).length;
    this.first = this.first + seen >= cards.length ? 0 : this.first + Math.max(1, seen);
    this.show();
  }

  private cards(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-card]:not(.iv-card-settled)")];
  }

  show(): void {
    if (!this.on) return;
    const rooms = this.rooms();
    const across = roomsAcross(innerWidth);
    const pages = Math.max(1, Math.ceil(rooms.length / across));
    this.page = Math.min(this.page, pages - 1);
    // The last page is filled up from the one before: no part of the wall stays empty.
    const from = Math.max(0, Math.min(this.page * across, rooms.length - across));
    rooms.forEach((room, index) => room.classList.toggle("is-off", index < from || index >= from + across));
    const list = this.root.querySelector<HTMLElement>("[data-cards]");
    const cards = this.cards();
    if (this.first >= cards.length) this.first = 0;
    cards.forEach((card, index) => card.classList.toggle("is-off", index < this.first));
    if (list) {
      for (const card of cards.slice(this.first + 1)) {
        if (card.offsetTop + card.offsetHeight > list.offsetTop + list.clientHeight) card.classList.add("is-off");
      }
    }
    this.root.style.setProperty("--wall-rooms", String(Math.min(across, Math.max(1, rooms.length))));
    const words = this.root.querySelector('[data-word="wall-page"]')?.textContent ?? "";
    const title = this.root.querySelector<HTMLElement>(".iv-console-head h1");
    if (title) title.dataset["page"] = pages > 1 ? words.replace("%(a)s", String(this.page + 1)).replace("%(b)s", String(pages)) : "";
    this.changed();
  }
}
