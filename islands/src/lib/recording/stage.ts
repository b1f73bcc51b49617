/**
 * The picture and sounds of this room as they are now, for whoever shows or hears them besides the
 * recorder: the live picture, dictation. Empty while nothing is open.
 */

export interface Stage {
  session: string;
  /** Camera and the mix of all microphones. */
  picture: MediaStream | null;
  /** One stream per microphone: "mic-1" … with who speaks into it. */
  microphones: { stream: string; who: string; media: MediaStream }[];
  recording: boolean;
  paused: boolean;
}

type Listener = (stage: Stage) => void;

let now: Stage = { session: "", picture: null, microphones: [], recording: false, paused: false };
const listeners = new Set<Listener>();

export function stage(): Stage {
  return now;
}

/** Hear every change, the present state first; call the result to stop. */
export function onStage(listener: Listener): () => void {
  listeners.add(listener);
  listener(now);
  return () => listeners.delete(listener);
}

export function setStage(change: Partial<Stage>): void {
  now = { ...now, ...change };
  for (const listener of listeners) listener(now);
}
