/** Draws where items were made: a plain plot to scale, without any map, so that nothing is asked of the outside. */

import { make } from "../../lib/dom.ts";
import { type Place, plotted, written } from "../../lib/timeline/axis.ts";

const WIDTH = 900;
const HEIGHT = 320;
const MARGIN = 46;

function shape(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text) element.textContent = text;
  return element;
}

export function drawPlaces(svg: SVGSVGElement, places: readonly Place[], chosen: (ms: number) => void): void {
  const { points, bar, metres } = plotted(places, WIDTH, HEIGHT, MARGIN);
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  const parts: SVGElement[] = [shape("polyline", { points: points.map((at) => at.join()).join(" "), class: "tl-way" })];
  for (const [n, [x, y]] of points.entries()) {
    const [ms, no, title] = places[n] as Place;
    const spot = shape("g", { class: "tl-spot" });
    spot.append(shape("circle", { cx: x, cy: y, r: 6 }), shape("text", { x: x + 10, y: y + 4 }, no), shape("title", {}, `${no} ${title} ${written(ms)}`));
    spot.addEventListener("click", () => chosen(ms));
    parts.push(spot);
  }
  const length = metres < 1000 ? `${metres} m` : `${metres / 1000} km`;
  parts.push(shape("path", { d: `M20 ${HEIGHT - 22}v6h${bar}v-6`, class: "tl-scale" }), shape("text", { x: 24, y: HEIGHT - 24, class: "tl-length" }, `${length} · N↑`));
  svg.replaceChildren(...parts);
  svg.after(make("ol", { class: "visually-hidden" }, ...places.map(([ms, no, title, latitude, longitude]) => make("li", {}, `${no} ${title} ${written(ms)} ${latitude}, ${longitude}`))));
}
