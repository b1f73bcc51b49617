import { beforeEach, expect, test } from "vitest";
import { load, notTaken, purgeDrafts, readForm, store, writeForm } from "./drafts.ts";

function form(markup: string): HTMLFormElement {
  document.body.innerHTML = `<form>${markup}</form>`;
  return document.forms[0] as HTMLFormElement;
}

beforeEach(() => sessionStorage.clear());

test("what was typed comes back; secrets and hidden fields are never kept", () => {
  const markup =
    '<input name="a" value="1"><input type="checkbox" name="c" value="x" checked><input type="checkbox" name="c" value="y">' +
    '<input type="password" name="p" value="secret"><input type="hidden" name="key" value="k"><textarea name="t">文字</textarea>';
  const values = readForm(form(markup));
  expect(values).toEqual([["a", "1"], ["c", "x"], ["t", "文字"]]);
  const fresh = form('<input name="a"><input type="checkbox" name="c" value="x"><input type="checkbox" name="c" value="y" checked><textarea name="t"></textarea>');
  writeForm(fresh, values);
  expect(readForm(fresh)).toEqual(values);
});

test("a draft goes once the server took it, and stays when it refused", () => {
  store("p", { at: 1, sent: true, values: [] });
  purgeDrafts(true);
  expect(load("p")?.sent).toBe(false);
  store("p", { at: 1, sent: true, values: [] });
  purgeDrafts(false);
  expect(load("p")).toBeNull();
});

test("the door after an ended session keeps what was being sent", () => {
  document.body.innerHTML = "<main></main>";
  expect(notTaken()).toBe(false);
  document.body.innerHTML = '<main><section class="door" data-refused></section></main>';
  expect(notTaken()).toBe(true);
});
