/** How loud a stream of a page is that only watches: measured without playing it. */

import { Meter, share } from "./level.ts";

let shared: AudioContext | null = null;

/** One context for the whole page: browsers allow only few. */
function context(): AudioContext {
  shared ??= new AudioContext();
  return shared;
}

/** A stream's level, 0…1; 0 until the browser lets sound run (after a click or a key in the page). */
export class Level {
  private readonly source: MediaStreamAudioSourceNode;
  private readonly meter: Meter;

  constructor(stream: MediaStream) {
    this.source = context().createMediaStreamSource(stream);
    this.meter = new Meter(this.source);
  }

  read(): number {
    if (context().state === "suspended") void context().resume().catch(() => undefined);
    return context().state === "running" ? share(this.meter.read()) : 0;
  }

  close(): void {
    this.source.disconnect();
    this.meter.close();
  }
}
