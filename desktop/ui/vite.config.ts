/// What `vite build` makes: the product into dist/, and in mode `fake` the same interface on sample data into dist-fake/.
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { defineConfig, type Plugin } from "vite";

const SIGNS = "signs:";

/** The names that Unicode gives to signs, as `signs:en` and so on: without the shades of skin, which nobody searches. */
const signs: Plugin = {
  name: "signs",
  resolveId: (id) => (id.startsWith(SIGNS) ? `\0${id}` : null),
  async load(id) {
    if (!id.startsWith(`\0${SIGNS}`)) return null;
    const path = `emojibase-data/${id.slice(SIGNS.length + 1)}/compact.json`;
    const text = await readFile(createRequire(import.meta.url).resolve(path), "utf8");
    const all = JSON.parse(text) as { unicode: string; label: string; tags?: string[]; group?: number }[];
    // What belongs to no group, or to the third, are parts of other signs.
    const whole = all.filter((one) => one.group !== undefined && one.group !== 2);
    // What is a picture anyway needs no mark that it shall be one.
    const plain = (sign: string) => sign.replace(/(\p{Emoji_Presentation})\uFE0F/gu, "$1");
    return `export default ${JSON.stringify(whole.map(({ unicode, label, tags = [] }) => [plain(unicode), label, ...tags]))}`;
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [signs, react(), { ...optimizeLocales.vite({ locales: ["en-US", "fr-FR", "uk-UA"] }), enforce: "pre" as const }],
  base: "./",
  publicDir: mode === "fake" ? "fake-public" : false,
  build: {
    outDir: mode === "fake" ? "dist-fake" : "dist",
    target: "es2022",
    // The strict content policy allows no inline or data: resources.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { host: "127.0.0.1", strictPort: true, port: 5173 },
}));
