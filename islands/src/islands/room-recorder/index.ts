/**
 * The recorder of the room's page. It stands outside the parts that refresh themselves, so that no
 * news of the interview can interrupt a recording. What it does follows the interview: recording
 * while it goes on, paused with it, ended with it, and gone on with after a reload or a crash.
 */

import { make, one, toast, uuid } from "../../lib/dom.ts";
import { ServerClock } from "../../lib/recording/clock.ts";
import { canRecord } from "../../lib/recording/devices.ts";
import { markLeft, recordedMs, settle, unmarkLeft } from "../../lib/recording/journal.ts";
import { deliverLeftovers, lockOf, tidy } from "../../lib/recording/leftovers.ts";
import { startLivePublisher } from "../../lib/recording/live-publisher.ts";
import { type Delivery, Outbox } from "../../lib/recording/outbox.ts";
import { RoomRecorder } from "../../lib/recording/recorder.ts";
import { onStage } from "../../lib/recording/stage.ts";
import { type Setup, Store } from "../../lib/recording/store.ts";
import { HTTP } from "../../lib/recording/wire.ts";
import { ask } from "../../page/dialogs.ts";
import { Bar, type Phase } from "./bar.ts";
import { type Person, Preflight } from "./preflight.ts";
import { guardBegin, noteSkipped, wasSkipped } from "./begin.ts";
import { NOTHING, type ServerState, gapsOf, isRecorded, serverState } from "./server.ts";
import { type Words, duration, say, span } from "./words.ts";

export interface Props {
  session: string;
  base: string;
  remote: boolean;
  last_event: string;
  people: Person[];
  labels: string[];
  words: Words;
}

const LEVEL_MS = 125;
const LOOK_MS = 1000;
const CLOCK_MS = 5 * 60_000;
const SERVER_MS = 30_000;
const FIRST_CLOCK_MS = 1500;
const ONGOING = new Set(["prepared", "rights_told", "questioning", "read_back", "signing"]);
const OVER = new Set(["closed", "cancelled"]);

export function mount(root: HTMLElement, props: Props): void {
  const { words } = props;
  const bar = new Bar(root, words, props.people);
  if (!canRecord()) {
    cannot(root, props, bar);
    return;
  }
  new RoomIsland(root, props, bar).begin().catch((error: unknown) => {
    console.error("recorder", error);
    bar.said(String(error));
  });
}

/** What a page that does not record itself shows of the room. */
function elsewhere(server: ServerState): Phase {
  if (server.state === "ended" || server.state === "certified") return "closed";
  if (server.state === "silent") return "silent";
  return isRecorded(server) ? "elsewhere" : "idle";
}

/** A page that may not use camera and microphone: it says why, and asks for the reason why nothing is recorded. */
function cannot(root: HTMLElement, props: Props, bar: Bar): void {
  const { session, base, remote, people, words } = props;
  one(root, '[data-rec="insecure"]').hidden = false;
  const view = { phase: "idle", reason: "", recordedMs: 0, inputs: [], cramped: 0, delivery: null, copy: NOTHING.copy, leftMs: 0 } as const;
  bar.draw(view);
  let known = NOTHING;
  const server = async (): Promise<ServerState> => (known = await serverState(base));
  const preflight = new Preflight(root, {
    session, base, remote, people, words, clock: new ServerClock(), server,
    start: async () => undefined,
    said: (text) => bar.said(text),
    skipped: () => noteSkipped(session),
  });
  guardBegin(() => isRecorded(known) || wasSkipped(session), () => preflight.insist());
  void server().then(() => {
    bar.draw({ ...view, phase: elsewhere(known) });
    if (!isRecorded(known) && !wasSkipped(session)) preflight.onlyReason();
  });
}

class RoomIsland {
  private readonly root: HTMLElement;
  private readonly props: Props;
  private readonly bar: Bar;
  private readonly clock = new ServerClock();
  private store!: Store;
  private outbox!: Outbox;
  private preflight!: Preflight;
  private recorder: RoomRecorder | null = null;
  private setup: Setup | undefined;
  private delivery: Delivery | null = null;
  private server: ServerState = NOTHING;
  private phase: Phase = "loading";
  private recorded = 0;
  private leftMs = 0;
  private holding = false;
  private turn: Promise<void> = Promise.resolve();
  private certified = false;
  private counting = false;

  constructor(root: HTMLElement, props: Props, bar: Bar) {
    this.root = root;
    this.props = props;
    this.bar = bar;
  }

