import { expect, test } from "vitest";
import { beside, mount } from "./proof-sheet.ts";

function sheet(rows: number, columns: number): HTMLElement {
  const form = document.createElement("form");
  const cell = '<td><label class="cu-cell"><input type="checkbox"></label></td>';
  form.innerHTML = `<table><tbody>${`<tr>${cell.repeat(columns)}</tr>`.repeat(rows)}</tbody></table><span data-changed data-text="changed"></span>`;
  document.body.replaceChildren(form);
  return form;
}

const grid = (form: HTMLElement): HTMLInputElement[][] =>
  [...form.querySelectorAll("tr")].map((row) => [...row.querySelectorAll("input")]);

test("arrows move one cell and stop at the edges", () => {
  const all = grid(sheet(2, 3));
  expect(beside(all, all[0]![0]!, "ArrowRight")).toBe(all[0]![1]);
  expect(beside(all, all[0]![0]!, "ArrowDown")).toBe(all[1]![0]);
  expect(beside(all, all[0]![0]!, "ArrowUp")).toBe(all[0]![0]);
  expect(beside(all, all[1]![0]!, "End")).toBe(all[1]![2]);
  expect(beside(all, all[1]![2]!, "Home")).toBe(all[1]![0]);
  expect(beside(all, all[0]![0]!, "x")).toBeNull();
});

test("a changed cell is marked until it is as it was", () => {
  const form = sheet(1, 2);
  mount(form);
  const box = form.querySelector("input")!;
  const said = form.querySelector("[data-changed]")!;
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  expect(box.closest(".cu-cell")!.classList.contains("is-changed")).toBe(true);
  expect(said.textContent).toBe("changed");
  box.checked = false;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  expect(said.textContent).toBe("");
});

test("the arrow keys carry the focus along", () => {
  const form = sheet(2, 2);
  mount(form);
  const all = grid(form);
  all[0]![0]!.focus();
  all[0]![0]!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }));
  expect(document.activeElement).toBe(all[1]![0]);
});
