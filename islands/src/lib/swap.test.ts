import { beforeEach, expect, test } from "vitest";
import { swap } from "./swap.ts";

function section(markup: string): Element {
  const holder = document.createElement("div");
  holder.innerHTML = markup;
  return holder.firstElementChild as Element;
}

beforeEach(() => {
  document.body.innerHTML = "";
});

test("new rows arrive, gone rows leave, kept rows stay the same nodes", () => {
  const old = section('<ul><li id="a">1</li><li id="b">2</li></ul>');
  document.body.append(old);
  const kept = document.getElementById("b");
  expect(swap(old, section('<ul><li id="b">2</li><li id="c">3</li></ul>'))).toBe(true);
  expect([...old.children].map((li) => li.id)).toEqual(["b", "c"]);
  expect(document.getElementById("b")).toBe(kept);
});

test("text being typed and its focus are not touched", () => {
  const old = section('<section><input name="n" value=""><p>old</p></section>');
  document.body.append(old);
  const input = old.querySelector("input") as HTMLInputElement;
  input.value = "正在输入";
  input.focus();
  swap(old, section('<section><input name="n" value="server"><p>new</p></section>'));
  expect(old.querySelector("input")).toBe(input);
  expect(input.value).toBe("正在输入");
  expect(document.activeElement).toBe(input);
  expect(old.querySelector("p")?.textContent).toBe("new");
});

test("a form the server no longer draws stays while it holds typing", () => {
  const old = section('<section><form id="f"><textarea name="t"></textarea></form></section>');
  document.body.append(old);
  (old.querySelector("textarea") as HTMLTextAreaElement).value = "半句话";
  swap(old, section("<section><p>closed</p></section>"));
  expect(old.querySelector("textarea")?.value).toBe("半句话");
});

test("an opened explanation stays open", () => {
  const old = section('<section><details id="d" open><summary>s</summary>1</details></section>');
  document.body.append(old);
  swap(old, section('<section><details id="d"><summary>s</summary>2</details></section>'));
  expect(old.querySelector("details")?.hasAttribute("open")).toBe(true);
  expect(old.textContent).toContain("2");
});

test("equal markup changes nothing", () => {
  const old = section("<p>same</p>");
  expect(swap(old, section("<p>same</p>"))).toBe(false);
});
