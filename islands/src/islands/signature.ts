/** A pad to sign on with mouse, finger or pen; the strokes go into the form as a PNG. */

import SignaturePad from "signature_pad";
import { one } from "../lib/dom.ts";

export function mount(box: HTMLElement): void {
  const canvas = one<HTMLCanvasElement>(box, "canvas");
  const input = one<HTMLInputElement>(box, "input[type=hidden]");
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
  new ResizeObserver(fit).observe(canvas);
  fit();
  show();
}
