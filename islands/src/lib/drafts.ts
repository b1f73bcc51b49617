/**
 * Typed text kept in this tab until the server has taken it. Nothing outlives the tab: sessionStorage.
 * Secrets, files and hidden fields are never kept.
 */

const PREFIX = "draft:";

export interface Draft {
  at: number;
  sent: boolean;
  values: [string, string][];
}

const SKIPPED = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);

export function readForm(form: HTMLFormElement): [string, string][] {
  const values: [string, string][] = [];
  for (const element of form.elements) {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)) continue;
    if (!element.name || SKIPPED.has(element.type) || element.autocomplete === "current-password") continue;
    if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type)) {
      if (element.checked) values.push([element.name, element.value]);
    } else if (element instanceof HTMLSelectElement) {
      for (const option of element.selectedOptions) values.push([element.name, option.value]);
    } else values.push([element.name, element.value]);
  }
  return values;
}

export function writeForm(form: HTMLFormElement, values: [string, string][]): void {
  const kept = new Map<string, string[]>();
  for (const [name, value] of values) kept.set(name, [...(kept.get(name) ?? []), value]);
  for (const element of form.elements) {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)) continue;
    if (!element.name || SKIPPED.has(element.type)) continue;
    const mine = kept.get(element.name);
    if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type)) {
      element.checked = mine?.includes(element.value) ?? false;
    } else if (element instanceof HTMLSelectElement) {
      for (const option of element.options) option.selected = mine?.includes(option.value) ?? false;
    } else if (mine) element.value = mine[0] ?? "";
  }
}

export function load(key: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

export function store(key: string, draft: Draft): boolean {
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function forget(key: string): void {
  sessionStorage.removeItem(PREFIX + key);
}

/**
 * Whether this page says that what was sent has not arrived: a refusal, an error, the door after the
 * session ended, or the same page again by Back or Reload because no answer came at all.
 */
export function notTaken(): boolean {
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (visit?.type === "back_forward" || visit?.type === "reload") return true;
  return document.querySelector(".problem, .form-errors, [data-refused]") !== null;
}

/** On a page that is no refusal, drafts that were sent have arrived: forget them. */
export function purgeDrafts(refused: boolean = notTaken()): void {
  for (const name of Object.keys(sessionStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    const key = name.slice(PREFIX.length);
    const draft = load(key);
    if (!draft?.sent) continue;
    if (refused) store(key, { ...draft, sent: false });
    else forget(key);
  }
}
