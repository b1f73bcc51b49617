/** Sound for speech engines: 16 kHz, 16 bit, one channel, as a WAV file. */

export const RATE = 16_000;

/** Samples (-1 … 1) as the bytes of a WAV file. */
export function wavOf(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string): void => {
    for (let i = 0; i < word.length; i++) bytes[at + i] = word.charCodeAt(i);
  };
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((value, i) => view.setInt16(44 + i * 2, Math.round(Math.max(-1, Math.min(1, value)) * 32767), true));
  return bytes;
}

/** What the browser recorded (any codec it can play) as such a WAV. */
export async function wavOfRecording(recorded: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const context = new AudioContext();
  try {
    const sound = await context.decodeAudioData(await recorded.arrayBuffer());
    const down = new OfflineAudioContext(1, Math.max(1, Math.ceil(sound.duration * RATE)), RATE);
    const source = down.createBufferSource();
    source.buffer = sound;
    source.connect(down.destination);
    source.start();
    return wavOf((await down.startRendering()).getChannelData(0));
  } finally {
    await context.close();
  }
}
