/** A pad to sign on with mouse, finger or pen; the strokes go into the form as a PNG. */

import SignaturePad from "signature_pad";
import { one } from "../lib/dom.ts";
import { type Moment, takeMoment, without } from "../lib/moment.ts";

// Whoever agreed once need not be asked again on the next page they sign.
const answers = new Map<string, boolean>();

export function mount(box: HTMLElement): void {
  const canvas = one<HTMLCanvasElement>(box, "canvas");
  const input = one<HTMLInputElement>(box, "input[type=hidden][data-strokes]");
  const state = one(box, "[data-state]");
  const pad = new SignaturePad(canvas, { penColor: "#10182b", minWidth: 1, maxWidth: 3.2 });

  const show = (): void => {
    canvas.classList.toggle("is-empty", pad.isEmpty());
    input.value = pad.isEmpty() ? "" : pad.toDataURL("image/png");
    state.textContent = (pad.isEmpty() ? state.dataset["empty"] : state.dataset["signed"]) ?? "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // The drawing surface follows the size on screen, sharp on dense displays; strokes are kept.
  const fit = (): void => {
    const ratio = Math.max(devicePixelRatio, 2);
    const strokes = pad.toData();
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!width || (canvas.width === Math.round(width * ratio) && canvas.height === Math.round(height * ratio))) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.getContext("2d")?.scale(ratio, ratio);
    pad.clear();
    pad.fromData(strokes);
  };

  pad.addEventListener("endStroke", show);
  one(box, "[data-clear]").addEventListener("click", () => {
    pad.clear();
    show();
  });
  one(box, "[data-undo]").addEventListener("click", () => {
    const strokes = pad.toData();
    pad.clear();
    pad.fromData(strokes.slice(0, -1));
    show();
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Delete" || event.key === "Backspace") {
      pad.clear();
      show();
    }
  });
  mountMoment(box);
  new ResizeObserver(fit).observe(canvas);
  fit();
  show();
}

/** Ask whether place and picture may be taken, take them, and say what was taken. Never stands in the way. */
function mountMoment(box: HTMLElement): void {
  const part = box.querySelector<HTMLElement>("[data-moment]");
  if (!part) return;
  const input = one<HTMLInputElement>(part, "input[data-moment-value]");
  const state = one(part, "[data-moment-state]");
  const who = part.dataset["moment"] ?? "";
  const words = state.dataset;

  const keep = (moment: Moment): void => {
    input.value = JSON.stringify(moment);
  };
  const told = (moment: Moment): string => {
    const place = moment.no_place ? `${words["noPlace"]}${words[moment.no_place] ?? ""}` : (words["place"] ?? "");
    const picture = moment.no_picture ? `${words["noPicture"]}${words[moment.no_picture] ?? ""}` : (words["picture"] ?? "");
    return `${place}${words["between"] ?? " "}${picture}`;
  };
  const take = async (): Promise<void> => {
    keep(without("timeout"));
    state.textContent = words["taking"] ?? "";
    const moment = await takeMoment();
    if (!part.isConnected) return;
    keep(moment);
    state.textContent = told(moment);
    part.classList.add("is-answered");
  };
  const refuse = (): void => {
    keep(without("refused"));
    state.textContent = words["declined"] ?? "";
    part.classList.add("is-answered");
  };

  one(part, "[data-agree]").addEventListener("click", () => {
    answers.set(who, true);
    void take();
  });
  one(part, "[data-decline]").addEventListener("click", () => {
    answers.set(who, false);
    refuse();
  });
  keep(without("not_asked"));
  const answered = answers.get(who);
  if (answered === true) void take();
  if (answered === false) refuse();
}
