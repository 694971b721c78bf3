/// What `vite build` makes: the product into dist/, and in mode `fake` the same interface on sample data into dist-fake/.
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig(({ mode }) => ({
  plugins: [react(), { ...optimizeLocales.vite({ locales: ["en-US", "fr-FR", "uk-UA"] }), enforce: "pre" as const }],
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
