import { expect, test } from "vitest";
import { EventParser } from "./sse.ts";

test("messages come out whole however the bytes are cut", () => {
  const wire = ": hello\n\nid: 7\nevent: cases.step_taken\ndata: {\"a\":\ndata: 1}\n\nid: 8\ndata: x\n\n";
  for (let size = 1; size <= wire.length; size++) {
    const parser = new EventParser();
    const found = [];
    for (let at = 0; at < wire.length; at += size) found.push(...parser.feed(wire.slice(at, at + size)));
    expect(found).toEqual([
      { id: "7", type: "cases.step_taken", data: '{"a":\n1}' },
      { id: "8", type: "message", data: "x" },
    ]);
  }
});

test("CRLF split between two portions is one line end", () => {
  const parser = new EventParser();
  expect(parser.feed("data: 1\r")).toEqual([]);
  expect(parser.feed("\n\r\n")).toEqual([{ id: "", type: "message", data: "1" }]);
});

test("an id survives messages without one, and retry is read", () => {
  const parser = new EventParser();
  parser.feed("retry: 1500\nid: 4\ndata: a\n\n");
  expect(parser.feed("data: b\n\n")[0]?.id).toBe("4");
  expect(parser.retry).toBe(1500);
});
