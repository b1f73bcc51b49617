import { expect, test } from "vitest";
import { addRow, ensureRows, mount } from "./rows.ts";

const ROW = (n: string, key: string) =>
  `<tr data-row><td><span data-number>${n}</span><input type="hidden" name="f-items-row" value="${key}"></td>` +
  `<td><input id="id-f-items-${key}-name" name="f-items-${key}-name" aria-label="第 ${n} 行 品名"></td>` +
  `<td><button type="submit" name="f-items-remove" value="${key}" data-remove-row></button></td></tr>`;

function table(): HTMLElement {
  document.body.innerHTML =
    `<form><div class="rows" id="box"><table><tbody data-rows>${ROW("1", "0")}</tbody></table>` +
    `<template data-blank></template></div><button data-add-row></button></form>`;
  // The simulated parser drops a bare <tr> inside <template>; browsers keep it.
  const parsed = document.createElement("table");
  parsed.innerHTML = `<tbody>${ROW("__n__", "__")}</tbody>`;
  document.querySelector("template")?.content.append(parsed.querySelector("tr") as Element);
  return document.getElementById("box") as HTMLElement;
}

test("an added row takes the next free number and empty controls", () => {
  const box = table();
  addRow(box);
  addRow(box);
  const names = [...box.querySelectorAll<HTMLInputElement>("[data-rows] input:not([type=hidden])")].map((i) => i.name);
  expect(names).toEqual(["f-items-0-name", "f-items-1-name", "f-items-2-name"]);
  expect(box.querySelectorAll("[data-number]")[2]?.textContent).toBe("3");
});

test("removing a row renumbers the others but keeps their names", () => {
  const box = table();
  mount(box);
  addRow(box);
  box.querySelector<HTMLElement>("[data-remove-row]")?.click();
  expect(box.querySelector<HTMLInputElement>("[data-rows] input:not([type=hidden])")?.name).toBe("f-items-1-name");
  expect(box.querySelector("[data-number]")?.textContent).toBe("1");
});

test("rows of a kept draft are made again", () => {
  const box = table();
  ensureRows(document, ["f-items-0-name", "f-items-3-name", "f-other"]);
  expect([...box.querySelectorAll<HTMLInputElement>("[data-rows] input[type=hidden]")].map((i) => i.value)).toEqual(["0", "3"]);
});
