import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test } from "vitest";
import { Outbox, backOff, type Delivery } from "./outbox.ts";
import { previousOf, recordedMs, settle, markLeft } from "./journal.ts";
import { type Chunk, type Part, Store } from "./store.ts";
import type { Ended, Opened, Put, Wire } from "./wire.ts";

let store: Store;
let serial = 0;

const part = (client_id: string, change: Partial<Part> = {}): Part => ({
  client_id, session: "room", open_url: "/open", stream: "picture", who: "", mime: "video/webm", started_ms: ++serial,
  clock: { offset_ms: 0, rtt_ms: 1 }, previous: null, kept: 0, duration_ms: 0, last_ms: 0, ended: null, sent: 0,
  sent_ms: 0, part: "", token: "", head: "", done: false, trouble: "", ...change,
});

const chunk = (text: string): Omit<Chunk, "client_id" | "seq"> => ({
  bytes: new TextEncoder().encode(text).buffer as ArrayBuffer, client_ms: 1000, duration_ms: 500, sha256: text,
});

/** A server that keeps what it is sent, and fails as it is told to. */
class Server implements Wire {
  readonly files = new Map<string, string[]>();
  readonly opened: string[] = [];
  readonly ends: { part: string; chunks: number; cause: string }[] = [];
  readonly asked: string[] = [];
  fail: (what: string, part: Part, seq: number) => Put | Opened | Ended | null = () => null;
  loseAnswer = 0;
  token = 1;

  async open(p: Part): Promise<Opened> {
    const no = this.fail("open", p, -1) as Opened | null;
    if (no) return no;
    if (!this.opened.includes(p.client_id)) this.opened.push(p.client_id);
    this.files.set(`s-${p.client_id}`, this.files.get(`s-${p.client_id}`) ?? []);
    return { kind: "opened", part: `s-${p.client_id}`, token: `t${this.token}` };
  }

  async put(p: Part, c: Chunk): Promise<Put> {
    this.asked.push(`${p.client_id}/${c.seq}`);
    const no = this.fail("put", p, c.seq) as Put | null;
    if (no) return no;
    if (p.token !== `t${this.token}`) return { kind: "token" };
    const file = this.files.get(p.part) as string[];
    if (c.seq > file.length) return { kind: "order", next: file.length };
    if (c.seq < file.length && file[c.seq] !== c.sha256) return { kind: "differs" };
    file[c.seq] = c.sha256;
    if (this.loseAnswer-- > 0) return { kind: "down" };
    return { kind: "kept", head: `h${file.length}` };
  }

  async end(p: Part): Promise<Ended> {
    const no = this.fail("end", p, -1) as Ended | null;
    if (no) return no;
    if (this.files.get(p.part)?.length !== p.kept) return { kind: "order", next: 0 };
    this.ends.push({ part: p.client_id, chunks: p.kept, cause: p.ended?.cause ?? "" });
    return { kind: "ended" };
  }

  async mark(): Promise<{ kind: "marked" }> {
    return { kind: "marked" };
  }
}

const naps: number[] = [];
const quick = async (ms: number): Promise<void> => {
  naps.push(ms);
  await new Promise((resolve) => setTimeout(resolve, 0));
};

async function keepAll(id: string, ...texts: string[]): Promise<void> {
  for (const text of texts) await store.keep(id, chunk(text));
}

async function leftInStore(id: string): Promise<number> {
  let left = 0;
  for (let seq = 0; seq < 50; seq++) if (await store.chunk(id, seq)) left += 1;
  return left;
}

async function run(server: Server, until: (d: Delivery) => boolean = (d) => d.empty): Promise<Delivery> {
  let last: Delivery | null = null;
  const outbox = new Outbox({ session: "room", store, wire: server, sleep: quick, changed: (d) => (last = d) });
  await outbox.start();
  for (let i = 0; i < 500 && !(last && until(last)); i++) await new Promise((resolve) => setTimeout(resolve, 1));
  outbox.stop();
  await outbox.idle();
  return last ?? outbox.delivery();
}

beforeEach(async () => {
  localStorage.clear();
  naps.length = 0;
  store = await Store.open(`test-${++serial}`);
});

