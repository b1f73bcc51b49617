/**
 * What the recorder keeps in this browser until the server has it: parts, their chunks, markers and
 * which devices record a room. A killed tab, a crash or a restart loses none of it.
 */

export type Cause = "stopped" | "paused" | "page_left" | "page_crashed" | "device_lost" | "storage_full" | "unknown";

/** Why a part cannot be delivered as it is: other content is there, what was confirmed is gone, nothing more is taken. */
export type Trouble = "" | "differs" | "missing" | "closed";

/** One run of one MediaRecorder; the journal of how it ended and how far the server has it. */
export interface Part {
  client_id: string;
  session: string;
  open_url: string;
  stream: string;
  who: string;
  mime: string;
  started_ms: number;
  clock: { offset_ms: number; rtt_ms: number };
  previous: { client_id: string; cause: Cause } | null;
  /** Chunks kept here so far; also the number of the next one. */
  kept: number;
  duration_ms: number;
  last_ms: number;
  ended: { cause: Cause; client_ms: number } | null;
  /** Chunks the server has confirmed. */
  sent: number;
  sent_ms: number;
  part: string;
  token: string;
  head: string;
  done: boolean;
  trouble: Trouble;
}

export interface Chunk {
  client_id: string;
  seq: number;
  bytes: ArrayBuffer;
  client_ms: number;
  duration_ms: number;
  sha256: string;
}

/** A mark set by key, on its way to the server. */
export interface Marker {
  key: string;
  session: string;
  url: string;
  at_ms: number;
  label: string;
}

/** Which devices of this computer record a room, and whether it does. */
export interface Setup {
  session: string;
  camera: string;
  microphones: { stream: string; device: string; who: string }[];
  recording: boolean;
  finished: boolean;
}

interface Waiting {
  id: string;
  chunk: Omit<Chunk, "client_id" | "seq">;
  resolve: () => void;
  reject: (error: unknown) => void;
}

const VERSION = 1;

function abandon(tx: IDBTransaction): void {
  try {
    tx.abort();
  } catch {
    // It was over.
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("database"));
  });
}

export class Store {
  private readonly database: IDBDatabase;
  private readonly waiting: Waiting[] = [];
  private writing = false;

  private constructor(database: IDBDatabase) {
    this.database = database;
  }

