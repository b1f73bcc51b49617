/** Pages of a volume: the small one that is chosen is shown large; arrow keys turn the page. */

export function mount(root: HTMLElement): void {
  const pages = [...root.querySelectorAll<HTMLAnchorElement>("a[data-page]")];
  const large = root.querySelector<HTMLImageElement>("img[data-large]");
  const title = root.querySelector<HTMLElement>("[data-title-now]");
  const where = root.querySelector<HTMLElement>("[data-where]");
  if (!large || !title || !where || pages.length === 0) return;
  let at = Math.max(0, pages.findIndex((page) => page.hasAttribute("aria-current")));

  function show(index: number): void {
    const wanted = Math.min(Math.max(index, 0), pages.length - 1);
    const page = pages[wanted];
    if (!page || !large || !title || !where) return;
    const before = pages[at];
    before?.removeAttribute("aria-current");
    before?.classList.remove("is-current");
    at = wanted;
    page.setAttribute("aria-current", "true");
    page.classList.add("is-current");
    page.scrollIntoView({ block: "nearest", inline: "nearest" });
    large.src = page.href;
    large.alt = page.dataset["title"] ?? "";
    title.textContent = page.dataset["title"] ?? "";
    where.textContent = `${at + 1} / ${pages.length}`;
    const number = page.dataset["number"];
    const address = new URL(location.href);
    if (number && number !== "0") address.searchParams.set("page", number);
    history.replaceState(null, "", address);
  }

  pages.forEach((page, index) =>
    page.addEventListener("click", (event) => {
      event.preventDefault();
      show(index);
    }),
  );
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-go]"))
    button.addEventListener("click", () => show(at + Number(button.dataset["go"])));
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement | null;
    if (event.altKey || event.ctrlKey || event.metaKey || target?.closest("input, select, textarea")) return;
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      PageDown: at + 1,
      ArrowLeft: at - 1,
      PageUp: at - 1,
      Home: 0,
      End: pages.length - 1,
    };
    const wanted = steps[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    show(wanted);
  });
}
