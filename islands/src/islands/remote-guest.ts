/**
 * The guest's side of a remote session: devices, call, recording of this side in original quality, files,
 * place, signature with the picture of the moment. What there is to do is drawn by the server and fetched
 * again and again; a lost network or a reload goes on where it was.
 */

import { csrfToken, make, one } from "../lib/dom.ts";
import { Answer, fragment, post } from "../lib/http.ts";
import { Call } from "../lib/recording/call.ts";
import { measure } from "../lib/recording/clock.ts";
import { Level } from "../lib/recording/levels.ts";
import { SoloRecorder } from "../lib/recording/solo.ts";
import { fill, quietForms, StageView, still, type Words } from "../lib/remote-stage.ts";
import { swap } from "../lib/swap.ts";

interface Props {
  session: string;
  base: string;
  site: boolean;
  ice: RTCIceServer[];
  words: Words;
}

interface Check {
  code: string;
  ok: boolean;
  value: string;
}

const LOOK_MS = 1500;
const HEAR_MS = 8000;
const LOUD = 0.02;

export function mount(_element: HTMLElement, props: Props): void {
  const box = one(document, "[data-remote-stage]");
  const holder = one(document, "#guest-panel");
  const view = new StageView(box, props.words);
  const word = (name: string, values: Record<string, string> = {}): string => fill(props.words[name] ?? name, values);
  let own: MediaStream | null = null;
  let facing: "user" | "environment" = "user";
  let place = "";

  const recorder = new SoloRecorder({
    key: `remote:${props.session}:guest`,
    openUrl: `${props.base}parts`,
    stream: "guest",
    changed: (state) => view.recorded(state),
  });
  const call = new Call({
    side: "guest",
    url: `${props.base}signal`,
    ice: props.ice,
    onTheirs: (stream) => view.showTheirs(stream),
    onState: (state) => view.call(state),
  });

  // What there is to do

  const panel = (): HTMLElement => one(holder, "[data-panel]");
  let looking: Promise<void> | null = null;

  function look(): Promise<void> {
    looking ??= (async () => {
      const text = await fragment(`${props.base}panel`).catch(() => null);
      if (text === null) {
        if (!navigator.onLine) view.call("offline");
        return;
      }
      const fresh = new DOMParser().parseFromString(text, "text/html").body.firstElementChild;
      if (fresh instanceof HTMLElement) draw(fresh);
    })().finally(() => (looking = null));
    return looking;
  }

  function draw(fresh: HTMLElement): void {
    const old = panel();
    // Another state or page is another screen: nothing of the old one is kept, and it is read from the top.
    const same = (name: string): boolean =>
      old.querySelector(`[data-key^="${name}-"]`)?.getAttribute("data-key") === fresh.querySelector(`[data-key^="${name}-"]`)?.getAttribute("data-key");
    if (old.dataset["state"] === fresh.dataset["state"] && same("page") && same("sign")) swap(old, fresh);
    else {
      old.replaceWith(fresh);
      fresh.querySelector("h2")?.scrollIntoView({ block: "nearest" });
    }
    follow();
  }

  function follow(): void {
    const { record, over, state } = panel().dataset;
    recorder.want(record === "1");
    for (const [name, shown] of [["[data-switch]", own !== null], ["[data-locate]", own !== null && over !== "1"]] as const) {
      one(box, name).hidden = !shown;
    }
    if (state !== "waiting") one(box, "[data-checks]").replaceChildren();
    if (over === "1" && state !== "closed") release();
    if (state === "closed") call.close();
  }

  function release(): void {
    call.close();
    for (const track of own?.getTracks() ?? []) track.stop();
    own = null;
    view.showOwn(null);
  }

  // Devices

  async function take(which: "user" | "environment"): Promise<MediaStream> {
    return navigator.mediaDevices.getUserMedia({
      video: { facingMode: { ideal: which }, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } },
      audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: false },
    });
  }

  async function open(): Promise<void> {
    const button = one<HTMLButtonElement>(box, "[data-open]");
    button.disabled = true;
    try {
      own = await take(facing);
      button.hidden = true;
      use();
      localStorage.setItem(`remote-open:${props.session}`, "1");
      if (panel().dataset["state"] === "waiting") await check(own);
      follow();
    } catch (error) {
      view.deviceProblem(error);
    } finally {
      button.disabled = false;
    }
  }

  function use(): void {
    if (!own) return;
    view.showOwn(own);
    recorder.use(own);
    call.show(own);
    const lamp = one(box, "[data-torch]");
    const can = own.getVideoTracks()[0]?.getCapabilities?.() as { torch?: boolean } | undefined;
    lamp.hidden = !can?.torch;
  }

  async function turn(): Promise<void> {
    facing = facing === "user" ? "environment" : "user";
    try {
      // Phones give one camera at a time.
      for (const track of own?.getVideoTracks() ?? []) track.stop();
      own = await take(facing);
      use();
    } catch (error) {
      view.deviceProblem(error);
    }
  }

  async function lamp(): Promise<void> {
    const button = one(box, "[data-torch]");
    const on = button.getAttribute("aria-pressed") !== "true";
    await own?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }).catch(() => undefined);
    button.setAttribute("aria-pressed", String(on));
  }

  async function check(media: MediaStream): Promise<void> {
    const checks: Check[] = [{ code: "camera", ok: media.getVideoTracks().length > 0, value: describe(media) }];
    view.say(word("speak"));
    const clock = await measure().catch(() => null);
    checks.push({ code: "network", ok: clock !== null && clock.rtt_ms < 1500, value: clock ? word("rtt", { n: String(clock.rtt_ms) }) : "" });
    checks.push({ code: "clock", ok: clock !== null, value: clock ? word("off", { n: (clock.offset_ms / 1000).toFixed(1) }) : "" });
    const loud = await heard(media);
    checks.push({ code: "microphone", ok: loud, value: loud ? word("heard") : "" });
    view.say("");
    const list = one(box, "[data-checks]");
    list.replaceChildren(
      ...checks.map((one) => make("li", { "data-ok": String(one.ok) }, `${word(one.code)}：${word(one.ok ? "ok" : "bad")}${one.value ? `（${one.value}）` : ""}`)),
    );
    try {
      await post(`${props.base}do/check`, { checks: JSON.stringify(checks) });
      await look();
      if (!loud) one(box, "[data-open]").hidden = false;
    } catch (error) {
      view.failed(error);
    }
  }

  function describe(media: MediaStream): string {
    const { width, height } = media.getVideoTracks()[0]?.getSettings() ?? {};
    return width && height ? `${width}×${height}` : "";
  }

  async function heard(media: MediaStream): Promise<boolean> {
    const level = new Level(media);
    try {
      const until = Date.now() + HEAR_MS;
      while (Date.now() < until) {
        if (level.read() > LOUD) return true;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return false;
    } finally {
      level.close();
    }
  }

  function locate(): void {
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        place = JSON.stringify({ lat: coords.latitude, lon: coords.longitude, accuracy_m: coords.accuracy });
        post(`${props.base}do/position`, { position: place })
          .then(() => view.say(word("located", { n: String(Math.round(coords.accuracy)) })))
          .catch((error: unknown) => view.failed(error));
      },
      () => view.say(word("noPlace")),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }

  // Deeds

  async function before(form: HTMLFormElement): Promise<boolean> {
    if (!form.matches("[data-sign]")) return true;
    const field = (name: string): HTMLInputElement => one<HTMLInputElement>(form, `input[name=${name}]`);
    if (!field("image").value) {
      view.say(word("signFirst"));
      form.querySelector("canvas")?.focus();
      return false;
    }
    const moment = await still(view.own, "image/jpeg", 800);
    field("moment").value = moment ? await dataUrl(moment) : "";
    field("position").value = place;
    return true;
  }

  function dataUrl(blob: Blob): Promise<string> {
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.readAsDataURL(blob);
    });
  }

  function send(file: File): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("PUT", `${props.base}files?${new URLSearchParams({ name: file.name })}`);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", csrfToken());
      request.upload.onprogress = ({ loaded, total }) =>
        view.say(word("sending", { name: file.name, n: String(Math.floor((loaded / Math.max(total, 1)) * 100)) }));
      request.onload = () => {
        if (request.status < 300) {
          view.say(word("sent", { name: file.name }));
          resolve();
        } else reject(new Answer(request.status, safe(request.responseText)));
      };
      request.onerror = () => reject(new TypeError("network"));
      request.send(file);
    });
  }

  function safe(text: string): Record<string, never> {
    try {
      return JSON.parse(text) as Record<string, never>;
    } catch {
      return {};
    }
  }

  one(box, "[data-open]").addEventListener("click", () => void open());
  one(box, "[data-switch]").addEventListener("click", () => void turn());
  one(box, "[data-torch]").addEventListener("click", () => void lamp());
  one(box, "[data-locate]").addEventListener("click", locate);
  holder.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    if (!input.closest("[data-upload]")) return;
    void (async () => {
      for (const file of input.files ?? []) await send(file).catch((error: unknown) => view.failed(error));
      input.value = "";
      await look();
    })();
  });
  quietForms(holder, before, () => void look(), (error, form) => view.failed(error, form));
  addEventListener("pagehide", () => {
    // `sendBeacon` cannot carry the token as a header; the form field will do.
    const form = new FormData();
    form.set("csrfmiddlewaretoken", csrfToken());
    navigator.sendBeacon(`${props.base}do/left`, form);
  });
  setInterval(() => void look(), LOOK_MS);
  void recorder.open().then(follow);
  if (props.site) facing = "environment";
  if (localStorage.getItem(`remote-open:${props.session}`) && panel().dataset["over"] !== "1") void open();
}
