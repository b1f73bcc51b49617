/** A machine's draft in words that a person accepts one by one. */

/** The words of a Chinese text with its punctuation kept at the word before it. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const part of new Intl.Segmenter("zh", { granularity: "word" }).segment(text.replace(/\s+/g, " ").trim())) {
    if (part.isWordLike || !words.length) words.push(part.segment);
    else words[words.length - 1] += part.segment;
  }
  return words;
}

/** How many words the next sentence has: up to and with the first word that ends in a stop. */
export function sentence(words: readonly string[]): number {
  const end = words.findIndex((word) => /[。！？；，,.!?;]$/.test(word.trim()));
  return end < 0 ? words.length : end + 1;
}

/** The text with a piece put where the caret is, and the caret after it. */
export function inserted(text: string, start: number, end: number, piece: string): { text: string; caret: number } {
  return { text: text.slice(0, start) + piece + text.slice(end), caret: start + piece.length };
}
