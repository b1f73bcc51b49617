/**
 * The server's time in this browser. A room's computer may be minutes wrong, and somebody may set
 * its clock while a recording runs: the offset is measured, and a jump is noticed by the clock
 * that nobody can set.
 */

export interface Offset {
  /** Add to the wall clock of this computer to get the server's. */
  offset_ms: number;
  /** Round trip of the best sample: the offset is right to half of it. */
  rtt_ms: number;
}

/** The two clocks of a computer: one that people set, one that only runs. */
export interface Clocks {
  wall(): number;
  steady(): number;
}

export const BROWSER: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

const TIMES = 8;
export const JUMP_MS = 500;

export async function askServer(): Promise<number> {
  const answer = await fetch("/media/clock", { cache: "no-store", signal: AbortSignal.timeout(4000) });
  if (!answer.ok) throw new TypeError(`clock ${answer.status}`);
  return ((await answer.json()) as { server_ms: number }).server_ms;
}

/** Ask the server's clock eight times and take the answer that travelled fastest. */
export async function measure(ask: () => Promise<number> = askServer, clocks: Clocks = BROWSER): Promise<Offset> {
  let best: Offset | null = null;
  for (let i = 0; i < TIMES; i++) {
    const sent = clocks.steady();
    const wall = clocks.wall();
    const server = await ask();
    const rtt = clocks.steady() - sent;
    const offset = server - (wall + rtt / 2);
    if (!best || rtt < best.rtt_ms) best = { offset_ms: offset, rtt_ms: rtt };
  }
  if (!best) throw new TypeError("no clock");
  return { offset_ms: Math.round(best.offset_ms), rtt_ms: Math.round(best.rtt_ms) };
}

export class ServerClock {
  private readonly clocks: Clocks;
  private base: number;
  measured: Offset = { offset_ms: 0, rtt_ms: 0 };
  known = false;

  constructor(clocks: Clocks = BROWSER) {
    this.clocks = clocks;
    this.base = clocks.wall() - clocks.steady();
  }

  /** The wall clock, corrected by an offset: a jump of the wall clock shows in it. */
  now(offset: Offset = this.measured): number {
    return Math.round(this.clocks.wall() + offset.offset_ms);
  }

  steady(): number {
    return this.clocks.steady();
  }

  async renew(ask: () => Promise<number> = askServer): Promise<Offset> {
    this.measured = await measure(ask, this.clocks);
    this.known = true;
    this.base = this.clocks.wall() - this.clocks.steady();
    return this.measured;
  }

  /** How far the wall clock has jumped since the last look, in ms; 0 when it only ran on. */
  jumped(): number {
    const base = this.clocks.wall() - this.clocks.steady();
    const jump = base - this.base;
    if (Math.abs(jump) < JUMP_MS) return 0;
    this.base = base;
    return Math.round(jump);
  }
}
