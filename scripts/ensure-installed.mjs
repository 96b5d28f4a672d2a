// Installs the dependencies when they are missing or older than the lock file, so that `npm start` and
// `npm test` each work alone on a fresh clone. Plain JavaScript: it must run on the system's Node, which
// may be too old to read TypeScript.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const marker = `${root}node_modules/.package-lock.json`;
const lock = `${root}package-lock.json`;

const isCurrent = existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs;
if (!isCurrent) {
  console.error("calltree: installing dependencies (npm ci), which takes about a minute…");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const install = spawnSync(npm, ["ci", "--loglevel=error", "--no-fund", "--no-audit"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (install.status !== 0) {
    console.error("calltree: `npm ci` failed. Check that the package registry is reachable, then run the command again.");
    process.exit(install.status ?? 1);
  }
}