  async begin(): Promise<void> {
    const { session, base, remote, people, words } = this.props;
    this.store = await Store.open();
    const renewed = this.clock.renew().catch(() => undefined);
    const server = async (): Promise<ServerState> => (this.server = await serverState(base));
    const start = async (setup: Setup): Promise<void> => {
      this.setup = setup;
      await this.store.saveSetup(setup);
      await this.follow();
      this.root.scrollIntoView({ block: "start" });
    };
    const said = (text: string): void => this.bar.said(text);
    this.preflight = new Preflight(this.root, { session, base, remote, people, words, clock: this.clock, server, start, said, skipped: () => noteSkipped(session) });
    guardBegin(() => this.covered, () => this.preflight.insist());
    this.outbox = new Outbox({
      session,
      store: this.store,
      wire: HTTP,
      changed: (delivery) => void this.delivered(delivery),
      stuck: (id) => this.recorder?.restart(id),
    });
    this.listen();
    // One window of this browser records a room; another waits here until that one is gone.
    const late = setTimeout(() => {
      this.show("elsewhere");
      void this.askServer();
    }, FIRST_CLOCK_MS);
    void navigator.locks.request(lockOf(session), async () => {
      clearTimeout(late);
      this.holding = true;
      await settle(this.store, session);
      this.setup = await this.store.setup(session);
      await this.outbox.start();
      if (!this.setup?.recording) await server();
      await Promise.race([renewed, new Promise((resolve) => setTimeout(resolve, FIRST_CLOCK_MS))]);
      await this.follow();
      await tidy(this.store, session);
      await deliverLeftovers(this.store, HTTP, session, (ms) => {
        this.leftMs = ms;
        this.draw();
      });
      await new Promise<void>((resolve) => addEventListener("pagehide", () => resolve()));
    });
  }

  // What happens around us

