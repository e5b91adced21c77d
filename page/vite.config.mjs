// Builds the page into the Python package. Licences of what is bundled go beside it.
import { readFileSync, readdirSync } from "node:fs";
import { defineConfig } from "vite";

const BUNDLED = ["preact", "@fontsource-variable/newsreader", "@fontsource-variable/source-sans-3"];

const licences = {
  name: "licences",
  generateBundle() {
    const parts = BUNDLED.map((name) => {
      const folder = `node_modules/${name}`;
      const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
      return `${name}\n\n${file ? readFileSync(`${folder}/${file}`, "utf-8") : "no licence file"}`;
    });
    this.emitFile({ type: "asset", fileName: "assets/licences.txt", source: parts.join("\n\n----\n\n") });
  },
};

export default defineConfig({
  base: "/",
  plugins: [licences],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../src/sottovoce/web/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: { page: "index.html", widget: "src/widget.ts" },
      preserveEntrySignatures: "exports-only", // a notebook asks for what the widget exports
      output: {
        entryFileNames: "assets/[name].js",
        chunkFileNames: "assets/[name].js",
        assetFileNames: "assets/[name][extname]",
      },
    },
  },
});
