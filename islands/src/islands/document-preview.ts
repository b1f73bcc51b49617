/**
 * Redraws a document while its form is filled in: a moment after the last key the server draws the
 * typing, unsaved; what the form still lacks is listed with links to the fields.
 */

import { one } from "../lib/dom.ts";
import { post } from "../lib/http.ts";

const PAUSE_MS = 400;

interface Drawn {
  pages: string[];
  problems: { place: string; label: string; message: string }[];
}

export function mount(box: HTMLElement): void {
  const form = one<HTMLFormElement>(box, "form");
  const sheets = one<HTMLElement>(box, "[data-preview-pages]");
  const state = one<HTMLElement>(box, "[data-preview-state]");
  const problems = one<HTMLElement>(box, "[data-preview-problems]");
  const list = one<HTMLUListElement>(problems, "ul");
  const usual = state.textContent ?? "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  let last = "";

  const show = (drawn: Drawn): void => {
    drawn.pages.forEach((page, index) => {
      const image = (sheets.children[index] as HTMLImageElement | undefined) ?? new Image();
      const source = `data:image/png;base64,${page}`;
      if (image.src !== source) image.src = source;
      image.className = "sheet";
      image.alt = (box.dataset["textPage"] ?? "").replace("%n%", String(index + 1));
      if (!image.isConnected) sheets.append(image);
    });
    while (sheets.children.length > drawn.pages.length) sheets.lastElementChild?.remove();
    list.replaceChildren(
      ...drawn.problems.map((problem) => {
        const link = document.createElement("a");
        link.href = `#${problem.place}`;
        link.textContent = problem.label;
        link.addEventListener("click", (event) => {
          const field = document.getElementById(problem.place);
          if (!field) return;
          event.preventDefault();
          field.scrollIntoView({ block: "center" });
          field.focus({ preventScroll: true });
        });
        const item = document.createElement("li");
        item.append(link, " ", problem.message);
        return item;
      }),
    );
    problems.hidden = drawn.problems.length === 0;
  };

  const draw = async (): Promise<void> => {
    const data = new FormData(form);
    const typed = new URLSearchParams([...data.entries()].map(([name, value]): [string, string] => [name, String(value)])).toString();
    if (typed === last) return;
    last = typed;
    const turn = ++asked;
    sheets.setAttribute("aria-busy", "true");
    try {
      const drawn = await post<Drawn>(box.dataset["url"] ?? "", data);
      if (turn !== asked) return;
      show(drawn);
      state.textContent = usual;
    } catch {
      if (turn === asked) {
        state.textContent = box.dataset["textDown"] ?? "";
        last = "";
      }
    } finally {
      if (turn === asked) sheets.removeAttribute("aria-busy");
    }
  };

  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void draw(), PAUSE_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  void draw();
}