describe("the outbox", () => {
  test("delivers a part in order, says its end, and keeps nothing back", async () => {
    const server = new Server();
    await store.addPart(part("a"));
    await keepAll("a", "one", "two", "three");
    await store.change("a", () => ({ ended: { cause: "stopped", client_ms: 5 } }));
    await run(server);
    expect(server.files.get("s-a")).toEqual(["one", "two", "three"]);
    expect(server.ends).toEqual([{ part: "a", chunks: 3, cause: "stopped" }]);
    expect(await leftInStore("a")).toBe(0);
    expect(await store.part("a")).toMatchObject({ done: true, sent: 3, head: "h3", sent_ms: 1500 });
  });

  test("a lost answer is asked again and doubles nothing", async () => {
    const server = new Server();
    server.loseAnswer = 2;
    await store.addPart(part("a"));
    await keepAll("a", "one", "two");
    await store.change("a", () => ({ ended: { cause: "stopped", client_ms: 5 } }));
    await run(server);
    expect(server.files.get("s-a")).toEqual(["one", "two"]);
    expect(server.asked).toEqual(["a/0", "a/0", "a/0", "a/1"]);
  });

  test("a silent server is asked ever more slowly, and nothing is dropped meanwhile", async () => {
    const server = new Server();
    let silent = 6;
    server.fail = (what) => (what === "put" && silent-- > 0 ? { kind: "down" } : null);
    await store.addPart(part("a"));
    await keepAll("a", "one");
    const seen: string[] = [];
    const outbox = new Outbox({ session: "room", store, wire: server, sleep: quick, changed: (d) => seen.push(d.problem) });
    await outbox.start();
    await outbox.idle();
    expect(naps.length).toBe(6);
    expect(naps[5]).toBeGreaterThan((naps[0] as number) * 4);
    expect(Math.max(...naps)).toBeLessThanOrEqual(8000 * 1.25);
    expect(seen).toContain("down");
    expect((await outbox.delivery()).problem).toBe("");
    expect(server.files.get("s-a")).toEqual(["one"]);
    expect(backOff(1, () => 0.5)).toBe(500);
  });

  test("an expired token is renewed by opening the part again", async () => {
    const server = new Server();
    await store.addPart(part("a", { part: "s-a", token: "t0" }));
    server.files.set("s-a", []);
    await keepAll("a", "one");
    await run(server, (d) => d.waiting === 0);
    expect(server.opened).toEqual(["a"]);
    expect(server.files.get("s-a")).toEqual(["one"]);
  });

  test("a full disk on the server is told, and delivery goes on when there is room again", async () => {
    const server = new Server();
    let full = 2;
    server.fail = (what) => (what === "put" && full-- > 0 ? { kind: "full" } : null);
    const told: string[] = [];
    await store.addPart(part("a"));
    await keepAll("a", "one");
    const outbox = new Outbox({ session: "room", store, wire: server, sleep: quick, changed: (d) => told.push(d.problem) });
    await outbox.start();
    await outbox.idle();
    expect(told).toContain("full");
    expect(naps).toEqual([10_000, 10_000]);
    expect(server.files.get("s-a")).toEqual(["one"]);
  });

  test("a chunk the server holds otherwise is kept here and reported, never overwritten", async () => {
    const server = new Server();
    server.files.set("s-a", ["another"]);
    await store.addPart(part("a", { part: "s-a", token: "t1" }));
    await keepAll("a", "one");
    const told = await run(server, (d) => d.troubled === 1);
    expect(told).toMatchObject({ troubled: 1, empty: false });
    expect(await leftInStore("a")).toBe(1);
    expect(server.files.get("s-a")).toEqual(["another"]);
  });

  test("a server that lost what it had confirmed is reported as missing", async () => {
    const server = new Server();
    await store.addPart(part("a"));
    await keepAll("a", "one", "two");
    await run(server, (d) => d.waiting === 0);
    server.files.set("s-a", []);
    await keepAll("a", "three");
    await run(server, (d) => d.troubled === 1);
    expect((await store.part("a"))?.trouble).toBe("missing");
  });

  test("several parts go side by side, but are opened in the order of their stream", async () => {
    const server = new Server();
    await store.addPart(part("first", { ended: { cause: "page_crashed", client_ms: 1 } }));
    await store.addPart(part("second"));
    await store.addPart(part("sound", { stream: "mic-1" }));
    await keepAll("second", "b0");
    await keepAll("first", "a0", "a1");
    await keepAll("sound", "c0");
    let late = 3;
    server.fail = (what, p) => (what === "open" && p.client_id === "first" && late-- > 0 ? { kind: "down" } : null);
    await run(server, (d) => d.waiting === 0);
    expect(server.opened.indexOf("first")).toBeLessThan(server.opened.indexOf("second"));
    expect(server.files.get("s-second")).toEqual(["b0"]);
    expect(server.files.get("s-sound")).toEqual(["c0"]);
  });

  test("a refused old part holds up no other", async () => {
    const server = new Server();
    server.fail = (what, p) => (what === "open" && p.client_id === "old" ? { kind: "refused", message: "已结束", status: 409 } : null);
    await store.addPart(part("old", { stream: "mic-9" }));
    await store.addPart(part("live"));
    await keepAll("old", "x");
    await keepAll("live", "a", "b");
    const told = await run(server, () => server.files.get("s-live")?.length === 2);
    expect(told.empty).toBe(false);
    expect(await leftInStore("old")).toBe(1);
  });

  test("what a killed tab left behind is delivered by the next one", async () => {
    const name = `test-${++serial}`;
    store = await Store.open(name);
    await store.addPart(part("a"));
    await keepAll("a", "one", "two");
    store.close();
    store = await Store.open(name);
    await settle(store, "room");
    const server = new Server();
    await run(server);
    expect(server.files.get("s-a")).toEqual(["one", "two"]);
    expect(server.ends).toEqual([{ part: "a", chunks: 2, cause: "page_crashed" }]);
  });
});

