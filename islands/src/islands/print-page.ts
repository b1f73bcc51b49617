/** A button that prints the page as it is. */

export function mount(button: HTMLElement): void {
  button.addEventListener("click", () => print());
}
