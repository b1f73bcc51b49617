import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Entry, EntryQueue } from "../lib/entry-queue.ts";
import { filtered, matches, mentionAt } from "../lib/pick.ts";
import { Answer } from "../lib/http.ts";
import { mayTakeLater } from "./interview-room.ts";
import { clamped, type End, joint, laneOf } from "../lib/interview-lines.ts";
import { nearEnd } from "../lib/interview-talk.ts";
import { moved, ordered, readArrangement } from "../lib/console-layout.ts";
import { answersIn, cardBefore, KEPT, putAnswers, putCards, trim } from "../lib/console-news.ts";
import { nextPage, roomsAcross } from "../lib/console-wall.ts";

describe("the queue of committed answers", () => {
  beforeEach(() => localStorage.clear());
  const entry = (key: string, question: string): Entry => ({
    key,
    question,
    answer: "八点。",
    prompt: "",
    asked_ms: "1760000000000",
    plan_item: "",
  });

  test("keeps order over a reload and drops only what the server has", () => {
    const queue = new EntryQueue("room", "sun");
    queue.add(entry("1", "几点到岗？"));
    queue.add(entry("2", "和谁？"));
    expect(new EntryQueue("room", "sun").all().map((one) => one.key)).toEqual(["1", "2"]);
    queue.drop("1");
    expect(new EntryQueue("room", "sun").all()).toEqual([entry("2", "和谁？")]);
  });

  test("belongs to one officer in one session", () => {
    new EntryQueue("room", "sun").add(entry("1", "几点到岗？"));
    expect(new EntryQueue("room", "wang").all()).toEqual([]);
    expect(new EntryQueue("another", "sun").all()).toEqual([]);
  });

  test("stays in the tab when the browser keeps nothing", () => {
    const queue = new EntryQueue("room", "sun");
    const refuse = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new Error("full");
    });
    queue.add(entry("1", "几点到岗？"));
    queue.add(entry("2", "和谁？"));
    expect(queue.all().map((one) => one.key)).toEqual(["1", "2"]);
    queue.drop("1");
    expect(queue.all().map((one) => one.key)).toEqual(["2"]);
    refuse.mockRestore();
  });

  test("holds what a server that is away may still take, and gives back what it refused", () => {
    expect(mayTakeLater(new TypeError("Failed to fetch"))).toBe(true);
    for (const status of [401, 403, 500, 502, 503]) expect(mayTakeLater(new Answer(status, {}))).toBe(true);
    const refusal = { code: "interview.absent", reason: "没有签到", cites: [], who: "", cure: "" };
    expect(mayTakeLater(new Answer(409, { refusals: [refusal] }))).toBe(false);
    expect(mayTakeLater(new Answer(422, { fields: { answer: "请填写回答" } }))).toBe(false);
  });
});

describe("picking from a list", () => {
  const choices = [
    { text: "是否办理动火作业票", keys: "sfbldhzyp" },
    { text: "动火作业由谁安排", keys: "dhzyysap" },
    { text: "李建国", keys: "ljg", kind: "人" },
  ];

  test("finds by characters and by initials, what begins so first", () => {
    expect(matches("安排", choices[1]!)).toBe(true);
    expect(matches("LJG", choices[2]!)).toBe(true);
    expect(filtered("dhzy", choices).map((one) => one.text)).toEqual(["动火作业由谁安排", "是否办理动火作业票"]);
    expect(filtered("", choices)).toHaveLength(3);
    expect(filtered("zzz", choices)).toEqual([]);
  });

  test("knows the word behind @ until something ends it", () => {
    expect(mentionAt("是@lj", 4)).toEqual({ from: 1, typed: "lj" });
    expect(mentionAt("是＠", 2)).toEqual({ from: 1, typed: "" });
    expect(mentionAt("是@李建国，他", 7)).toBeNull();
    expect(mentionAt("没有", 2)).toBeNull();
  });
});

describe("the joining line", () => {
  const room = (left: number, top = 0): End["room"] => ({ left, right: left + 250, top, bottom: top + 400 });
  const left: End = { box: { left: 100, right: 200, top: 50, bottom: 70 }, room: room(20), away: "" };
  const right: End = { box: { left: 320, right: 380, top: 150, bottom: 170 }, room: room(298), away: "" };
  const far: End = { box: { left: 600, right: 680, top: 150, bottom: 170 }, room: room(576), away: "" };
  const below: End = { box: { left: 100, right: 180, top: 550, bottom: 570 }, room: room(20, 428), away: "" };

  test("goes under the words into the gap between rooms, whichever came first", () => {
    expect(joint(left, right)).toEqual(joint(right, left));
    expect(joint(left, right).d.startsWith("M200 73L278 73")).toBe(true);
    expect(joint(left, right).d.endsWith("L320 173")).toBe(true);
    expect(joint(left, right)).toMatchObject({ x: 284, y: 123 });
  });

  test("goes round above the rooms that lie between", () => {
    const { d } = joint(left, far);
    expect(d).toContain("-8");
    expect(d.endsWith("L600 173")).toBe(true);
  });

  test("joins two rooms of one column along its gap", () => {
    expect(joint(left, below).d.endsWith("L180 573")).toBe(true);
    expect(joint(left, below).x).toBe(284);
  });

  test("pairs keep apart", () => {
    expect([0, 1, 2, 3, 4].map(laneOf)).toEqual([0, 5, -5, 10, -10]);
  });

  test("stops at the edge of a transcript that has scrolled away", () => {
    const view = { left: 0, right: 300, top: 100, bottom: 400 };
    const mark = { left: 100, right: 200, top: 20, bottom: 40 };
    expect(clamped(mark, view)).toEqual({ top: 102, bottom: 102, seen: false });
    expect(clamped({ ...mark, top: 120, bottom: 140 }, view).seen).toBe(true);
  });
});

