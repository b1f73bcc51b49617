import { expect, test } from "vitest";
import { Sha256, sha256Of } from "./sha256.ts";

async function reference(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

test("agrees with the platform's digest for every length around the block size", async () => {
  for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000, 100_003]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 131 + 7) & 0xff);
    const expected = await reference(bytes);
    expect(new Sha256().update(bytes).hex()).toBe(expected);
    const portions = new Sha256();
    for (let at = 0; at < length; at += 37) portions.update(bytes.subarray(at, at + 37));
    expect(portions.hex()).toBe(expected);
  }
});

test("reads a file in portions and reports progress", async () => {
  const bytes = new Uint8Array(9 << 20).fill(5);
  const shares: number[] = [];
  const hex = await sha256Of(new Blob([bytes]), (share) => shares.push(share));
  expect(hex).toBe(await reference(bytes));
  expect(shares.at(-1)).toBe(1);
});
