/** Repeatable rows of a table field, without a round trip; without scripts the same buttons ask the server. */

function boxes(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(".rows")].filter((box) => box.querySelector("[data-rows]"));
}

function renumber(box: HTMLElement): void {
  box.querySelectorAll<HTMLElement>("[data-number]").forEach((cell, index) => {
    const old = cell.textContent?.trim() ?? "";
    const number = String(index + 1);
    cell.textContent = number;
    for (const labelled of cell.closest("tr")?.querySelectorAll("[aria-label]") ?? []) {
      const label = labelled.getAttribute("aria-label") ?? "";
      labelled.setAttribute("aria-label", label.replace(old, number));
    }
  });
}

/** Add an empty row; `key` names it, otherwise the next free number does. */
export function addRow(box: HTMLElement, key?: string): HTMLTableRowElement | null {
  const blank = box.querySelector<HTMLTemplateElement>("template[data-blank]");
  const body = box.querySelector("[data-rows]");
  if (!blank || !body) return null;
  const taken = [...body.querySelectorAll<HTMLInputElement>('input[name$="-row"]')].map((input) => Number(input.value));
  const next = key ?? String(Math.max(-1, ...taken) + 1);
  const holder = document.createElement("table");
  holder.innerHTML = blank.innerHTML.replaceAll("__n__", String(taken.length + 1)).replaceAll("-__-", `-${next}-`).replaceAll('value="__"', `value="${next}"`);
  const row = holder.querySelector("tr");
  if (!row) return null;
  body.append(row);
  renumber(box);
  return row;
}

/** Make sure every kept control name of a table field has its row. */
export function ensureRows(root: ParentNode, names: string[]): void {
  for (const box of boxes(root)) {
    const blank = box.querySelector<HTMLTemplateElement>("template[data-blank]")?.innerHTML ?? "";
    const base = /name="([^"]+)-row"/.exec(blank)?.[1];
    if (!base) continue;
    for (const name of names) {
      if (!name.startsWith(`${base}-`)) continue;
      const key = /^(\d+)-/.exec(name.slice(base.length + 1))?.[1];
      const known = [...box.querySelectorAll<HTMLInputElement>(`input[name="${base}-row"]`)].some((input) => input.value === key);
      if (key && !known) addRow(box, key);
    }
  }
}

export function mount(box: HTMLElement): void {
  const changed = (): boolean => box.dispatchEvent(new CustomEvent("rows:changed", { bubbles: true }));
  box.parentElement?.querySelector<HTMLElement>("[data-add-row]")?.addEventListener("click", (event) => {
    const row = addRow(box);
    if (!row) return;
    event.preventDefault();
    row.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
    changed();
  });
  box.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-remove-row]") : null;
    const row = button?.closest("tr");
    if (!row) return;
    event.preventDefault();
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    renumber(box);
    (beside?.querySelector<HTMLElement>("[data-remove-row]") ?? box.parentElement?.querySelector<HTMLElement>("[data-add-row]"))?.focus();
    changed();
  });
}
