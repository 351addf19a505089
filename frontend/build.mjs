/* Builds the islands and the styles into the static folder of the interface. */
import { context, build } from "esbuild";
import { copyFile, mkdir, rm } from "node:fs/promises";

const OUT = "src/linan/ground/ui/static/ui/built";
const isWatching = process.argv.includes("--watch");

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
