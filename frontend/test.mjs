/* Bundles every *.test.ts of the front end and runs them with Node's own test runner. */
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const found = await readdir("frontend", { recursive: true });
const tests = found.filter((name) => name.endsWith(".test.ts")).map((name) => join("frontend", name));
const folder = await mkdtemp(join(tmpdir(), "linan-front-end-"));
await build({
  entryPoints: tests,
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "warning",
});
const built = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".mjs"));
const run = spawnSync(process.execPath, ["--test", ...built.map((name) => join(folder, name))], { stdio: "inherit" });
await rm(folder, { recursive: true, force: true });
process.exit(run.status ?? 1);
