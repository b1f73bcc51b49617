import { describe, expect, it } from "vitest";
import { neighbour, pause } from "./interview-board.ts";

function grid(): HTMLElement[][] {
  document.body.innerHTML = `<table><tbody>${["a", "b", "c"]
    .map((row) => `<tr><th>${row}</th>${[1, 2, 3].map((n) => `<td><a data-cell href="#">${row}${n}</a></td>`).join("")}</tr>`)
    .join("")}</tbody></table>`;
  return [...document.querySelectorAll("tr")].map((row) => [...row.querySelectorAll<HTMLElement>("[data-cell]")]);
}

describe("moving in the grid", () => {
  it("goes to the next cell and stops at the edges", () => {
    const cells = grid();
    expect(neighbour(cells[1]![1]!, "ArrowRight")).toBe(cells[1]![2]);
    expect(neighbour(cells[1]![1]!, "ArrowLeft")).toBe(cells[1]![0]);
    expect(neighbour(cells[1]![1]!, "ArrowDown")).toBe(cells[2]![1]);
    expect(neighbour(cells[1]![1]!, "ArrowUp")).toBe(cells[0]![1]);
    expect(neighbour(cells[1]![1]!, "Home")).toBe(cells[1]![0]);
    expect(neighbour(cells[1]![1]!, "End")).toBe(cells[1]![2]);
    expect(neighbour(cells[0]![0]!, "ArrowUp")).toBeNull();
    expect(neighbour(cells[0]![2]!, "ArrowRight")).toBeNull();
    expect(neighbour(cells[0]![0]!, "x")).toBeNull();
  });
});

describe("keeping fresh", () => {
  it("draws at once after a rest and at most once a second in a rush", () => {
    expect(pause(10_000, 0)).toBe(80);
    expect(pause(10_000, 9_900)).toBe(900);
    expect(pause(10_900, 9_900)).toBe(80);
  });
});
