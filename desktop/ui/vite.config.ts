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

const LICENCE_TEXTS = "licence-texts";

/** For sample data: a short text for each of two licences, and none for the others. */
const sampleTexts = async () => {
  const text = await readFile(new URL("src/settings/licences.json", import.meta.url), "utf8");
  const { crates, modules } = JSON.parse(text) as Record<"crates" | "modules", [string, string, string][]>;
  const texts = ["Apache License\n\nVersion 2.0, January 2004", "The MIT License\n\nPermission is hereby granted, free of charge…"];
  const places = (licence: string) => ["Apache-2.0", "MIT"].flatMap((name, place) => (licence.includes(name) ? [place] : []));
  const parts = [...crates, ...modules].map(([name, version, licence]) => [`${name} ${version}`, places(licence)]);
  return JSON.stringify({ texts, parts: Object.fromEntries(parts) });
};

/** The texts of licences as `npm run licences` has gathered them, or null where nobody has run it. */
const licenceTexts = (mode: string): Plugin => ({
  name: LICENCE_TEXTS,
  resolveId: (id) => (id === LICENCE_TEXTS ? `\0${id}` : null),
  async load(id) {
    if (id !== `\0${LICENCE_TEXTS}`) return null;
    const gathered = () => readFile(new URL("licences/texts.json", import.meta.url), "utf8").catch(() => "null");
    // As one string: a script of that size is read faster that way.
    return `export default JSON.parse(${JSON.stringify(mode === "fake" ? await sampleTexts() : await gathered())})`;
  },
});

/** What pdf.js reads pictures of scanners with, under the names by which its thread asks for it. */
const pdfPictures: Plugin = {
  name: "pdf-pictures",
  async generateBundle() {
    for (const name of ["jbig2_nowasm_fallback.js", "openjpeg_nowasm_fallback.js"]) {
      const source = await readFile(createRequire(import.meta.url).resolve(`pdfjs-dist/wasm/${name}`));
      this.emitFile({ type: "asset", fileName: `assets/pdf/${name}`, source });
    }
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [
    signs,
    licenceTexts(mode),
    pdfPictures,
    react(),
    { ...optimizeLocales.vite({ locales: ["en-US", "fr-FR", "uk-UA"] }), enforce: "pre" as const },
  ],
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
