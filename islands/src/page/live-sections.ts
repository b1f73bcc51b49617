/**
 * Parts of a page that keep themselves fresh.
 *
 *   <body data-topic="case:…" data-last-event="123">      (or any element around the part)
 *   <section id="documents" data-live="documents.* cases.step_taken" data-live-src="/…/fragment">
 *
 * When an event of such a type arrives the part is fetched from `data-live-src`, or from the
 * page's own address, found there by its id and swapped in. Events within 80 ms share one fetch.
 */

import { connect, fits } from "../lib/live.ts";
import { fragment } from "../lib/http.ts";
import { swap } from "../lib/swap.ts";

const QUIET = 80;
const pending = new Map<string, Set<HTMLElement>>();
let timer: ReturnType<typeof setTimeout> | undefined;

function addressOf(section: HTMLElement): string {
  return section.dataset["liveSrc"] || location.pathname + location.search;
}

async function refreshFrom(address: string, sections: Set<HTMLElement>): Promise<void> {
  const text = await fragment(address).catch(() => null);
  if (text === null) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  for (const section of sections) {
    if (!section.isConnected) continue;
    const found = section.id ? fresh.getElementById(section.id) : fresh.body.firstElementChild;
    if (found && swap(section, found)) {
      section.classList.add("is-fresh");
      setTimeout(() => section.classList.remove("is-fresh"), 2500);
      section.dispatchEvent(new CustomEvent("live:refreshed", { bubbles: true }));
    }
  }
}

function flush(): void {
  for (const [address, sections] of pending) void refreshFrom(address, sections);
  pending.clear();
}

/** Fetch these sections again, soon and together. */
export function refresh(sections: Iterable<HTMLElement>): void {
  for (const section of sections) {
    const address = addressOf(section);
    pending.set(address, (pending.get(address) ?? new Set()).add(section));
  }
  clearTimeout(timer);
  timer = setTimeout(flush, QUIET);
}

function sectionsOf(topic: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-live]")].filter(
    (section) => section.closest<HTMLElement>("[data-topic]")?.dataset["topic"] === topic,
  );
}

export function startLiveSections(): void {
  const topics = new Map<string, HTMLElement>();
  for (const section of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const holder = section.closest<HTMLElement>("[data-topic]");
    if (holder?.dataset["topic"]) topics.set(holder.dataset["topic"], holder);
  }
  for (const [topic, holder] of topics) {
    const heard = (type: string) =>
      refresh(sectionsOf(topic).filter((s) => (s.dataset["live"] ?? "").split(/\s+/).some((p) => p && fits(p, type))));
    connect(
      topic,
      { on: { "*": (_data, type) => heard(type) }, resync: () => refresh(sectionsOf(topic)) },
      { from: holder.dataset["lastEvent"] ?? "", keep: holder.hasAttribute("data-live-keep") },
    );
  }
}
