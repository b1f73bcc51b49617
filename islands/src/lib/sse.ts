/** A reader of the text/event-stream format that takes bytes in any portions. */

export interface Message {
  id: string;
  type: string;
  data: string;
}

export class EventParser {
  private rest = "";
  private type = "";
  private data: string[] = [];
  lastId = "";
  retry: number | null = null;

  /** Feed decoded text; returns the messages completed by it. */
  feed(text: string): Message[] {
    const found: Message[] = [];
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (this.data.length) found.push({ id: this.lastId, type: this.type || "message", data: this.data.join("\n") });
        this.type = "";
        this.data = [];
        continue;
      }
      if (line.startsWith(":")) continue;
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "event") this.type = value;
      else if (field === "data") this.data.push(value);
      else if (field === "id" && !value.includes("\0")) this.lastId = value;
      else if (field === "retry" && /^\d+$/.test(value)) this.retry = Number(value);
    }
    return found;
  }
}
