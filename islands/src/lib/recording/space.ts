/** Room for the outbox in this browser, should the server be away for long. */

/** One room's hour: picture at 1.5 Mb/s, its mix, and three microphones. */
export const BYTES_PER_HOUR = ((1_500_000 + 48_000 + 3 * 32_000) / 8) * 3600;

export type Verdict = "ok" | "warn" | "bad";

export interface Space {
  free: number;
  hours: number;
  persistent: boolean;
  verdict: Verdict;
}

/** Four hours are a long interview; under one hour an outage of the server could cost the recording. */
export function judge(free: number): Verdict {
  const hours = free / BYTES_PER_HOUR;
  return hours >= 4 ? "ok" : hours >= 1 ? "warn" : "bad";
}

/** Ask for storage that the browser does not clear by itself, and how much there is. */
export async function space(): Promise<Space> {
  const storage = navigator.storage as StorageManager | undefined;
  if (!storage?.estimate) return { free: 0, hours: 0, persistent: false, verdict: "warn" };
  const persistent = (await storage.persisted?.()) || (await storage.persist?.()) || false;
  const { quota = 0, usage = 0 } = await storage.estimate();
  const free = Math.max(0, quota - usage);
  return { free, hours: free / BYTES_PER_HOUR, persistent, verdict: judge(free) };
}
