/** Joins the two quotes of every open contradiction by a drawn, numbered line, past all words. */

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

/** A quote on the stage: where it may be drawn, its room, and on which side of the pane it has left. */
export interface End {
  box: Box;
  room: Box;
  away: "" | "up" | "down";
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
/** Half of the gap between two rooms: where lines run down. */
export const GUTTER = 14;
/** Above a row of rooms: where lines run across to a room that is not next to it. */
export const BUS = 8;

type Point = readonly [number, number];

/** A line through points with round corners. */
export function rounded(points: readonly Point[]): string {
  const r = (n: number): number => Math.round(n * 10) / 10;
  const path = points.filter(([x, y], i) => i === 0 || x !== points[i - 1]![0] || y !== points[i - 1]![1]);
  let d = "";
  path.forEach(([x, y], i) => {
    const before = path[i - 1];
    const after = path[i + 1];
    if (!before) d += `M${r(x)} ${r(y)}`;
    else if (!after) d += `L${r(x)} ${r(y)}`;
    else {
      const back = Math.hypot(x - before[0], y - before[1]);
      const on = Math.hypot(after[0] - x, after[1] - y);
      const turn = Math.min(ROUND, back / 2, on / 2);
      const from: Point = [x - ((x - before[0]) / back) * turn, y - ((y - before[1]) / back) * turn];
      const to: Point = [x + ((after[0] - x) / on) * turn, y + ((after[1] - y) / on) * turn];
      d += `L${r(from[0])} ${r(from[1])}Q${r(x)} ${r(y)} ${r(to[0])} ${r(to[1])}`;
    }
  });
  return d;
}

/**
 * From the end of the left quote under its words into the gap beside its room, along the gap, and under
 * the words of the other quote. To a room that is not next to it the line goes round above the rooms
 * between. `lane` keeps pairs apart.
 */
export function joint(a: End, b: End, lane = 0): Joint {
  const [from, to] = a.room.left <= b.room.left ? [a, b] : [b, a];
  const y1 = from.box.bottom + LIFT;
  const y2 = to.box.bottom + LIFT;
  const right = from.room.right + GUTTER + lane;
  const sameColumn = to.room.left < from.room.right;
  const adjacent = sameColumn || to.room.left - from.room.right < 2.5 * GUTTER;
  if (adjacent) {
    const end = sameColumn ? to.box.right : to.box.left;
    return {
      d: rounded([[from.box.right, y1], [right, y1], [right, y2], [end, y2]]),
      x: Math.round(right * 10) / 10,
      y: Math.round(((y1 + y2) / 2) * 10) / 10,
    };
  }
  const left = to.room.left - GUTTER + lane;
  const above = Math.max(from.room.top, to.room.top) - BUS + lane / 4;
  const down = Math.abs(above - y1) > 24;
  return {
    d: rounded([[from.box.right, y1], [right, y1], [right, above], [left, above], [left, y2], [to.box.left, y2]]),
    x: Math.round((down ? right : left) * 10) / 10,
    y: Math.round(((above + (down ? y1 : y2)) / 2) * 10) / 10,
  };
}

/** Lanes to both sides of the middle of a gutter: 0, 6, -6, 12, -12. */
export function laneOf(index: number): number {
  return (index % 2 ? 1 : -1) * Math.ceil(index / 2) * 5 || 0;
}

const SPACE = "http://www.w3.org/2000/svg";

function draw(name: string, attributes: Record<string, string>, text = ""): SVGElement {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

function shift(box: DOMRect, origin: DOMRect): Box {
  return { left: box.left - origin.left, right: box.right - origin.left, top: box.top - origin.top, bottom: box.bottom - origin.top };
}

/** Where one side of a pair stands: in its pane, above it, below it, or not among the rooms shown. */
function endOf(session: string, no: string, pair: string, root: HTMLElement, origin: DOMRect): End | null {
  const room = root.querySelector<HTMLElement>(`#room-${CSS.escape(session)}`);
  const talk = room?.querySelector<HTMLElement>("[data-talk]");
  if (!room || !talk || talk.offsetParent === null) return null;
  const frame = shift(room.getBoundingClientRect(), origin);
  const view = shift(talk.getBoundingClientRect(), origin);
  const article = talk.querySelector<HTMLElement>(`:scope > [data-no="${CSS.escape(no)}"]`);
  const mark = [...(article?.querySelectorAll<HTMLElement>("[data-nos]") ?? [])].findLast((m) => (m.dataset["nos"] ?? "").split(" ").includes(pair));
  if (!mark) {
    const edge = view.top + 2;
    return { box: { left: view.left, right: view.right - 12, top: edge, bottom: edge }, room: frame, away: "up" };
  }
  // The line leaves from the last line of a quote that is broken over several.
  const pieces = mark.getClientRects();
  const last = shift(pieces[pieces.length - 1] ?? mark.getBoundingClientRect(), origin);
  const part = clamped(last, view);
  const away = part.seen ? "" : last.top < view.top ? "up" : "down";
  return { box: { left: last.left, right: last.right, top: part.top, bottom: part.bottom }, room: frame, away };
}

interface Edge {
  session: string;
  side: "up" | "down";
  pair: string;
  sign: string;
  tone: string;
  /** The other person, when the room of the other quote is not shown at all. */
  to: string;
}

/** Draw all pairs whose cards are still open; the active card's are heavier. Signs at the panes' edges tell of quotes out of sight. */
export function drawLines(stage: HTMLElement, svg: SVGElement, active: string): void {
  const origin = stage.getBoundingClientRect();
  svg.setAttribute("viewBox", `0 0 ${Math.round(origin.width)} ${Math.round(origin.height)}`);
  const drawnLines: SVGElement[] = [];
  const edges: Edge[] = [];
  let lane = 0;
  for (const pair of stage.querySelectorAll<HTMLElement>("[data-card] [data-pair]")) {
    const { pair: no = "", sign = "", tone = "yellow", aRoom = "", aNo = "", bRoom = "", bNo = "" } = pair.dataset;
    const card = pair.closest<HTMLElement>("[data-card]");
    const isActive = card?.dataset["card"] === active;
    if (tone === "settled" && !isActive) continue;
    const a = endOf(aRoom, aNo, no, stage, origin);
    const b = endOf(bRoom, bNo, no, stage, origin);
    const nameOf = (session: string): string => stage.querySelector<HTMLElement>(`#room-${CSS.escape(session)}`)?.dataset["name"] ?? "";
    if (a?.away) edges.push({ session: aRoom, side: a.away, pair: no, sign, tone, to: "" });
    if (b?.away) edges.push({ session: bRoom, side: b.away, pair: no, sign, tone, to: "" });
    if (a && !b) edges.push({ session: aRoom, side: "down", pair: no, sign, tone, to: nameOf(bRoom) });
    if (b && !a) edges.push({ session: bRoom, side: "down", pair: no, sign, tone, to: nameOf(aRoom) });
    // Two quotes out of sight have their signs at the edges; a line between the edges would say nothing.
    if (!a || !b || (a.away && b.away && !isActive)) continue;
    const { d, x, y } = joint(a, b, laneOf(lane++ % 5));
    const group = draw("g", { class: `iv-line-${tone}${isActive ? " is-active" : ""}${a.away || b.away ? " is-partly" : ""}` });
    group.append(draw("path", { d }), draw("circle", { cx: String(x), cy: String(y), r: "11" }), draw("text", { x: String(x), y: String(y) }, sign));
    if (isActive) drawnLines.push(group);
    else drawnLines.unshift(group);
  }
  svg.replaceChildren(...drawnLines);
  drawEdges(stage, edges);
}

const MOST_SIGNS = 6;

function drawEdges(stage: HTMLElement, edges: readonly Edge[]): void {
  for (const holder of stage.querySelectorAll<HTMLElement>("[data-edge]")) {
    const session = holder.closest<HTMLElement>("[data-session]")?.dataset["session"];
    const side = holder.dataset["edge"];
    const mine = edges.filter((edge) => edge.session === session && edge.side === side).slice(0, MOST_SIGNS);
    const wanted = mine.map((edge) => `${edge.pair}/${edge.tone}/${edge.to}`).join(" ");
    if (holder.dataset["shown"] === wanted) continue;
    holder.dataset["shown"] = wanted;
    const root = stage.closest<HTMLElement>(".iv-console");
    const where = root?.querySelector(`[data-word="${side === "up" ? "above" : "below"}"]`)?.textContent ?? "";
    holder.replaceChildren(
      ...mine.map((edge) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = `iv-edge-sign iv-edge-${edge.tone}`;
        button.dataset["pairSign"] = edge.pair;
        button.textContent = edge.to ? `${edge.sign}→${edge.to}` : `${side === "up" ? "↑" : "↓"}${edge.sign}`;
        if (!edge.to) button.setAttribute("aria-label", `${edge.sign} ${where}`);
        return button;
      }),
    );
  }
}
