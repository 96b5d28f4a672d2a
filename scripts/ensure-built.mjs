// Compiles src/ into dist/, and the page in web/ into dist/web/, when a source is newer than the last build. Node could run the sources as they stand, but each
// of the server's threads would then carry a TypeScript parser of its own: slower starts and a fifth more memory.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const marker = `${root}dist/.built`;
const inputs = [
  "package.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "contracts/native.openapi.json",
  ...filesOf("src"),
  ...["web/package.json", "web/index.html", "web/vite.config.ts", "web/tsconfig.json", ...filesOf("web/src")],
];

function filesOf(folder) {
  return readdirSync(`${root}${folder}`, { recursive: true }).map((name) => `${folder}/${name}`);
}

const builtMs = existsSync(marker) ? statSync(marker).mtimeMs : 0;
const isCurrent = inputs.every((name) => statSync(`${root}${name}`).mtimeMs <= builtMs);
if (!isCurrent) {
  const startedAt = new Date();
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const build = spawnSync(npm, ["run", "--silent", "build"], { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (build.status !== 0) process.exit(build.status ?? 1);
  writeFileSync(marker, "");
  // A source saved while the compiler ran is newer than the build.
  utimesSync(marker, startedAt, startedAt);
}
