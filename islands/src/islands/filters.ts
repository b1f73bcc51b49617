/** Filters apply as soon as a choice is made; empty ones stay out of the address. */

export function mount(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    for (const control of form.elements) {
      if ((control instanceof HTMLInputElement || control instanceof HTMLSelectElement) && !control.value) control.disabled = true;
    }
  });
  addEventListener("pageshow", () => {
    for (const control of form.elements) if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.disabled = false;
  });
}
