/** The officers' side of a remote session: the call, the mix that is recorded, pictures taken as evidence. */

import { csrfToken, one } from "../lib/dom.ts";
import { Answer } from "../lib/http.ts";
import { Call } from "../lib/recording/call.ts";
import { Mix } from "../lib/recording/mix.ts";
import { SoloRecorder } from "../lib/recording/solo.ts";
import { quietForms, StageView, still, type Words } from "../lib/remote-stage.ts";
import { refresh } from "../page/live-sections.ts";

interface Props {
  session: string;
  base: string;
  ice: RTCIceServer[];
  words: Words;
}

const LOOK_MS = 4000;

export function mount(_element: HTMLElement, props: Props): void {
  const box = one(document, "[data-remote-stage]");
  const view = new StageView(box, props.words);
  let mix: Mix | null = null;

  const recorder = new SoloRecorder({
    key: `remote:${props.session}:officer`,
    openUrl: `${props.base}parts`,
    stream: "picture",
    changed: (state) => view.recorded(state),
  });
  const call = new Call({
    side: "officer",
    url: `${props.base}signal`,
    ice: props.ice,
    onTheirs: (stream) => {
      view.showTheirs(stream);
      mix?.hear("theirs", stream);
    },
    onState: (state) => view.call(state),
  });

  const sections = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-live]")];
  const follow = (): void => recorder.want(one(document, "#remote-head").dataset["record"] === "1");

  async function open(): Promise<void> {
    try {
      const own = await navigator.mediaDevices.getUserMedia({
        video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 25 } },
        audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: false },
      });
      view.showOwn(own);
      mix ??= new Mix(view.theirs, view.own);
      mix.hear("own", own);
      recorder.use(mix.stream);
      call.show(own);
      one(box, "[data-open]").hidden = true;
      localStorage.setItem(`remote-open:${props.session}`, "1");
    } catch (error) {
      view.deviceProblem(error);
    }
  }

  async function shoot(kind: string): Promise<void> {
    const title = one<HTMLInputElement>(box, "#shot-title");
    try {
      const picture = await still(view.theirs, "image/png");
      if (!picture) return void view.say(props.words["noPicture"] ?? "");
      const query = new URLSearchParams({ kind, title: kind === "shot" ? title.value : "" });
      const headers = { Accept: "application/json", "X-CSRFToken": csrfToken(), "Content-Type": "image/png" };
      const answer = await fetch(`${props.base}take?${query}`, { method: "PUT", headers, body: picture });
      const body = (await answer.json()) as Record<string, never>;
      if (!answer.ok) throw new Answer(answer.status, body);
      title.value = "";
      view.say(props.words["shot"] ?? "");
      refresh(sections());
    } catch (error) {
      view.failed(error);
    }
  }

  one(box, "[data-open]").addEventListener("click", () => void open());
  for (const button of box.querySelectorAll<HTMLElement>("[data-shot]")) {
    button.addEventListener("click", () => void shoot(button.dataset["shot"] ?? ""));
  }
  quietForms(document.body, () => Promise.resolve(true), () => refresh(sections()), (error, form) => view.failed(error, form));
  document.addEventListener("live:refreshed", follow);
  // The guest's presence is no event: the head is looked at now and then.
  setInterval(() => refresh(sections().filter((section) => section.id === "remote-recording")), LOOK_MS);
  void recorder.open().then(follow);
  // After a reload the call goes on without another press, where the browser still allows the devices.
  if (localStorage.getItem(`remote-open:${props.session}`)) void open();
}
