/** Cameras and microphones of this computer, opened so that the original stays as heard. */

export interface Devices {
  cameras: { id: string; label: string }[];
  microphones: { id: string; label: string }[];
}

/** Whether this page may ask for camera and microphone at all: only over HTTPS, or on this computer itself. */
export function canRecord(): boolean {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  return isSecureContext && typeof media?.getUserMedia === "function" && typeof MediaRecorder === "function";
}

export async function list(): Promise<Devices> {
  const all = await navigator.mediaDevices.enumerateDevices();
  const named = (kind: MediaDeviceKind) =>
    all
      .filter((device) => device.kind === kind && device.deviceId && device.deviceId !== "default" && device.deviceId !== "communications")
      .map((device, at) => ({ id: device.deviceId, label: device.label || `${at + 1}` }));
  return { cameras: named("videoinput"), microphones: named("audioinput") };
}

export async function openCamera(id: string): Promise<MediaStreamTrack> {
  const video: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } };
  if (id) video.deviceId = { exact: id };
  const [track] = (await navigator.mediaDevices.getUserMedia({ video })).getVideoTracks();
  if (!track) throw new DOMException("no camera", "NotFoundError");
  return track;
}

/** Open a microphone without making its sound “better”: the recording is evidence. A remote seat hears itself otherwise. */
export async function openMicrophone(id: string, remote = false): Promise<MediaStreamTrack> {
  const audio: MediaTrackConstraints = { echoCancellation: remote, noiseSuppression: false, autoGainControl: false };
  if (id) audio.deviceId = { exact: id };
  const [track] = (await navigator.mediaDevices.getUserMedia({ audio })).getAudioTracks();
  if (!track) throw new DOMException("no microphone", "NotFoundError");
  return track;
}

/** Why a device could not be opened, as a code for words. */
export function problemOf(error: unknown): "denied" | "missing" | "busy" | "other" {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "other";
}
