/* Builds the islands and the styles into the static folder of the interface. */
import { context, build } from "esbuild";
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";

const OUT = "src/linan/ground/ui/static/ui/built";
const isWatching = process.argv.includes("--watch");

/** Writes the one list of dark colours for both occasions: as the device asks, and as the person chose. */
const darkColours = {
  name: "dark colours",
  setup({ onLoad }) {
    onLoad({ filter: /styles\/dark\.css$/ }, async ({ path }) => {
      const tokens = await readFile(path, "utf8");
      const asked = tokens.replace(":root", ':root:not([data-theme="light"])');
      const chosen = tokens.replace(":root", ':root[data-theme="dark"]');
      return { contents: `@media (prefers-color-scheme: dark) {${asked}}${chosen}`, loader: "css" };
    });
  },
};

const options = {
  entryPoints: { app: "frontend/islands/boot/index.ts", look: "frontend/styles/app.css" },
  outdir: OUT,
  entryNames: "[name]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16"],
  minify: !isWatching,
  sourcemap: isWatching,
  plugins: [darkColours],
  legalComments: "linked",
  logLevel: "warning",
};

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await copyFile("node_modules/maplibre-gl/dist/maplibre-gl-csp-worker.js", `${OUT}/maplibre-worker.js`);
if (isWatching) {
  await (await context(options)).watch();
} else {
  await build(options);
}