describe("keeping", () => {
  test("chunks of several streams that come together keep their order", async () => {
    await store.addPart(part("a"));
    await store.addPart(part("b", { stream: "mic-1" }));
    await Promise.all([..."0123456789"].flatMap((n) => [store.keep("a", chunk(`a${n}`)), store.keep("b", chunk(`b${n}`))]));
    expect((await store.chunk("a", 7))?.sha256).toBe("a7");
    expect((await store.chunk("b", 9))?.sha256).toBe("b9");
    expect(await store.part("a")).toMatchObject({ kept: 10, duration_ms: 5000 });
  });

  test("a chunk without its part is refused and harms no later one", async () => {
    await store.addPart(part("a"));
    const together = await Promise.allSettled([store.keep("a", chunk("one")), store.keep("a", chunk("two")), store.keep("nobody", chunk("x"))]);
    expect(together.map((one) => one.status)).toEqual(["fulfilled", "rejected", "rejected"]);
    await store.keep("a", chunk("two"));
    expect((await store.part("a"))?.kept).toBe(2);
    expect((await store.chunk("a", 1))?.sha256).toBe("two");
  });
});

describe("the journal", () => {
  test("tells a page that was left from one that crashed", async () => {
    await store.addPart(part("left"));
    await store.addPart(part("crashed", { stream: "mic-1" }));
    await keepAll("left", "a");
    await keepAll("crashed", "a");
    markLeft(["left"], 4321);
    await settle(store, "room");
    expect((await store.part("left"))?.ended).toEqual({ cause: "page_left", client_ms: 4321 });
    expect((await store.part("crashed"))?.ended).toEqual({ cause: "page_crashed", client_ms: 1000 });
    expect(await previousOf(store, "room", "mic-1")).toEqual({ client_id: "crashed", cause: "page_crashed" });
    expect(await previousOf(store, "room", "mic-2")).toBeNull();
  });

  test("leaves parts that ended with a word, other rooms, and forgets empty ones", async () => {
    await store.addPart(part("paused", { ended: { cause: "paused", client_ms: 7 } }));
    await store.addPart(part("other", { session: "elsewhere" }));
    await store.addPart(part("empty"));
    await settle(store, "room");
    expect((await store.part("paused"))?.ended?.cause).toBe("paused");
    expect((await store.part("other"))?.ended).toBeNull();
    expect(await store.part("empty")).toBeUndefined();
  });

  test("counts recorded time by the picture, or by the longest sound", () => {
    const rows = [part("1", { duration_ms: 3000 }), part("2", { duration_ms: 2000 }), part("3", { stream: "mic-1", duration_ms: 9000 })];
    expect(recordedMs(rows)).toBe(5000);
    expect(recordedMs(rows.slice(2))).toBe(9000);
    expect(recordedMs([])).toBe(0);
  });
});
