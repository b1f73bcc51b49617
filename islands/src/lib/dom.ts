/** Small helpers every island shares. */

export type Mount<P = Record<string, unknown>> = (element: HTMLElement, props: P) => void;

/** The props that `{% island %}` wrote as a JSON script, or an empty object. */
export function propsOf<P>(element: HTMLElement): P {
  const id = element.dataset["props"];
  const text = id ? document.getElementById(id)?.textContent : null;
  return (text ? JSON.parse(text) : {}) as P;
}

export function one<T extends Element = HTMLElement>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`missing ${selector}`);
  return found;
}

/** The CSRF token of this page. */
export function csrfToken(): string {
  return document.body.dataset["csrf"] ?? "";
}

/** Create an element; text is always text, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function drawIcon(name: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  const known = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";
  use.setAttribute("href", `${known}#${name}`);
  svg.append(use);
  return svg;
}

/** Say something in the corner; screen readers hear it, it goes away by itself unless it is bad news. */
export function toast(text: string, tone: "ok" | "warn" | "bad" | "info" = "info"): void {
  const box = document.getElementById("toasts");
  if (!box) return;
  const note = make("div", { class: `notice notice-${tone} toast` }, make("div", {}, text));
  const close = make("button", { class: "button button-quiet button-s", type: "button", "aria-label": "关闭 Close" });
  close.append(drawIcon("x"));
  close.addEventListener("click", () => note.remove());
  note.append(close);
  box.append(note);
  if (tone !== "bad") setTimeout(() => note.remove(), 6000);
}

/** Whether a key press belongs to somebody typing. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