  private listen(): void {
    const state = document.getElementById("recording-session");
    state?.addEventListener("live:refreshed", () => void this.follow());
    addEventListener("online", () => this.outbox.wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.outbox.wake());
    addEventListener("beforeunload", (event) => {
      this.recorder?.cut();
      if (this.recorder?.recording || this.delivery?.empty === false) event.preventDefault();
    });
    addEventListener("pagehide", () => markLeft(this.recorder?.running ?? [], this.clock.now()));
    addEventListener("pageshow", (event) => event.persisted && unmarkLeft(this.recorder?.running ?? []));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "F8" || event.repeat) return;
      event.preventDefault();
      void this.mark();
    });
    this.on("mark", () => this.mark());
    this.on("finish", () => this.askFinish());
    this.on("again", () => this.resume());
    this.bar.at("label").replaceChildren(...this.props.labels.map((label) => make("option", { value: label }, label)));
    setInterval(() => this.bar.moveLevels(), LEVEL_MS);
    setInterval(() => this.look(), LOOK_MS);
    setInterval(() => void this.clock.renew().catch(() => undefined), CLOCK_MS);
    setInterval(() => void this.askServer(), SERVER_MS);
  }

  private on(name: string, work: () => Promise<void>): void {
    this.bar.at(name).addEventListener("click", () => void work());
  }

  private async askServer(): Promise<void> {
    this.server = await serverState(this.props.base);
    if (!this.setup?.recording) await this.follow();
    this.draw();
  }

  /** Whether the interview is recorded, here or elsewhere, or the reason why not has been given. */
  private get covered(): boolean {
    return this.recorder?.recording === true || isRecorded(this.server) || wasSkipped(this.props.session);
  }

  private look(): void {
    const jump = this.clock.jumped();
    if (jump) {
      toast(say(this.props.words, "jumped", { by: span(this.props.words, jump) }), "warn");
      void this.clock.renew().catch(() => undefined);
    }
    this.draw();
  }

  // Following the interview

  private get interview(): { state: string; reason: string } {
    const element = document.getElementById("recording-session");
    return { state: element?.dataset["state"] ?? "", reason: element?.dataset["reason"] ?? "" };
  }

  /** Bring the recorder to what the interview's state asks; steps never overlap. */
  private follow(): Promise<void> {
    this.turn = this.turn.then(() => this.step()).catch((error: unknown) => console.error("recorder", error));
    return this.turn;
  }

  private async step(): Promise<void> {
    if (!this.holding) return;
    const { state } = this.interview;
    const mine = this.setup?.recording && !this.setup.finished;
    if (mine && OVER.has(state)) {
      await this.finish();
      return;
    }
    if (mine && !this.recorder) {
      this.show("preparing");
      await this.open(this.setup as Setup);
    }
    if (this.recorder && mine) await (ONGOING.has(state) ? this.recorder.record() : this.recorder.halt("paused"));
    // A computer that broke down can be replaced by another one.
    const free = !["recording", "certified"].includes(this.server.state) && !wasSkipped(this.props.session);
    this.preflight.show(!this.setup?.recording && ONGOING.has(state) && free);
    this.draw();
  }

  private async open(setup: Setup): Promise<void> {
    const { base, remote, session, last_event } = this.props;
    this.recorder = new RoomRecorder(setup, {
      store: this.store,
      clock: this.clock,
      openUrl: `${base}parts`,
      remote,
      kept: (id) => {
        this.outbox.nudge(id);
        void this.count();
      },
      changed: () => this.draw(),
    });
    this.bar.drawLevels(this.recorder.inputs);
    await this.recorder.open();
    const live = startLivePublisher({ session, topic: `room:${session}`, from: last_event });
    onStage((stage) => {
      live.onStream(stage.session === session ? stage.picture : null);
      live.onPause(stage.paused);
    });
    void this.askServer();
  }

  private async count(): Promise<void> {
    if (this.counting) return;
    this.counting = true;
    this.recorded = recordedMs(await this.store.parts(this.props.session));
    this.counting = false;
    this.draw();
  }

  private async delivered(delivery: Delivery): Promise<void> {
    this.delivery = delivery;
    if (this.recorded === 0) await this.count();
    this.draw();
  }

  // Beginning, ending, marking

  private async askFinish(): Promise<void> {
    const early = this.interview.state !== "signing";
    if (await ask(say(this.props.words, early ? "endEarly" : "endAsk"))) {
      this.turn = this.turn.then(() => this.finish());
      await this.turn;
    }
  }

  private async finish(): Promise<void> {
    const recorder = this.recorder;
    this.recorder = null;
    await recorder?.close();
    if (this.setup) {
      this.setup = { ...this.setup, finished: true };
      await this.store.saveSetup(this.setup);
    }
    this.draw();
  }

  private async resume(): Promise<void> {
    if (!this.setup) return;
    this.setup = { ...this.setup, finished: false };
    await this.store.saveSetup(this.setup);
    await this.follow();
  }

  private async mark(): Promise<void> {
    const { words, base, session } = this.props;
    if (!this.recorder) {
      this.bar.said(say(words, "markIdle"));
      return;
    }
    const label = this.bar.at<HTMLSelectElement>("label").value;
    const time = duration(this.recorded);
    await this.store.addMarker({ key: uuid(), session, url: `${base}markers`, at_ms: this.clock.now(), label });
    const late = this.delivery?.problem === "down" || this.delivery?.problem === "full";
    this.bar.said(say(words, late ? "markedOffline" : "marked", { time, label }));
    this.outbox.nudgeMarkers();
  }

  // What the person sees

  private show(phase: Phase): void {
    this.phase = phase;
    this.draw();
  }

  private phaseNow(): Phase {
    if (!this.setup?.recording) return elsewhere(this.server);
    if (this.setup.finished) return this.delivery?.empty === false ? "ending" : "closed";
    if (!this.recorder) return "preparing";
    if (this.interview.state === "paused") return "paused";
    const recording = this.recorder.inputs.filter((input) => input.recording).length;
    if (recording === 0 && !this.recorder.inputs.some((input) => input.lost)) return "preparing";
    return recording === this.recorder.inputs.length ? "recording" : "partly";
  }

  private draw(): void {
    if (this.holding) this.phase = this.phaseNow();
    const inputs = this.recorder?.inputs ?? [];
    this.bar.draw({
      phase: this.phase,
      reason: this.interview.reason,
      recordedMs: this.recorded,
      inputs,
      cramped: this.recorder?.cramped ?? 0,
      delivery: this.delivery,
      copy: this.server.copy,
      leftMs: this.leftMs,
    });
    const { state } = this.interview;
    const mine = this.setup?.recording === true;
    this.bar.at("finish").hidden = !(mine && this.recorder && ["signing", "read_back", "paused"].includes(state));
    this.bar.at("again").hidden = !(mine && this.setup?.finished && !OVER.has(state));
    this.drawEnd();
  }

  private drawEnd(): void {
    const { words } = this.props;
    const over = this.setup?.finished === true && this.delivery !== null;
    this.bar.at("done").hidden = !over;
    if (!over || !this.delivery) {
      this.certified = false;
      return;
    }
    const empty = this.delivery.empty && !this.delivery.troubled;
    const n = Math.max(1, Math.ceil(this.delivery.waiting_ms / 1000));
    this.bar.at("done").dataset["tone"] = empty ? "ok" : "";
    this.bar.at("done-word").textContent = empty ? say(words, "allDelivered") : say(words, "ending", { n });
    if (empty && !this.certified) {
      this.certified = true;
      void this.drawCertificate();
    }
  }

  /** What was recorded and what not, and the way to the certificate: before anyone leaves. */
  private async drawCertificate(): Promise<void> {
    const { words, base } = this.props;
    const gaps = await gapsOf(base, "picture");
    const recorded = say(words, "endRecorded", { time: duration(this.recorded) });
    const listed = gaps?.map((gap) => `${gap.label} ${span(words, gap.to_ms - gap.from_ms)}`).join("、") ?? "";
    const missing = gaps ? (gaps.length ? say(words, "endGaps", { n: gaps.length, list: listed }) : say(words, "endNoGaps")) : "";
    const link = make("a", { class: "button button-primary", href: `${base}certificate` }, say(words, "certificate"));
    this.bar.at("certificate").replaceChildren(recorded, " ", missing);
    this.bar.at("certify").replaceChildren(link);
  }
}
