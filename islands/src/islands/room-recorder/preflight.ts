/** The check before recording: opens the devices of this computer, judges them, and hands over the setup. */

import { Answer } from "../../lib/http.ts";
import { csrfToken, make, one } from "../../lib/dom.ts";
import type { ServerClock } from "../../lib/recording/clock.ts";
import { type Devices, list, openCamera, openMicrophone, problemOf } from "../../lib/recording/devices.ts";
import { Meter, share } from "../../lib/recording/level.ts";
import { space } from "../../lib/recording/space.ts";
import type { Setup } from "../../lib/recording/store.ts";
import { type Copy, type Found, type Heard, cameraFound, clockFound, copyFound, isHeard, microphonesFound, serverFound, spaceFound } from "./judge.ts";
import { type Words, say } from "./words.ts";

export interface Person {
  who: string;
  word: string;
  name: string;
}

export interface PreflightDeps {
  session: string;
  base: string;
  remote: boolean;
  people: Person[];
  words: Words;
  clock: ServerClock;
  /** Free bytes and second copy of the server; null when it does not answer. */
  server: () => Promise<{ free: number | null; copy: Copy }>;
  start: (setup: Setup) => Promise<void>;
  said: (text: string) => void;
  /** Why it is not recorded has been put on record. */
  skipped: () => void;
}

interface Row {
  person: Person;
  select: HTMLSelectElement;
  bar: HTMLProgressElement;
  state: HTMLElement;
  track: MediaStreamTrack | null;
  meter: Meter | null;
  problem: Heard["problem"];
}

const CODES = ["camera", "microphones", "clock", "server_space", "space", "second_copy"] as const;
type Code = (typeof CODES)[number];
const TICK_MS = 125;
const NOBODY = "";

export class Preflight {
  private readonly root: HTMLElement;
  private readonly deps: PreflightDeps;
  private readonly found = new Map<Code, Found>();
  private readonly rows: Row[] = [];
  private readonly video: HTMLVideoElement;
  private camera: MediaStreamTrack | null = null;
  private sound: AudioContext | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private light: number | null = null;
  private turns = 0;

