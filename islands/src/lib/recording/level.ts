/** How loud each microphone is: for the bars, and to notice one that hears nothing. */

const FLOOR_DB = -60;
/** Below this a microphone is taken to hear nothing at all: unplugged, muted, the wrong one. */
export const SILENT_DB = -55;

/** Samples looked at in one reading: longer than the eighth of a second between two, so that nothing falls between. */
const WINDOW = 8192;

export function decibels(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
}

/** A level as a share of the bar: −60 dB is empty, 0 dB is full. */
export function share(db: number): number {
  return Math.min(1, Math.max(0, (db - FLOOR_DB) / -FLOOR_DB));
}

export class Meter {
  private readonly analyser: AnalyserNode;
  private readonly samples: Float32Array<ArrayBuffer>;
  /** The loudest moment since the meter was made, in dB. */
  loudest = -Infinity;

  constructor(source: AudioNode) {
    this.analyser = source.context.createAnalyser();
    this.analyser.fftSize = WINDOW;
    this.samples = new Float32Array(this.analyser.fftSize);
    source.connect(this.analyser);
  }

  read(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    const db = decibels(this.samples);
    this.loudest = Math.max(this.loudest, db);
    return db;
  }

  close(): void {
    this.analyser.disconnect();
  }
}
