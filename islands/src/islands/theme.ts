/** Light, dark or as the system: changes at once and is kept in a cookie the server reads. */

export function mount(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  form.addEventListener("submit", (event) => {
    const button = (event as SubmitEvent).submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    document.documentElement.dataset["theme"] = button.value;
    for (const other of form.querySelectorAll("button[name=theme]")) other.setAttribute("aria-pressed", String(other === button));
    const body = new FormData(form, button);
    void fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
  });
}