  constructor(root: HTMLElement, deps: PreflightDeps) {
    this.root = root;
    this.deps = deps;
    this.video = this.at<HTMLVideoElement>("video");
    this.at("check").addEventListener("click", () => void this.begin());
    this.at("recheck").addEventListener("click", () => void this.begin());
    this.at("start").addEventListener("click", () => void this.go());
    this.at("camera").addEventListener("change", () => void this.useCamera());
    this.at("skip").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.skip();
    });
  }

  show(shown: boolean): void {
    this.at("preflight").hidden = !shown;
    if (!shown) this.close();
  }

  /** This computer cannot record: all that is left is to say why not. */
  onlyReason(): void {
    this.at("open").hidden = true;
    this.show(true);
  }

  /** Ask for one of the two: record, or say why not. */
  insist(): void {
    this.show(true);
    const details = this.at("skip").closest("details");
    if (details) details.open = true;
    this.at("preflight").scrollIntoView({ block: "center" });
    one<HTMLInputElement>(this.at("skip"), "input").focus({ preventScroll: true });
    this.deps.said(say(this.deps.words, "beginFirst"));
  }

  private at<T extends HTMLElement = HTMLElement>(name: string): T {
    return one<T>(this.root, `[data-rec="${name}"]`);
  }

  /** Open everything and judge it; each device that fails says so in its own line. */
  private async begin(): Promise<void> {
    this.close();
    this.at("open").hidden = true;
    this.at("form").hidden = false;
    for (const code of CODES) this.tell(code, { verdict: "checking", text: "" });
    this.sound = new AudioContext();
    const [camera, microphone] = [await this.tryOpen(() => openCamera("")), await this.tryOpen(() => openMicrophone("", this.deps.remote))];
    const devices = await list();
    for (const opened of [camera, microphone]) if (opened instanceof MediaStreamTrack) opened.stop();
    this.offerCameras(devices);
    this.offerMicrophones(devices);
    await this.useCamera();
    for (const row of this.rows) await this.useMicrophone(row);
    if (typeof microphone === "string") for (const row of this.rows) row.problem ||= microphone;
    this.timer = setInterval(() => this.tick(), TICK_MS);
    await Promise.all([this.askClock(), this.askServer(), space().then((found) => this.tell("space", spaceFound(this.deps.words, found)))]);
  }

  close(): void {
    clearInterval(this.timer);
    this.camera?.stop();
    this.camera = null;
    this.video.srcObject = null;
    for (const row of this.rows) this.release(row);
    void this.sound?.close();
    this.sound = null;
  }

  private async tryOpen(open: () => Promise<MediaStreamTrack>): Promise<MediaStreamTrack | Heard["problem"]> {
    try {
      return await open();
    } catch (error) {
      return problemOf(error);
    }
  }

  private offerCameras({ cameras }: Devices): void {
    const select = this.at<HTMLSelectElement>("camera");
    const kept = select.value;
    select.replaceChildren(...cameras.map(({ id, label }) => make("option", { value: id }, label)));
    if (cameras.some(({ id }) => id === kept)) select.value = kept;
  }

  private offerMicrophones({ microphones }: Devices): void {
    const kept = new Map(this.rows.map((row) => [row.person.who, row.select.value]));
    this.rows.length = 0;
    const fresh = this.deps.people.map((person, at): Row => {
      const id = `rec-mic-${at + 1}`;
      const options = microphones.map((device) => make("option", { value: device.id }, device.label));
      const select = make("select", { class: "input", id }, make("option", { value: NOBODY }, "—"), ...options);
      // The person questioned first: theirs is the voice that counts.
      select.value = kept.get(person.who) ?? microphones[at]?.id ?? NOBODY;
      const bar = make("progress", { class: "rec-level", max: "100", value: "0", "aria-label": say(this.deps.words, "microphoneOf", { who: person.word }) });
      const state = make("small", { class: "muted" });
      return { person, select, bar, state, track: null, meter: null, problem: "" };
    });
    this.rows.push(...fresh);
    this.at("microphones").replaceChildren(
      ...fresh.map((row) => {
        const name = make("label", { for: row.select.id }, make("b", {}, row.person.word), " ", make("small", { class: "muted" }, row.person.name));
        row.select.addEventListener("change", () => void this.useMicrophone(row));
        return make("li", {}, name, row.select, row.bar, row.state);
      }),
    );
  }

  private async useCamera(): Promise<void> {
    this.camera?.stop();
    this.light = null;
    const opened = await this.tryOpen(() => openCamera(this.at<HTMLSelectElement>("camera").value));
    this.camera = opened instanceof MediaStreamTrack ? opened : null;
    this.video.srcObject = this.camera ? new MediaStream([this.camera]) : null;
    if (!this.camera) return this.tell("camera", { verdict: "bad", text: say(this.deps.words, String(opened)) });
    await this.video.play().catch(() => undefined);
  }

  private release(row: Row): void {
    row.meter?.close();
    row.track?.stop();
    row.meter = row.track = null;
  }

  private async useMicrophone(row: Row): Promise<void> {
    this.release(row);
    row.problem = "";
    if (row.select.value === NOBODY || !this.sound) return;
    const opened = await this.tryOpen(() => openMicrophone(row.select.value, this.deps.remote));
    if (!(opened instanceof MediaStreamTrack)) {
      row.problem = opened;
      return;
    }
    row.track = opened;
    row.meter = new Meter(this.sound.createMediaStreamSource(new MediaStream([opened])));
  }

  private async askClock(): Promise<void> {
    const offset = await this.deps.clock.renew().catch(() => null);
    this.tell("clock", clockFound(this.deps.words, offset, this.deps.remote));
  }

  private async askServer(): Promise<void> {
    const { free, copy } = await this.deps.server();
    this.tell("server_space", serverFound(this.deps.words, free));
    this.tell("second_copy", copyFound(this.deps.words, copy));
  }

  private tick(): void {
    if (this.sound?.state === "suspended") void this.sound.resume().catch(() => undefined);
    for (const row of this.rows) {
      row.bar.value = row.meter ? Math.round(share(row.meter.read()) * 100) : 0;
      const heard = this.heardOf(row);
      const text = row.problem ? say(this.deps.words, row.problem) : !row.track ? "" : isHeard(heard) ? say(this.deps.words, "micOk") : say(this.deps.words, "micWaiting", { who: row.person.word });
      if (row.state.textContent !== text) row.state.textContent = text;
    }
    const first = this.deps.people[0] as Person;
    const used = this.rows.filter((row) => row.track || row.problem).map((row) => this.heardOf(row));
    this.tell("microphones", microphonesFound(this.deps.words, used, { who: first.who, name: first.word }));
    if (this.camera && this.turns++ % 8 === 0) this.lookAtPicture(this.camera);
  }

  private heardOf(row: Row): Heard {
    return { who: row.person.who, name: row.person.word, device: row.select.value, loudest: row.meter?.loudest ?? -Infinity, problem: row.problem };
  }

  private lookAtPicture(camera: MediaStreamTrack): void {
    if (!this.video.videoWidth) return;
    const canvas = make("canvas", { width: "32", height: "18" });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (pen) {
      pen.drawImage(this.video, 0, 0, 32, 18);
      const { data } = pen.getImageData(0, 0, 32, 18);
      let sum = 0;
      for (let at = 0; at < data.length; at += 4) sum += Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
      this.light = sum / (data.length / 4);
    }
    const { width = this.video.videoWidth, height = this.video.videoHeight } = camera.getSettings();
    this.tell("camera", cameraFound(this.deps.words, { width, height }, this.light));
  }

  private tell(code: Code, found: Found): void {
    const before = this.found.get(code);
    this.found.set(code, found);
    if (before?.verdict === found.verdict && before.text === found.text) return;
    const line = one(this.root, `[data-check="${code}"]`);
    line.dataset["verdict"] = found.verdict;
    one(line, "[data-said]").textContent = found.text;
    const badge = one(line, "[data-verdict]");
    badge.className = `badge badge-${found.verdict === "checking" ? "neutral" : found.verdict}`;
    badge.textContent = say(this.deps.words, found.verdict);
    const failed = this.failed.length > 0;
    this.at("reason-field").hidden = !failed;
    one(this.at("start"), "span").textContent = say(this.deps.words, failed ? "beginAnyway" : "begin");
    (this.at("start") as HTMLButtonElement).disabled = [...this.found.values()].some(({ verdict }) => verdict === "checking");
  }

  private get failed(): Code[] {
    return CODES.filter((code) => this.found.get(code)?.verdict === "bad");
  }

  private async go(): Promise<void> {
    const reason = this.at<HTMLInputElement>("reason");
    if (this.failed.length && !reason.value.trim()) {
      this.deps.said(say(this.deps.words, "needReason"));
      reason.focus();
      return;
    }
    const checks = CODES.map((code) => {
      const found = this.found.get(code);
      return { code, ok: found?.verdict !== "bad", value: `${say(this.deps.words, found?.verdict ?? "bad")}：${found?.text ?? ""}` };
    });
    if (!(await this.send(checks, reason.value))) return;
    const microphones = this.rows
      .filter((row) => row.track)
      .map((row, at) => ({ stream: `mic-${at + 1}`, device: row.select.value, who: row.person.who }));
    const setup: Setup = {
      session: this.deps.session,
      camera: this.at<HTMLSelectElement>("camera").value,
      microphones,
      recording: true,
      finished: false,
    };
    this.show(false);
    await this.deps.start(setup);
  }

  private async skip(): Promise<void> {
    const input = one<HTMLInputElement>(this.at("skip"), "input");
    if (!input.value.trim()) return this.deps.said(say(this.deps.words, "needWhy"));
    const checks = CODES.map((code) => ({ code, ok: false, value: say(this.deps.words, "idle") }));
    if (!(await this.send(checks, input.value))) return;
    input.value = "";
    this.at("preflight").hidden = true;
    this.deps.said(say(this.deps.words, "skipped"));
    this.deps.skipped();
  }

  private async send(checks: unknown[], reason: string): Promise<boolean> {
    try {
      const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
      const body = JSON.stringify({ checks, override_reason: reason.trim() });
      const answer = await fetch(`${this.deps.base}preflight`, { method: "POST", headers, body, credentials: "same-origin" });
      if (!answer.ok) throw new Answer(answer.status, (await answer.json().catch(() => ({}))) as Record<string, never>);
      return true;
    } catch (problem) {
      const text = problem instanceof Answer ? (Object.values(problem.fields)[0] ?? problem.message) : say(this.deps.words, "offline");
      this.deps.said(text);
      return false;
    }
  }
}
