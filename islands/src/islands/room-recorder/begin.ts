/** Questions do not begin unrecorded by oversight: either it is recorded, or the reason has been written down. */

const SKIPPED = "recording-skipped:";

export function noteSkipped(session: string): void {
  localStorage.setItem(SKIPPED + session, "1");
}

export function wasSkipped(session: string): boolean {
  return localStorage.getItem(SKIPPED + session) !== null;
}

/** Hold back the form that begins the questions unless `allowed`; `instead` tells the person what is missing. */
export function guardBegin(allowed: () => boolean, instead: () => void): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !new URL(form.action).pathname.endsWith("/begin") || allowed()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      instead();
    },
    true,
  );
}
