/** Both sides as one picture with one sound: the other side large, our own in the corner, the time below. */

const WIDTH = 960;
const HEIGHT = 540;
const FRAMES = 12;

export class Mix {
  readonly stream: MediaStream;
  private readonly canvas = document.createElement("canvas");
  private readonly sound = new AudioContext();
  private readonly into: MediaStreamAudioDestinationNode;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly sources = new Map<string, MediaStreamAudioSourceNode>();

  constructor(theirs: HTMLVideoElement, own: HTMLVideoElement) {
    this.canvas.width = WIDTH;
    this.canvas.height = HEIGHT;
    this.into = this.sound.createMediaStreamDestination();
    const draw = this.canvas.getContext("2d", { alpha: false });
    this.timer = setInterval(() => draw && this.paint(draw, theirs, own), 1000 / FRAMES);
    this.stream = this.canvas.captureStream(FRAMES);
    for (const track of this.into.stream.getAudioTracks()) this.stream.addTrack(track);
  }

  /** Let a side be heard in the mix; its former sound makes room. */
  hear(name: string, media: MediaStream | null): void {
    this.sources.get(name)?.disconnect();
    this.sources.delete(name);
    if (!media?.getAudioTracks().length) return;
    const source = this.sound.createMediaStreamSource(media);
    source.connect(this.into);
    this.sources.set(name, source);
    void this.sound.resume().catch(() => undefined);
  }

  close(): void {
    clearInterval(this.timer);
    void this.sound.close().catch(() => undefined);
  }

  private paint(draw: CanvasRenderingContext2D, theirs: HTMLVideoElement, own: HTMLVideoElement): void {
    draw.fillStyle = "#000";
    draw.fillRect(0, 0, WIDTH, HEIGHT);
    fit(draw, theirs, 0, 0, WIDTH, HEIGHT);
    fit(draw, own, WIDTH - 252, HEIGHT - 162, 240, 135);
    draw.fillStyle = "#000a";
    draw.fillRect(0, HEIGHT - 28, 280, 28);
    draw.fillStyle = "#fff";
    draw.font = "18px monospace";
    draw.fillText(new Date().toISOString().replace("T", " ").slice(0, 21), 10, HEIGHT - 8);
  }
}

function fit(draw: CanvasRenderingContext2D, video: HTMLVideoElement, x: number, y: number, width: number, height: number): void {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth || video.readyState < 2) return;
  const scale = Math.min(width / videoWidth, height / videoHeight);
  const [w, h] = [videoWidth * scale, videoHeight * scale];
  draw.drawImage(video, x + (width - w) / 2, y + (height - h) / 2, w, h);
}
