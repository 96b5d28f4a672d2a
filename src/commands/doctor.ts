import { createColors } from "picocolors";
import { type Config, readConfig } from "../app/config.ts";
import { AppError } from "../domain/errors.ts";
import { type CommandContext, printJson } from "./context.ts";
import { EXIT } from "./exitCodes.ts";

/** One thing that was looked at. `fix` says what to do about it. */
export interface Finding {
  readonly check: string;
  readonly standing: "ok" | "warning" | "wrong";
  readonly detail: string;
  readonly fix?: string;
}

export interface DoctorOptions {
  /** Checks the integrity of a large database too, which takes long. */
  readonly full?: boolean;
}

/**
 * Looks at everything that commonly goes wrong and says what to do; a check that fails never keeps the next from running.
 * @returns exit code: 1 when anything is wrong
 */
export async function doctor(context: CommandContext, options: DoctorOptions): Promise<number> {
  const findings: Finding[] = [checkNode(process.versions.node)];
  // Loaded one by one, so that a broken driver is a finding and not the end.
  const machine = () => import("./doctorMachine.ts");
  const { config, faults } = configOf(context.environment);
  findings.push(...faults);
  if (config !== undefined) {
    findings.push(...(await attempt("data folder", async () => (await machine()).checkPermissions(config.DATABASE_URL))));
    findings.push(...(await attempt("disk", async () => (await machine()).checkDisk(config.DATABASE_URL))));
    findings.push(...(await attempt("store", async () => (await import("./doctorStore.ts")).checkStore(config, context.clock))));
    findings.push(
      ...(await attempt("integrity", async () => (await machine()).checkIntegrity(config.DATABASE_URL, options.full === true))),
    );
  }
  const { server, key } = context;
  if (server !== undefined)
    findings.push(...(await attempt("server", async () => (await import("./doctorServer.ts")).checkServer(server, key, context.clock))));
  tellFindings(context, findings);
  return findings.some((finding) => finding.standing === "wrong") ? EXIT.failed : EXIT.ok;
}

const NODE_MAJOR_MIN = 24;

export function checkNode(version: string): Finding {
  if (Number(version.split(".")[0]) >= NODE_MAJOR_MIN) return { check: "node", standing: "ok", detail: `Node ${version}` };
  return { check: "node", standing: "wrong", detail: `Node ${version} is too old`, fix: `Install Node ${NODE_MAJOR_MIN} or newer.` };
}

function configOf(environment: CommandContext["environment"]): { config?: Config; faults: Finding[] } {
  try {
    const config = readConfig(environment);
    return { config, faults: [{ check: "settings", standing: "ok", detail: "every setting is valid" }] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const faults = error.message.split("\n").map((detail): Finding => ({ check: "settings", standing: "wrong", detail, fix: error.fix }));
    return { faults };
  }
}

/** A check that throws has found something wrong. */
async function attempt(check: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [{ check, standing: "wrong", detail, ...(error instanceof AppError ? { fix: error.fix } : {}) }];
  }
}

function tellFindings({ output }: CommandContext, findings: readonly Finding[]): void {
  if (output.isJson) {
    printJson(output, { ok: !findings.some((finding) => finding.standing === "wrong"), findings });
    return;
  }
  const paint = createColors(output.colors);
  const marks = { ok: paint.green("✓"), warning: paint.yellow("!"), wrong: paint.red("✗") };
  for (const { check, standing, detail, fix } of findings) {
    output.print(`${marks[standing]} ${check}: ${detail}`);
    if (fix !== undefined && standing !== "ok") output.print(`    ${paint.dim("→")} ${fix}`);
  }
}
