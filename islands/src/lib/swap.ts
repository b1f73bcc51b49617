/**
 * Puts fresh markup in the place of old without disturbing the person: focus and caret, text being
 * typed, open explanations and scroll positions stay; unchanged parts are not touched at all.
 */

function keyOf(node: Node): string {
  if (!(node instanceof Element)) return `#${node.nodeType}`;
  return `${node.tagName}|${node.id || node.getAttribute("data-key") || node.getAttribute("name") || ""}`;
}

function isDirty(element: Element): boolean {
  if (element instanceof HTMLTextAreaElement) return element.value !== element.defaultValue;
  if (element instanceof HTMLInputElement) {
    return element.type === "checkbox" || element.type === "radio"
      ? element.checked !== element.defaultChecked
      : element.value !== element.defaultValue;
  }
  if (element instanceof HTMLSelectElement) {
    // Without a marked option the browser itself selects the first: that is nobody's choice.
    const unmarked = !element.multiple && ![...element.options].some((option) => option.defaultSelected);
    if (unmarked) return element.selectedIndex > 0;
    return [...element.options].some((option) => option.selected !== option.defaultSelected);
  }
  return false;
}

function copyAttributes(from: Element, to: Element): void {
  for (const { name } of [...to.attributes]) {
    if (!from.hasAttribute(name) && name !== "open" && !name.startsWith("data-mounted")) to.removeAttribute(name);
  }
  for (const { name, value } of [...from.attributes]) {
    if (name === "open" && to.tagName !== "DIALOG") continue;
    if (to.getAttribute(name) !== value) to.setAttribute(name, value);
  }
}

function update(old: Element, fresh: Element): void {
  if (old.hasAttribute("data-keep")) return;
  if (isDirty(old) || old === document.activeElement) return;
  copyAttributes(fresh, old);
  if (old instanceof HTMLTextAreaElement) {
    old.value = fresh.textContent ?? "";
    return;
  }
  children(old, fresh);
}

function children(old: Node, fresh: Node): void {
  const waiting = [...old.childNodes];
  let place: ChildNode | null = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const key = keyOf(next);
    const match = waiting.find((node) => keyOf(node) === key && (node === place || node instanceof Element));
    if (!match) {
      old.insertBefore(document.importNode(next, true), place);
      continue;
    }
    waiting.splice(waiting.indexOf(match), 1);
    if (match === place) place = place.nextSibling;
    else old.insertBefore(match, place);
    if (match instanceof Element && next instanceof Element) {
      if (!match.isEqualNode(next)) update(match, next);
    } else if (match.nodeValue !== next.nodeValue) {
      match.nodeValue = next.nodeValue;
    }
  }
  for (const gone of waiting) {
    const holdsFocus = gone instanceof Element && gone.contains(document.activeElement) && document.activeElement !== document.body;
    const holdsTyping = gone instanceof Element && [gone, ...gone.querySelectorAll("input,textarea,select")].some(isDirty);
    if (!holdsFocus && !holdsTyping) gone.remove();
  }
}

/** Make `target` look like `fresh`; returns whether anything differed. */
export function swap(target: Element, fresh: Element): boolean {
  if (target.isEqualNode(fresh)) return false;
  const scroll = { top: target.scrollTop, left: target.scrollLeft };
  copyAttributes(fresh, target);
  children(target, fresh);
  target.scrollTo?.(scroll);
  return true;
}