  static async open(name = "anjian-recording"): Promise<Store> {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      const database = request.result;
      database.createObjectStore("parts", { keyPath: "client_id" });
      database.createObjectStore("chunks", { keyPath: ["client_id", "seq"] });
      database.createObjectStore("markers", { keyPath: "key" });
      database.createObjectStore("setups", { keyPath: "session" });
    };
    const database = await settled(request);
    database.onversionchange = () => database.close();
    return new Store(database);
  }

  close(): void {
    this.database.close();
  }

  /** Run one transaction; it is over, and on disk when `strict`, once the promise resolves. */
  private async run<T>(stores: string[], strict: boolean, work: (tx: IDBTransaction) => Promise<T>): Promise<T> {
    const tx = this.database.transaction(stores, "readwrite", { durability: strict ? "strict" : "relaxed" });
    const over = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new DOMException("aborted", "AbortError"));
    });
    over.catch(() => undefined);
    try {
      const result = await work(tx);
      await over;
      return result;
    } catch (error) {
      // All of it or nothing: what is tried again must not be there already.
      if (tx.error === null) abandon(tx);
      throw error;
    }
  }

  // Parts

  async parts(session = ""): Promise<Part[]> {
    const all = await settled<Part[]>(this.database.transaction("parts").objectStore("parts").getAll());
    const mine = session ? all.filter((part) => part.session === session) : all;
    return mine.sort((a, b) => a.started_ms - b.started_ms);
  }

  async part(id: string): Promise<Part | undefined> {
    return settled<Part | undefined>(this.database.transaction("parts").objectStore("parts").get(id));
  }

  async addPart(part: Part): Promise<void> {
    await this.run(["parts"], true, (tx) => settled(tx.objectStore("parts").add(part)));
  }

  /** Change a part in one transaction; unknown parts are left alone. */
  async change(id: string, how: (part: Part) => Partial<Part>, strict = false): Promise<Part | undefined> {
    return this.run(["parts"], strict, async (tx) => {
      const store = tx.objectStore("parts");
      const part = await settled<Part | undefined>(store.get(id));
      if (!part) return undefined;
      const changed = { ...part, ...how(part) };
      await settled(store.put(changed));
      return changed;
    });
  }

  async drop(id: string): Promise<void> {
    await this.run(["parts", "chunks"], false, async (tx) => {
      await settled(tx.objectStore("chunks").delete(IDBKeyRange.bound([id, 0], [id, Infinity])));
      await settled(tx.objectStore("parts").delete(id));
    });
  }

  // Chunks

  /**
   * Keep a chunk as the next of its part: on disk before anybody may send it. Chunks of all streams
   * that arrive while the disk is busy go into one write, so that a slow disk delays but never piles up.
   */
  keep(id: string, chunk: Omit<Chunk, "client_id" | "seq">): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ id, chunk, resolve, reject });
      if (!this.writing) void this.writeWaiting();
    });
  }

  private async writeWaiting(): Promise<void> {
    this.writing = true;
    while (this.waiting.length) {
      const batch = this.waiting.splice(0);
      try {
        await this.run(["parts", "chunks"], true, (tx) => this.write(tx, batch));
        for (const one of batch) one.resolve();
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    this.writing = false;
  }

  private async write(tx: IDBTransaction, batch: readonly Waiting[]): Promise<void> {
    const parts = tx.objectStore("parts");
    const chunks = tx.objectStore("chunks");
    const known = new Map<string, Part>();
    for (const { id, chunk } of batch) {
      const part = known.get(id) ?? (await settled<Part | undefined>(parts.get(id)));
      if (!part) throw new Error("chunk without a part");
      chunks.add({ client_id: id, seq: part.kept, ...chunk });
      const change = { kept: part.kept + 1, duration_ms: part.duration_ms + chunk.duration_ms, last_ms: chunk.client_ms };
      known.set(id, { ...part, ...change });
    }
    for (const part of known.values()) await settled(parts.put(part));
  }

  async chunk(id: string, seq: number): Promise<Chunk | undefined> {
    return settled<Chunk | undefined>(this.database.transaction("chunks").objectStore("chunks").get([id, seq]));
  }

  /** The next chunks of a part from a number on, in order. */
  async chunks(id: string, from: number, most: number): Promise<Chunk[]> {
    const range = IDBKeyRange.bound([id, from], [id, Infinity]);
    return settled<Chunk[]>(this.database.transaction("chunks").objectStore("chunks").getAll(range, most));
  }

  /** The server has these chunks: forget them here. A lost write only means that they are sent once more. */
  async confirm(id: string, sent: readonly Chunk[], head: string): Promise<void> {
    const [first, last] = [sent[0], sent[sent.length - 1]];
    if (!first || !last) return;
    const sent_ms = sent.reduce((sum, chunk) => sum + chunk.duration_ms, 0);
    await this.run(["parts", "chunks"], false, async (tx) => {
      const parts = tx.objectStore("parts");
      const part = await settled<Part | undefined>(parts.get(id));
      await settled(tx.objectStore("chunks").delete(IDBKeyRange.bound([id, first.seq], [id, last.seq])));
      if (!part || part.sent > last.seq) return;
      await settled(parts.put({ ...part, sent: last.seq + 1, sent_ms: part.sent_ms + sent_ms, head }));
    });
  }

  // Markers and setups

  async markers(session: string): Promise<Marker[]> {
    const all = await settled<Marker[]>(this.database.transaction("markers").objectStore("markers").getAll());
    return all.filter((marker) => marker.session === session).sort((a, b) => a.at_ms - b.at_ms);
  }

  async addMarker(marker: Marker): Promise<void> {
    await this.run(["markers"], true, (tx) => settled(tx.objectStore("markers").put(marker)));
  }

  async dropMarker(key: string): Promise<void> {
    await this.run(["markers"], false, (tx) => settled(tx.objectStore("markers").delete(key)));
  }

  async setup(session: string): Promise<Setup | undefined> {
    return settled<Setup | undefined>(this.database.transaction("setups").objectStore("setups").get(session));
  }

  async saveSetup(setup: Setup): Promise<void> {
    await this.run(["setups"], true, (tx) => settled(tx.objectStore("setups").put(setup)));
  }
}
