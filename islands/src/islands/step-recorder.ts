/**
 * Records a step of a case with a phone, a tablet or a computer: the same recorder, journal and outbox as an
 * interview room, with one camera and one microphone, begun, paused and ended by the officer's thumb.
 */

import { make, one, uuid } from "../lib/dom.ts";
import { ServerClock } from "../lib/recording/clock.ts";
import { canRecord, list, problemOf } from "../lib/recording/devices.ts";
import { markLeft, recordedMs, settle, unmarkLeft } from "../lib/recording/journal.ts";
import { deliverLeftovers, lockOf } from "../lib/recording/leftovers.ts";
import { share } from "../lib/recording/level.ts";
import { type Delivery, Outbox } from "../lib/recording/outbox.ts";
import { RoomRecorder } from "../lib/recording/recorder.ts";
import { onStage } from "../lib/recording/stage.ts";
import { type Setup, Store } from "../lib/recording/store.ts";
import { HTTP } from "../lib/recording/wire.ts";
import { ask } from "../page/dialogs.ts";

export interface Props {
  session: string;
  base: string;
  labels: string[];
  words: Record<string, string>;
}

type Phase = "idle" | "opening" | "recording" | "partly" | "paused" | "finished" | "elsewhere";

/** Whose voice the one microphone takes: everybody's. */
const WHO = "全景";
const LEVEL_MS = 125;
const LOOK_MS = 500;
const CLOCK_MS = 5 * 60_000;
const FIRST_CLOCK_MS = 1500;
/** So long a mark that was set stays to be read. */
const SAID_MS = 3000;
const PAUSED = "step-paused:";
const BACK = /back|rear|environment|后/i;

export function mount(root: HTMLElement, props: Props): void {
  const island = new StepRecorder(root, props);
  if (!canRecord()) island.alert(props.words["insecure"] ?? "");
  else island.begin().catch((error: unknown) => island.alert(String(error)));
}

class StepRecorder {
  private readonly root: HTMLElement;
  private readonly props: Props;
  private readonly clock = new ServerClock();
  private store!: Store;
  private outbox!: Outbox;
  private recorder: RoomRecorder | null = null;
  private setup: Setup | undefined;
  private delivery: Delivery | null = null;
  private phase: Phase = "elsewhere";
  private recorded = 0;
  private saidUntil = 0;
  private turn: Promise<void> = Promise.resolve();

  constructor(root: HTMLElement, props: Props) {
    this.root = root;
    this.props = props;
  }

  private at<T extends HTMLElement = HTMLElement>(name: string): T {
    return one<T>(this.root, `[data-sr="${name}"]`);
  }

  private word(name: string, values: Record<string, string | number> = {}): string {
    let text = this.props.words[name] ?? "";
    for (const [key, value] of Object.entries(values)) text = text.replace(`{${key}}`, String(value));
    return text;
  }

  alert(text: string): void {
    const box = this.at("alert");
    box.hidden = !text;
    one(box, "div").textContent = text;
    this.at<HTMLButtonElement>("start").disabled = !canRecord();
  }

  async begin(): Promise<void> {
    const { session, labels } = this.props;
    this.store = await Store.open();
    const renewed = this.clock.renew().catch(() => undefined);
    this.outbox = new Outbox({
      session,
      store: this.store,
      wire: HTTP,
      changed: (delivery) => {
        this.delivery = delivery;
        void this.count();
      },
      stuck: (id) => this.recorder?.restart(id),
    });
    this.at("label").replaceChildren(...labels.map((label) => make("option", { value: label }, label)));
    await this.fillDevices();
    this.listen();
    this.draw();
    void navigator.locks.request(lockOf(session), async () => {
      await settle(this.store, session);
      this.setup = await this.store.setup(session);
      this.phase = this.setup?.finished ? "finished" : "idle";
      await this.outbox.start();
      await Promise.race([renewed, new Promise((resolve) => setTimeout(resolve, FIRST_CLOCK_MS))]);
      await this.count();
      // A page that was reloaded while it recorded goes on by itself: the gap is then as short as can be.
      if (this.setup?.recording && !this.setup.finished) await this.open(localStorage.getItem(PAUSED + session) === null);
      this.draw();
      await deliverLeftovers(this.store, HTTP, session, () => undefined);
      await new Promise<void>((resolve) => addEventListener("pagehide", () => resolve()));
    });
  }

  private async fillDevices(): Promise<void> {
    const { cameras, microphones } = await list();
    const fill = (name: string, found: { id: string; label: string }[], first: string): void => {
      const select = this.at<HTMLSelectElement>(name);
      const options = found.length ? found : [{ id: "", label: first }];
      select.replaceChildren(...options.map(({ id, label }) => make("option", { value: id }, label)));
      const back = options.find(({ label }) => BACK.test(label));
      if (name === "camera" && back) select.value = back.id;
    };
    fill("camera", cameras, this.word("camera", { n: 1 }));
    fill("microphone", microphones, "1");
  }

