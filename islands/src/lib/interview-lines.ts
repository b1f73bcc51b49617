/** Joins the two quotes of every open contradiction by a drawn, numbered line. */

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Joint {
  d: string;
  x: number;
  y: number;
}

/** Where a mark may be drawn: clamped to the part of its transcript that can be seen. */
export function clamped(mark: Box, view: Box): { top: number; bottom: number; seen: boolean } {
  const seen = mark.bottom > view.top + 4 && mark.top < view.bottom - 4;
  const top = Math.min(Math.max(mark.top, view.top + 2), view.bottom - 2);
  const bottom = Math.min(Math.max(mark.bottom, view.top + 2), view.bottom - 2);
  return { top, bottom, seen };
}

const LIFT = 3;
const ROUND = 6;

/**
 * A path from the end of the left quote under its line into the gutter beside its column, along the
 * gutter, and under the line of the other quote: it crosses no words. `lane` keeps pairs apart.
 */
export function joint(a: Box, b: Box, gutter: (box: Box) => number, lane = 0): Joint {
  const [from, to] = a.left <= b.left ? [a, b] : [b, a];
  const y1 = from.bottom + LIFT;
  const y2 = to.bottom + LIFT;
  const x1 = from.right;
  const x2 = to.left;
  const x = gutter(from) + lane;
  const turn = Math.min(ROUND, Math.abs(y2 - y1) / 2);
  const down = y2 >= y1 ? 1 : -1;
  const back = x2 >= x ? 1 : -1;
  const r = (n: number): number => Math.round(n * 10) / 10;
  return {
    d:
      `M${r(x1)} ${r(y1)}H${r(x - ROUND)}Q${r(x)} ${r(y1)} ${r(x)} ${r(y1 + down * turn)}` +
      `V${r(y2 - down * turn)}Q${r(x)} ${r(y2)} ${r(x + back * ROUND)} ${r(y2)}H${r(x2)}`,
    x: r(x),
    y: r((y1 + y2) / 2),
  };
}

/** Lanes to both sides of the middle of a gutter: 0, 11, -11, 22 … */
export function laneOf(index: number): number {
  return (index % 2 ? 1 : -1) * Math.ceil(index / 2) * 11 || 0;
}

const SPACE = "http://www.w3.org/2000/svg";

function draw(name: string, attributes: Record<string, string>, text = ""): SVGElement {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

function boxOf(segment: string, no: string, root: HTMLElement, origin: DOMRect): { box: Box; seen: boolean } | null {
  const article = root.querySelector<HTMLElement>(`#seg-${CSS.escape(segment)}`);
  const mark = [...(article?.querySelectorAll<HTMLElement>("[data-nos]") ?? [])].find((m) =>
    (m.dataset["nos"] ?? "").split(" ").includes(no),
  );
  const talk = article?.closest<HTMLElement>("[data-talk]");
  if (!mark || !talk) return null;
  const m = mark.getBoundingClientRect();
  const v = talk.getBoundingClientRect();
  const part = clamped(m, v);
  const box = { left: m.left - origin.left, right: m.right - origin.left, top: part.top - origin.top, bottom: part.bottom - origin.top };
  return { box, seen: part.seen };
}

/** Draw all pairs whose cards are still open; the active one is heavier. */
export function drawLines(stage: HTMLElement, svg: SVGElement, active: string): void {
  const origin = stage.getBoundingClientRect();
  svg.setAttribute("viewBox", `0 0 ${Math.round(origin.width)} ${Math.round(origin.height)}`);
  const drawn: SVGElement[] = [];
  let lane = 0;
  for (const card of stage.querySelectorAll<HTMLElement>("[data-card]")) {
    const no = card.dataset["card"] ?? "";
    const settled = card.classList.contains("iv-card-settled");
    if (settled && no !== active) continue;
    const a = boxOf(card.dataset["a"] ?? "", no, stage, origin);
    const b = boxOf(card.dataset["b"] ?? "", no, stage, origin);
    if (!a || !b) continue;
    const gutter = (box: Box): number => {
      const talk = [...stage.querySelectorAll("[data-talk]")].find((t) => {
        const edge = t.getBoundingClientRect();
        return edge.left - origin.left <= box.left && edge.right - origin.left >= box.right - 1;
      });
      return talk ? talk.getBoundingClientRect().right - origin.left + 15 : box.right + 20;
    };
    const { d, x, y } = joint(a.box, b.box, gutter, laneOf(lane++ % 5));
    const tone = settled ? "settled" : card.classList.contains("iv-card-red") ? "red" : "yellow";
    const group = draw("g", { class: `iv-line-${tone}${no === active ? " is-active" : ""}${a.seen && b.seen ? "" : " is-partly"}` });
    const sign = card.querySelector(".iv-no")?.textContent ?? no;
    group.append(draw("path", { d }), draw("circle", { cx: String(x), cy: String(y), r: "11" }), draw("text", { x: String(x), y: String(y) }, sign));
    if (no === active) drawn.push(group);
    else drawn.unshift(group);
  }
  svg.replaceChildren(...drawn);
}
