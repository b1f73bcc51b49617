/** The sheet of facts and items: arrow keys move between the cells, what was changed is marked. */

function cells(form: HTMLElement): HTMLInputElement[][] {
  return [...form.querySelectorAll("tbody tr")]
    .map((row) => [...row.querySelectorAll<HTMLInputElement>("input[type=checkbox]")])
    .filter((row) => row.length > 0);
}

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The cell beside another, or the other itself at the edge. */
export function beside(grid: HTMLInputElement[][], from: HTMLInputElement, key: string): HTMLInputElement | null {
  const y = grid.findIndex((row) => row.includes(from));
  const step = STEPS[key];
  const row = grid[y];
  if (!row || (!step && key !== "Home" && key !== "End")) return null;
  if (!step) return (key === "Home" ? row[0] : row.at(-1)) ?? null;
  const next = grid[Math.min(Math.max(y + step[0], 0), grid.length - 1)] ?? row;
  const x = Math.min(Math.max(row.indexOf(from) + step[1], 0), next.length - 1);
  return next[x] ?? null;
}

export function mount(form: HTMLElement): void {
  const changed = form.querySelector<HTMLElement>("[data-changed]");
  const show = (): void => {
    let any = false;
    for (const cell of cells(form).flat()) {
      const differs = cell.checked !== cell.defaultChecked;
      cell.closest(".cu-cell")?.classList.toggle("is-changed", differs);
      any ||= differs;
    }
    if (changed) changed.textContent = any ? (changed.dataset["text"] ?? "") : "";
  };
  form.addEventListener("change", show);
  form.addEventListener("keydown", (event) => {
    const from = event.target;
    if (!(from instanceof HTMLInputElement) || from.type !== "checkbox" || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = beside(cells(form), from, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.closest("td")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  show();
}
