/** The moment of a signature: where the device is and one still picture; every absence has its reason. */

export type Absence = "refused" | "unavailable" | "failed" | "timeout" | "not_asked";

export interface Moment {
  at: string;
  latitude?: number;
  longitude?: number;
  accuracy?: number;
  no_place: Absence | "";
  picture?: string;
  no_picture: Absence | "";
}

const PLACE_MS = 8000;
const CAMERA_MS = 8000;
const WIDE = 480;
const LARGEST = 300_000;

export function without(why: Absence, now = new Date()): Moment {
  return { at: now.toISOString(), no_place: why, no_picture: why };
}

export function placeAbsence(code: number): Absence {
  return code === 1 ? "refused" : code === 3 ? "timeout" : "failed";
}

export function cameraAbsence(name: string): Absence {
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "unavailable" : "failed";
}

function place(): Promise<Partial<Moment>> {
  return new Promise((done) => {
    if (!isSecureContext || !("geolocation" in navigator)) return done({ no_place: "unavailable" });
    // Some browsers never answer while their own question stands open.
    const late = setTimeout(() => done({ no_place: "timeout" }), PLACE_MS + 2000);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        clearTimeout(late);
        done({ latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy, no_place: "" });
      },
      (error) => {
        clearTimeout(late);
        done({ no_place: placeAbsence(error.code) });
      },
      { enableHighAccuracy: true, timeout: PLACE_MS, maximumAge: 60_000 },
    );
  });
}

/** One frame as JPEG, once the camera gives light. */
async function still(stream: MediaStream): Promise<string> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  await new Promise((next) => setTimeout(next, 400));
  const canvas = document.createElement("canvas");
  canvas.width = Math.min(WIDE, video.videoWidth);
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  video.srcObject = null;
  return canvas.toDataURL("image/jpeg", 0.75);
}

async function picture(): Promise<Partial<Moment>> {
  if (!isSecureContext || !navigator.mediaDevices) return { no_picture: "unavailable" };
  let stream: MediaStream | undefined;
  let late: ReturnType<typeof setTimeout> | undefined;
  try {
    const timeout = new Promise<never>((_, fail) => {
      late = setTimeout(() => fail(new DOMException("late", "TimeoutError")), CAMERA_MS);
    });
    const asked = navigator.mediaDevices.getUserMedia({ video: { facingMode: "user", width: { ideal: 640 } } });
    // A camera that opens after we gave up is closed again at once.
    asked.then((opened) => { if (!stream) opened.getTracks().forEach((track) => track.stop()); }, () => undefined);
    stream = await Promise.race([asked.then((opened) => (stream = opened)), timeout]);
    const taken = await Promise.race([still(stream), timeout]);
    return taken.length > 100 && taken.length <= LARGEST ? { picture: taken, no_picture: "" } : { no_picture: "failed" };
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    return { no_picture: name === "TimeoutError" ? "timeout" : cameraAbsence(name) };
  } finally {
    clearTimeout(late);
    stream?.getTracks().forEach((track) => track.stop());
  }
}

/** Take place and picture side by side; never fails. */
export async function takeMoment(): Promise<Moment> {
  const base = without("failed");
  const [where, seen] = await Promise.all([place(), picture()]);
  return { ...base, ...where, ...seen };
}
