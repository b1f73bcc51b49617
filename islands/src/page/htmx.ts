/** htmx with our token on every request. Its expression attributes stay unused: the policy forbids eval. */

import htmx from "htmx.org";
import { csrfToken } from "../lib/dom.ts";

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: { request: { headers: Record<string, string> } } }>).detail;
  ctx.request.headers["X-CSRFToken"] = csrfToken();
});

export { htmx };
