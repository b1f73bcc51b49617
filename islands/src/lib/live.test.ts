import { afterEach, expect, test, vi } from "vitest";
import { connect, fits, pause } from "./live.ts";

afterEach(() => vi.unstubAllGlobals());

function answering(chunks: string[]): Response {
  const bytes = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  return new Response(bytes, { status: 200, headers: { "content-type": "text/event-stream" } });
}

test("patterns fit exactly, by prefix, or all", () => {
  expect(fits("documents.*", "documents.instrument.issued")).toBe(true);
  expect(fits("documents.*", "documentsx.issued")).toBe(false);
  expect(fits("*", "anything")).toBe(true);
  expect(fits("cases.filed", "cases.filed_again")).toBe(false);
});

test("pauses grow and stop growing", () => {
  expect([1, 2, 3, 4, 5, 6, 9].map(pause)).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000]);
});

test("events reach the right handlers and the next attempt asks for what followed", async () => {
  const asked: (string | null)[] = [];
  vi.useFakeTimers();
  const fetching = vi.fn(async (_url: URL, init: RequestInit) => {
    asked.push(new Headers(init.headers).get("Last-Event-ID"));
    if (asked.length > 1) return new Response(null, { status: 403 });
    return answering(['id: 41\nevent: a.b\ndata: {"n":1}\n\n', 'id: 42\nevent: c\ndata: {"n":2}\n\n']);
  });
  vi.stubGlobal("fetch", fetching);
  const heard: unknown[] = [];
  const states: string[] = [];
  const line = connect("case:1", {
    on: { "a.*": (data) => heard.push(data["n"]), "*": (_d, type) => heard.push(type) },
    state: (state) => states.push(state),
  });
  await vi.advanceTimersByTimeAsync(2000);
  expect(heard).toEqual([1, "a.b", "c"]);
  expect(asked).toEqual([null, "42"]);
  expect(states).toEqual(["connecting", "live", "retrying", "down"]);
  line.close();
  vi.useRealTimers();
});

test("two listeners of one topic share one stream", async () => {
  const fetching = vi.fn(async () => new Response(new ReadableStream({}), { status: 200 }));
  vi.stubGlobal("fetch", fetching);
  const first = connect("room:1", {});
  const second = connect("room:1", {});
  await Promise.resolve();
  expect(fetching).toHaveBeenCalledTimes(1);
  first.close();
  second.close();
});
