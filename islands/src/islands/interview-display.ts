/**
 * The screen facing the person: reports a released question as shown once it stands there, and lets
 * the person read his own record page by page.
 */

import { post } from "../lib/http.ts";
import { toast, uuid } from "../lib/dom.ts";
import { refresh } from "../page/live-sections.ts";

export function mount(box: HTMLElement): void {
  const home = box.dataset["liveSrc"] ?? location.pathname;
  const reported = new Set<string>();
  const report = (): void => {
    const url = box.querySelector<HTMLElement>("[data-prompt]")?.dataset["prompt"];
    if (!url || reported.has(url)) return;
    reported.add(url);
    post(url, { status: "shown" }).catch(() => reported.delete(url));
  };

  /** Turn to a page, or with 0 to the first that is not yet finished. */
  function turn(no: number): void {
    box.dataset["liveSrc"] = no ? `${home}?page=${no}` : home;
    refresh([box]);
  }

  box.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-turn]");
    if (!link) return;
    event.preventDefault();
    turn(Number(link.dataset["turn"]));
  });
  box.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-look]")) return;
    event.preventDefault();
    const data = new FormData(form);
    const pressed = event.submitter;
    const wrong = pressed instanceof HTMLButtonElement && pressed.value === "wrong";
    data.set("verdict", wrong ? "wrong" : "read");
    post(form.action, data)
      .then(() => {
        form.reset();
        const key = form.querySelector<HTMLInputElement>("[name=key]");
        if (key) key.value = uuid();
        const here = Number(box.querySelector<HTMLElement>("[data-page]")?.dataset["page"] ?? "0");
        turn(wrong ? here : 0);
      })
      .catch((problem: unknown) => {
        const said = problem instanceof Error && problem.name !== "TypeError" ? problem.message : "";
        toast(said || (box.dataset["textFailed"] ?? ""), "bad");
        refresh([box]);
      });
  });
  let page = box.querySelector<HTMLElement>("[data-page]")?.dataset["page"];
  box.addEventListener("live:refreshed", () => {
    report();
    const now = box.querySelector<HTMLElement>("[data-page]")?.dataset["page"];
    if (now !== page) box.querySelector(".iv-own-lines")?.scrollTo({ top: 0 });
    page = now;
  });
  report();
}
