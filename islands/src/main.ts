/** The one entry of every page: mounts islands by name and gives the page its keys and dialogs. */

import "./page/htmx.ts";
import { startDialogs } from "./page/dialogs.ts";
import { startKeyboard } from "./page/keyboard.ts";
import { startLiveSections } from "./page/live-sections.ts";
import { startFocus } from "./page/focus.ts";
import { purgeDrafts } from "./lib/drafts.ts";
import { type Mount, propsOf } from "./lib/dom.ts";

// Every file in islands/, and every folder there with an index.ts, is an island of that name.
const modules = import.meta.glob<{ mount: Mount }>(["./islands/*.ts", "./islands/*/index.ts", "!./islands/**/*.test.ts"]);
const loaders = new Map<string, () => Promise<{ mount: Mount }>>();
for (const [path, load] of Object.entries(modules)) {
  loaders.set(path.replace(/^\.\/islands\//, "").replace(/(\/index)?\.ts$/, ""), load);
}

async function mount(element: HTMLElement): Promise<void> {
  if (element.dataset["mounted"]) return;
  element.dataset["mounted"] = "1";
  const name = element.dataset["island"] ?? "";
  const load = loaders.get(name);
  if (!load) {
    console.error(`no island named ${name}`);
    return;
  }
  const island = await load();
  if (element.isConnected) island.mount(element, propsOf(element));
}

function mountAll(root: ParentNode): void {
  if (root instanceof HTMLElement && root.dataset["island"]) void mount(root);
  for (const element of root.querySelectorAll<HTMLElement>("[data-island]")) void mount(element);
}

purgeDrafts();
startFocus();
startDialogs();
startKeyboard();
startLiveSections();
mountAll(document);
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node instanceof HTMLElement) mountAll(node);
}).observe(document.body, { childList: true, subtree: true });