  private listen(): void {
    const on = (name: string, work: () => Promise<void>): void => {
      this.at(name).addEventListener("click", () => {
        this.turn = this.turn.then(work).catch((error: unknown) => this.alert(this.word("noDevice") + (problemOf(error) === "other" ? ` ${String(error)}` : "")));
      });
    };
    on("start", () => this.start());
    on("pause", () => this.pause());
    on("resume", () => this.resume());
    on("finish", () => this.finish());
    on("mark", () => this.mark());
    onStage((stage) => {
      const video = this.at<HTMLVideoElement>("video");
      const picture = stage.session === this.props.session ? stage.picture : null;
      if (video.srcObject === picture) return;
      video.srcObject = picture;
      if (picture) void video.play().catch(() => undefined);
    });
    addEventListener("online", () => this.outbox.wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.outbox.wake());
    addEventListener("beforeunload", (event) => {
      this.recorder?.cut();
      if (this.recorder?.recording || this.delivery?.empty === false) event.preventDefault();
    });
    addEventListener("pagehide", () => markLeft(this.recorder?.running ?? [], this.clock.now()));
    addEventListener("pageshow", (event) => event.persisted && unmarkLeft(this.recorder?.running ?? []));
    setInterval(() => this.levels(), LEVEL_MS);
    setInterval(() => this.look(), LOOK_MS);
    setInterval(() => void this.clock.renew().catch(() => undefined), CLOCK_MS);
  }

  private async start(): Promise<void> {
    const { session } = this.props;
    this.alert("");
    const device = this.at<HTMLSelectElement>("microphone").value;
    const camera = this.at<HTMLSelectElement>("camera").value;
    this.setup = { session, camera, microphones: [{ stream: "mic-1", device, who: WHO }], recording: true, finished: false };
    await this.store.saveSetup(this.setup);
    await this.open(true);
  }

  private async open(record: boolean): Promise<void> {
    this.show("opening");
    const { base, session } = this.props;
    this.recorder ??= new RoomRecorder(this.setup as Setup, {
      store: this.store,
      clock: this.clock,
      openUrl: `${base}parts`,
      remote: false,
      kept: (id) => {
        this.outbox.nudge(id);
        void this.count();
      },
      changed: () => this.draw(),
    });
    await this.recorder.open();
    if (this.recorder.inputs.every((input) => input.lost)) this.alert(this.word("noDevice"));
    if (record) {
      localStorage.removeItem(PAUSED + session);
      await this.recorder.record();
      this.show("recording");
    } else {
      this.show("paused");
    }
    // Names of devices are told only to a page that may use them.
    void this.fillDevices();
  }

  private async pause(): Promise<void> {
    localStorage.setItem(PAUSED + this.props.session, "1");
    await this.recorder?.halt("paused");
    this.show("paused");
  }

  private async resume(): Promise<void> {
    localStorage.removeItem(PAUSED + this.props.session);
    await this.recorder?.record();
    this.show("recording");
  }

  private async finish(): Promise<void> {
    if (!(await ask(this.word("ask")))) return;
    await this.recorder?.close();
    this.recorder = null;
    localStorage.removeItem(PAUSED + this.props.session);
    this.setup = { ...(this.setup as Setup), finished: true };
    await this.store.saveSetup(this.setup);
    this.show("finished");
  }

  private async mark(): Promise<void> {
    const label = this.at<HTMLSelectElement>("label").value;
    await this.store.addMarker({ key: uuid(), session: this.props.session, url: `${this.props.base}markers`, at_ms: this.clock.now(), label });
    this.outbox.nudgeMarkers();
    this.saidUntil = performance.now() + SAID_MS;
    this.text("delivery", this.word("marked", { label }));
  }

  private async count(): Promise<void> {
    this.recorded = recordedMs(await this.store.parts(this.props.session));
    this.draw();
  }

  private look(): void {
    if (this.clock.jumped()) void this.clock.renew().catch(() => undefined);
    this.draw();
  }

  private levels(): void {
    const meter = this.recorder?.inputs.find((input) => input.meter)?.meter;
    this.at<HTMLProgressElement>("level").value = meter ? Math.round(share(meter.read()) * 100) : 0;
  }

  private show(phase: Phase): void {
    this.phase = phase;
    this.draw();
  }

  private draw(): void {
    const inputs = this.recorder?.inputs ?? [];
    if (this.phase === "recording" || this.phase === "partly") this.phase = inputs.some((input) => input.lost) ? "partly" : "recording";
    const { phase } = this;
    const going = phase === "recording" || phase === "partly";
    this.root.dataset["phase"] = phase;
    this.text("word", this.word(phase));
    const seconds = Math.floor(this.recorded / 1000);
    this.text("time", seconds ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "");
    this.at("start").hidden = phase !== "idle";
    this.at("pause").hidden = !going;
    this.at("resume").hidden = phase !== "paused";
    this.at("finish").hidden = !going && phase !== "paused";
    this.at("marking").hidden = !going && phase !== "paused";
    for (const name of ["camera", "microphone"]) this.at<HTMLSelectElement>(name).disabled = phase !== "idle";
    if (this.recorded && performance.now() > this.saidUntil) this.text("delivery", this.delivered());
  }

  private delivered(): string {
    const { delivery } = this;
    if (!delivery) return "";
    const n = Math.max(1, Math.ceil(delivery.waiting_ms / 1000));
    if (delivery.problem) return this.word(delivery.problem, { n, message: delivery.message });
    if (this.phase === "finished") return delivery.empty ? this.word("allDelivered") : this.word("ending", { n });
    return delivery.waiting_ms > 2000 ? this.word("waiting", { n }) : this.word("delivered");
  }

  private text(name: string, text: string): void {
    const element = this.at(name);
    if (element.textContent !== text) element.textContent = text;
  }
}
