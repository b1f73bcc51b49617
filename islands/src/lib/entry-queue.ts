/**
 * Committed answers on their way to the server: kept in this browser in order, each with its key, until the
 * server has it. They outlive the tab and the browser (localStorage), belong to one officer and one session,
 * and are sent one after the other; the key makes a repeated sending harmless.
 */

export interface Entry {
  key: string;
  question: string;
  answer: string;
  prompt: string;
  asked_ms: string;
  plan_item: string;
}

const PREFIX = "entries:";

function keep(name: string, entries: Entry[]): void {
  if (entries.length) localStorage.setItem(name, JSON.stringify(entries));
  else localStorage.removeItem(name);
}

export class EntryQueue {
  private readonly name: string;
  /** What storage would not take (private window, full): at least this tab still has it. */
  private memory: Entry[] = [];

  constructor(session: string, officer: string) {
    this.name = `${PREFIX}${session}:${officer}`;
  }

  all(): Entry[] {
    let kept: Entry[] = [];
    try {
      kept = JSON.parse(localStorage.getItem(this.name) ?? "[]") as Entry[];
    } catch {
      kept = [];
    }
    return [...kept, ...this.memory];
  }

  add(entry: Entry): void {
    try {
      keep(this.name, [...this.all(), entry]);
      this.memory = [];
    } catch {
      this.memory.push(entry);
    }
  }

  drop(key: string): void {
    const left = this.all().filter((entry) => entry.key !== key);
    this.memory = this.memory.filter((entry) => entry.key !== key);
    const inMemory = new Set(this.memory.map((entry) => entry.key));
    try {
      keep(this.name, left.filter((entry) => !inMemory.has(entry.key)));
    } catch {
      this.memory = left;
    }
  }

  /** Run `send` in one tab at a time, so that order holds with the room open twice. */
  async alone(send: () => Promise<void>): Promise<void> {
    // Web locks exist on https and localhost only; without them the server's keys still keep answers single.
    if ("locks" in navigator && navigator.locks) await navigator.locks.request(this.name, send);
    else await send();
  }
}
