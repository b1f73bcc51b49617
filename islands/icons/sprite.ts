/**
 * Builds one SVG sprite of exactly the Tabler icons that the templates, the
 * Python view models and the islands name. An unknown name stops the build.
 */
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOTS = [join(HERE, "../../src/anjian"), join(HERE, "../src")];
const SETS = join(HERE, "../node_modules/@tabler/icons/icons");
const NAMED = /\bicon(?:_name)?(?:=|:\s*|\s+|\()["']([a-z0-9-]+)["']/g;

// Names that reach the page through data rather than through a literal beside the word "icon".
const ALWAYS = [
  "alert-octagon", "alert-triangle", "archive", "arrows-minimize", "building-factory-2", "calendar", "camera", "circle-check",
  "circle-dashed", "clipboard-text", "device-desktop", "drone", "file", "file-text", "files", "flag", "folder-open",
  "gauge", "gavel", "info-circle", "link", "microphone", "package-export", "photo", "progress", "receipt-yuan",
  "scale", "shield-check", "upload", "user", "users", "video", "volume",
];

export function namesIn(text: string): string[] {
  return [...text.matchAll(NAMED)].map((match) => match[1] as string);
}

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(folder)) {
    if (entry === "dist" || entry === "__pycache__" || entry.endsWith(".test.ts")) continue;
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) yield* files(path);
    else if (/\.(html|svg|py|ts)$/.test(entry)) yield path;
  }
}

function symbol(name: string): string {
  const filled = name.endsWith("-filled");
  const path = filled
    ? join(SETS, "filled", `${name.slice(0, -7)}.svg`)
    : join(SETS, "outline", `${name}.svg`);
  if (!existsSync(path)) throw new Error(`no such icon: ${name}`);
  const body = readFileSync(path, "utf8")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/\s*\n\s*/g, "");
  const paint = filled
    ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${body}</symbol>`;
}

export function sprite(): string {
  const names = new Set<string>(ALWAYS);
  for (const root of ROOTS) {
    for (const path of files(root)) for (const name of namesIn(readFileSync(path, "utf8"))) names.add(name);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${[...names].sort().map(symbol).join("")}</svg>`;
}

export function iconSprite() {
  return {
    name: "anjian-icon-sprite",
    generateBundle(this: { emitFile(file: { type: "asset"; name: string; originalFileName: string; source: string }): string }) {
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source: sprite() });
      const favicon = readFileSync(join(HERE, "favicon.svg"), "utf8");
      this.emitFile({ type: "asset", name: "favicon.svg", originalFileName: "favicon.svg", source: favicon });
    },
  };
}
