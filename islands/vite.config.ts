import { defineConfig } from "vite";
import { iconSprite } from "./icons/sprite.ts";

// One bundle for every page; island modules are split off and fetched only by
// the pages that mount them. `base: ""` keeps the links between chunks relative,
// so the folder can be served from any static address.
export default defineConfig({
  base: "",
  publicDir: false,
  plugins: [iconSprite()],
  build: {
    outDir: "dist",
    assetsDir: "front",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    sourcemap: false,
    rollupOptions: {
      input: { main: "src/main.ts", app: "src/styles/app.css" },
    },
  },
});
