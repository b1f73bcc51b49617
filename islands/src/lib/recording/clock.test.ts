import { describe, expect, test } from "vitest";
import { ServerClock, measure } from "./clock.ts";

function fake(wallAhead = 0) {
  let steady = 1000;
  let wall = 1_000_000 + wallAhead;
  return {
    clocks: { wall: () => wall, steady: () => steady },
    pass: (ms: number) => ((steady += ms), (wall += ms)),
    set: (ms: number) => (wall += ms),
    real: () => 1_000_000 + (steady - 1000),
  };
}

describe("the server's clock", () => {
  test("takes the sample that travelled fastest", async () => {
    const time = fake(90_000);
    const trips = [80, 30, 4, 60, 55, 20, 90, 10];
    const ask = async (): Promise<number> => {
      const trip = trips.shift() as number;
      time.pass(trip / 2);
      const server = time.real();
      time.pass(trip / 2);
      return server;
    };
    expect(await measure(ask, time.clocks)).toEqual({ offset_ms: -90_000, rtt_ms: 4 });
  });

  test("notices that somebody set the wall clock, once, and that time merely passed, never", async () => {
    const time = fake();
    const clock = new ServerClock(time.clocks);
    await clock.renew(async () => time.real());
    time.pass(600_000);
    expect(clock.jumped()).toBe(0);
    time.set(-3_600_000);
    time.pass(1000);
    expect(clock.jumped()).toBe(-3_600_000);
    expect(clock.jumped()).toBe(0);
    await clock.renew(async () => time.real());
    expect(clock.measured.offset_ms).toBe(3_600_000);
    expect(clock.now()).toBe(time.real());
  });
});