test("a transcript follows its end only while the reader is there", () => {
  expect(nearEnd({ scrollTop: 900, clientHeight: 100, scrollHeight: 1000 })).toBe(true);
  expect(nearEnd({ scrollTop: 200, clientHeight: 100, scrollHeight: 1000 })).toBe(false);
});

describe("what is new on the console", () => {
  const answer = (no: number, text = `答${no}`): string => `<article data-no="${no}">${text}</article>`;
  const page = (): HTMLElement => {
    document.body.innerHTML = `<div id="c"><section id="room-a"><div data-talk><p class="iv-earlier"></p>${answer(41)}${answer(42)}</div></section>
      <section id="room-b"><div data-talk><p class="iv-silent">…</p></div></section>
      <section id="console-board"><span data-count>1</span><div data-cards><article data-card="2" data-rank="0" data-members="2">②</article><p data-calm hidden></p></div></section></div>`;
    return document.getElementById("c") as HTMLElement;
  };
  const numbers = (root: ParentNode): string[] => [...root.querySelectorAll("#room-a [data-no]")].map((e) => `${(e as HTMLElement).dataset["no"]}${e.textContent}`);

  test("an answer joins the end of its room, a corrected one takes its place, an old one stays away", () => {
    const root = page();
    const grown = putAnswers(root, [["a", 43, false, answer(43)], ["a", 41, true, answer(41, "更正")], ["a", 7, true, answer(7)], ["b", 1, false, answer(1)], ["gone", 1, false, answer(1)]]);
    expect(numbers(root)).toEqual(["41更正", "42答42", "43答43"]);
    expect([...grown.values()]).toEqual([1, 1]);
    expect(root.querySelector(".iv-silent")).toBeNull();
  });

  test("with only disputed answers shown, an old one that is disputed now comes in at its place", () => {
    const root = page();
    putAnswers(root, [["a", 7, true, answer(7)], ["a", 43, false, answer(43)]], true);
    expect(numbers(root)).toEqual(["7答7", "41答41", "42答42"]);
  });

  test("a long room that is followed lets its oldest answers go", () => {
    const root = page();
    const talk = root.querySelector<HTMLElement>("#room-a [data-talk]") as HTMLElement;
    putAnswers(root, Array.from({ length: 200 }, (_, i) => ["a", 43 + i, false, answer(43 + i)] as [string, number, boolean, string]));
    trim(talk);
    expect(answersIn(talk).length).toBe(KEPT);
    expect(answersIn(talk).at(-1)?.dataset["no"]).toBe("242");
  });

  test("cards stand in order, take in what joins their issue, and go when the filter hides them", () => {
    const root = page();
    const card = (no: number, rank: number, members = String(no)): [number, number, string, string] => [no, rank, members, `<article data-card="${no}" data-rank="${rank}" data-members="${members}">${no}</article>`];
    putCards(root, [card(3, 1), card(4, 0), card(1, 2)]);
    const order = (): string[] => [...root.querySelectorAll<HTMLElement>("[data-card]")].map((c) => c.dataset["card"] ?? "");
    expect(order()).toEqual(["4", "2", "3", "1"]);
    putCards(root, [card(2, 2, "2 4")]);
    expect(order()).toEqual(["3", "2", "1"]);
    putCards(root, [[3, 1, "3", ""]]);
    expect(order()).toEqual(["2", "1"]);
    expect(root.querySelector("[data-count]")?.textContent).toBe("2");
    expect(cardBefore({ rank: 0, no: 1 }, { rank: 1, no: 9 })).toBe(true);
  });
});

describe("how a viewer arranges the rooms", () => {
  test("pinned rooms first, then the viewer's order, new ones where the server has them", () => {
    const own = { order: ["c", "a"], collapsed: [], pinned: ["d"] };
    expect(ordered(["a", "b", "c", "d"], own)).toEqual(["d", "c", "a", "b"]);
    expect(moved(["a", "b", "c"], "b", -1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b", "c"], "c", 1)).toEqual(["a", "b", "c"]);
  });

  test("nonsense kept in the browser is no arrangement", () => {
    localStorage.setItem("x", "{\"order\": 3, \"pinned\": [1, \"a\"]");
    expect(readArrangement("x")).toEqual({ order: [], collapsed: [], pinned: [] });
  });
});

test("the wall shows as many rooms as can be read, and takes turns", () => {
  expect([800, 1280, 1920, 3840].map(roomsAcross)).toEqual([1, 2, 3, 4]);
  expect([nextPage(0, 3), nextPage(2, 3), nextPage(0, 0)]).toEqual([1, 0, 0]);
});
