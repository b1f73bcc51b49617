/** How loud a stream is, 0…1, on a scale that speech fills: −60 dB is nothing, −10 dB is full. */

export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  if (rms <= 0.001) return 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(rms) + 60) / 50));
}

let shared: AudioContext | null = null;

/** One context for the whole page: browsers allow only few. */
export function audioContext(): AudioContext {
  shared ??= new AudioContext();
  return shared;
}

/** Measures a stream without playing it; silent until the browser lets sound run (a click or a key). */
export class Level {
  private readonly source: MediaStreamAudioSourceNode;
  private readonly analyser: AnalyserNode;
  private readonly samples: Float32Array<ArrayBuffer>;

  constructor(stream: MediaStream) {
    const context = audioContext();
    this.source = context.createMediaStreamSource(stream);
    this.analyser = context.createAnalyser();
    this.analyser.fftSize = 1024;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.source.connect(this.analyser);
    if (context.state === "suspended") void context.resume().catch(() => undefined);
  }

  get running(): boolean {
    return audioContext().state === "running";
  }

  read(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    return levelOf(this.samples);
  }

  close(): void {
    this.source.disconnect();
  }
}
