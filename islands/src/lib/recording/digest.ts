/** SHA-256 of a chunk: by the browser where it may, by our own code elsewhere. */

import { Sha256 } from "../sha256.ts";

export async function digest(bytes: ArrayBuffer): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) return new Sha256().update(new Uint8Array(bytes)).hex();
  const sum = new Uint8Array(await subtle.digest("SHA-256", bytes));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
