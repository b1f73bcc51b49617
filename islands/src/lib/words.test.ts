import { describe, expect, it } from "vitest";
import { inserted, sentence, wordsOf } from "./words.ts";
import { RATE, wavOf } from "./wav.ts";

describe("a draft in words", () => {
  it("loses no character and keeps punctuation with the word before", () => {
    const text = "是李建国安排的，我八点半到的。";
    const words = wordsOf(text);
    expect(words.join("")).toBe(text);
    expect(words.length).toBeGreaterThan(4);
    expect(words.some((word) => /^[，。]/.test(word))).toBe(false);
  });

  it("counts the words of the next sentence", () => {
    const words = wordsOf("没有办票，是他叫我去的");
    const first = sentence(words);
    expect(words.slice(0, first).join("")).toBe("没有办票，");
    expect(sentence(words.slice(first))).toBe(words.length - first);
  });

  it("puts a word where the caret is, over what is marked", () => {
    expect(inserted("我去了", 1, 1, "没")).toEqual({ text: "我没去了", caret: 2 });
    expect(inserted("我去了", 1, 2, "没去")).toEqual({ text: "我没去了", caret: 3 });
  });
});

describe("a WAV", () => {
  it("has the header of 16 kHz mono and one sample for each", () => {
    const bytes = wavOf(new Float32Array([0, 1, -1, 2]));
    const view = new DataView(bytes.buffer);
    expect(bytes.length).toBe(44 + 8);
    expect(view.getUint32(24, true)).toBe(RATE);
    expect([0, 1, 2, 3].map((i) => view.getInt16(44 + 2 * i, true))).toEqual([0, 32767, -32767, 32767]);
  });
});
