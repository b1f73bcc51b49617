/** Brings the person to what needs attention: an error summary, or a notice that has just arrived. */

export function startFocus(): void {
  const first = document.querySelector<HTMLElement>("main [data-focus]");
  if (first) {
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center" });
  }
  const notices = document.getElementById("notices");
  if (!notices) return;
  new MutationObserver(() => {
    const arrived = notices.querySelector<HTMLElement>("[data-focus]");
    if (!arrived) return;
    arrived.focus({ preventScroll: true });
    arrived.scrollIntoView({ block: "nearest" });
  }).observe(notices, { childList: true });
}
