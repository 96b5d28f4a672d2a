import { Command, Option } from "commander";
import { AppError } from "../domain/errors.ts";
import { filterPair, first, listOf, second, wholeNumber } from "./arguments.ts";
import type { CommandContext } from "./context.ts";
import { addAnalysis, addWebhooks } from "./programTelling.ts";
import type { FileFormat } from "./readRecordsFile.ts";

/** Options that every command takes, before or after its own. */
export interface GlobalOptions {
  readonly server?: string;
  readonly key?: string;
  readonly database?: string;
  readonly organization?: string;
  readonly json?: boolean;
}

export interface ProgramParts {
  readonly version: string;
  /** Makes the context of a command out of the global options. */
  contextOf(options: GlobalOptions): CommandContext;
  /** Called once, with the exit code of the command that ran. */
  onExitCode(code: number): void;
}

const EXIT_CODES = `
Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 not found, 4 refused (key), 5 server or store unavailable.
Commands talk to a running server (--server, CALLTREE_SERVER) or else open the database themselves (--database, DATABASE_URL);
serve, backup, restore and copy never go through a server.`;

/** Maps arguments to the files of this folder; docs/cli.md describes what is made here. */
export function buildProgram(parts: ProgramParts): Command {
  const program = new Command("calltree")
    .description("Usage records in, one exact cost tree per session out.")
    .version(parts.version)
    .option("--server <url>", "a running server, such as http://localhost:8733 (CALLTREE_SERVER)")
    .option("--key <key>", "the key for it (CALLTREE_KEY, which other users of this machine cannot see)")
    .option("--database <url>", "the database to use without a server: sqlite:PATH or postgres://… (DATABASE_URL)")
    .option("--organization <id>", "the organization to act for")
    .option("--json", "answer in JSON, for programs")
    .addHelpText("after", EXIT_CODES);
  const run =
    (work: (context: CommandContext, command: Command) => Promise<number>) =>
    async (...args: unknown[]): Promise<void> => {
      const command = args.at(-1) as Command;
      parts.onExitCode(await work(parts.contextOf(command.optsWithGlobals()), command));
    };
  // A server that is named and then left alone would make people believe that its database was backed up.
  const runHere: Run = (work) =>
    run(async (context, command) => {
      if (command.optsWithGlobals<GlobalOptions>().server === undefined) return work(context, command);
      const message = `\`calltree ${command.name()}\` works on a database itself, not through a running server: leave --server out.`;
      throw new AppError("COMMAND_INVALID", message, { field: "--server" });
    });
  addServing(program, run, runHere);
  addRecordsIn(program, run);
  addReads(program, run);
  addSessions(program, run);
  addAnalysis(program, run);
  addWebhooks(program, run);
  addOffice(program, run);
  addUpkeep(program, run, runHere);
  return program;
}

export type Run = (work: (context: CommandContext, command: Command) => Promise<number>) => (...args: unknown[]) => Promise<void>;

function addServing(program: Command, run: Run, runHere: Run): void {
  program
    .command("serve")
    .description("run the server")
    .option("--host <address>", "address to listen on (HOST)")
    .option("--port <port>", "port to listen on (PORT)")
    .action(runHere(async (context, command) => (await import("./serve.ts")).serve(context, command.opts())));
  program
    .command("demo")
    .description("load the guide's worked example and show its session: transcript and tree")
    .action(run(async (context) => (await import("./demo.ts")).demo(context)));
}

function addRecordsIn(program: Command, run: Run): void {
  program
    .command("import")
    .description("import files of records; a second run changes nothing")
    .argument("<files...>", 'NDJSON, JSON or CSV, gzipped or not; "-" is standard input')
    .option("--dry-run", "check without writing")
    .option("--type <name>", "record_type of records that do not say theirs")
    .addOption(new Option("--format <format>", "instead of telling by the name").choices(["ndjson", "json", "csv"] satisfies FileFormat[]))
    .action(run(async (context, command) => (await import("./importRecords.ts")).importRecords(context, command.args, command.opts())));
  program
    .command("generate")
    .description("make realistic sessions: seven kinds, six languages, several currencies, late, corrected and repeated records")
    .requiredOption("--sessions <n>", "how many sessions", wholeNumber(0))
    .option("--seed <n>", "the same seed gives the same records", wholeNumber(0), 1)
    .option("--start <time>", "when the first session starts", "2026-01-01T00:00:00Z")
    .addOption(new Option("--out <file>", "write NDJSON to a file instead of standard output").conflicts("load"))
    .option("--load", "send the sessions, with facts, messages and recordings, to the server or the store instead")
    .option("--records-only", "with --load: the records alone")
    .action(run(async (context, command) => (await import("./generate.ts")).generate(context, command.opts())));
}

function addReads(program: Command, run: Run): void {
  program
    .command("tree")
    .description("draw the tree below one event")
    .argument("<type>", "record type, such as call-session")
    .argument("<id>", "event id")
    .option("--max-depth <levels>", "levels shown, 1 to 5, the root being 1", wholeNumber(1, 5))
    .option("--no-children", "show the root alone")
    .option("--date-time <time>", "an instant or a day near the root")
    .option("--ids", "show each event's id")
    .action(run(async (context, command) => (await import("./tree.ts")).tree(context, first(command), second(command), command.opts())));
  const records = program.command("records").description("look at records");
  const listing = (name: string, kind: "records" | "orphans", description: string): Command =>
    records
      .command(name)
      .description(description)
      .option("--type <name>", "only this record type")
      .option("--limit <n>", "at most this many", wholeNumber(1), 50)
      .action(run(async (context, command) => (await import("./records.ts")).listRecords(context, kind, command.opts())));
  listing("list", "records", "list records in order of arrival");
  listing("orphans", "orphans", "list records that no parent owns, with the reason");
  named(records, "get", "show one record with its facts, as JSON").action(
    run(async (context, command) => (await import("./records.ts")).showRecord(context, first(command), second(command))),
  );
  named(records, "history", "show every version of a record, newest first, as JSON").action(
    run(async (context, command) => (await import("./records.ts")).showRecord(context, first(command), second(command), "history")),
  );
  named(records, "links", "explain where a record hangs, and why").action(
    run(async (context, command) => (await import("./records.ts")).showLinks(context, first(command), second(command))),
  );
}

function addSessions(program: Command, run: Run): void {
  program
    .command("sessions")
    .description("list sessions, with the totals of all that match")
    .option("--agent <ids>", "only of these agents")
    .option("--state <states>", "open, ended, settling or settled")
    .option("--status <words>", "how they went, such as completed or failed")
    .option("--type <words>", "voice or chat")
    .option("--product <slugs>", "only with records of all of these products")
    .option("--number <number>", "a number that took part")
    .option("--since <time>", "that came to be at or after this time")
    .option("--until <time>", "that came to be before this time")
    .option("--text <words>", "with all of these words in the transcript")
    .option("--unknown-cost", "with records whose cost is unknown")
    .option("--filter <name=value>", "any filter of GET /v1/sessions; may be repeated", filterPair, {})
    .option("--sort <field>", "any field, such as -owned_cost; - for the largest first", "-created_at")
    .option("--limit <n>", "at most this many", wholeNumber(1), 50)
    .option("--csv", "answer in CSV, for spreadsheets")
    .action(run(async (context, command) => (await import("./sessions.ts")).listSessions(context, command.opts())));
  program
    .command("session")
    .description("show one session: who, when, what was said, and its tree")
    .argument("<id>", "id of the session")
    .option("--ids", "show each event's id")
    .action(run(async (context, command) => (await import("./session.ts")).showSession(context, first(command), command.opts())));
  program
    .command("usage")
    .description("sum charges; without --by, all of them")
    .option("--by <dimensions>", "product, agent, record_type, model, day, hour, currency, separated by commas", "")
    .option("--from <time>", "records from this time on")
    .option("--to <time>", "records before this time")
    .option("--product <slugs>", "only these products")
    .option("--type <names>", "only these record types")
    .option("--model <names>", "only these models")
    .option("--agent <ids>", "only sessions of these agents")
    .option("--csv", "answer in CSV, for spreadsheets")
    .action(run(async (context, command) => (await import("./usage.ts")).showUsage(context, command.opts())));
  program
    .command("rebuild")
    .description("make session summaries, search words and usage sums again, out of what was sent (operator)")
    .action(run(async (context) => (await import("./rebuild.ts")).rebuild(context)));
  program
    .command("erase")
    .description("erase a session, everywhere and for good; times and money stay, under hashed ids")
    .argument("<id>", "id of the session")
    .option("--yes", "do not ask")
    .action(run(async (context, command) => (await import("./erase.ts")).erase(context, first(command), command.opts())));
}

function addOffice(program: Command, run: Run): void {
  const keys = program.command("keys").description("make, list and revoke keys");
  keys
    .command("create")
    .description("make a key and show it, this once")
    .requiredOption("--name <name>", "what it is for")
    .option("--scopes <scopes>", "ingest, read and admin, separated by commas", listOf, ["ingest", "read"])
    .option("--source <name>", "records written with it carry this source, and only it may correct them")
    .action(run(async (context, command) => (await import("./keys.ts")).createKey(context, command.opts())));
  keys
    .command("list")
    .description("list keys, revoked ones included")
    .action(run(async (context) => (await import("./keys.ts")).listKeys(context)));
  keys
    .command("revoke")
    .description("revoke a key")
    .argument("<id>", "id of the key, not its secret")
    .action(run(async (context, command) => (await import("./keys.ts")).revokeKey(context, first(command))));
  const organizations = program.command("organizations").description("make and list organizations (operator)");
  organizations
    .command("create")
    .description("make an organization")
    .argument("<name>", "what people call it")
    .option("--id <id>", "chosen for you when not given")
    .option("--currency <code>", "what its trees are told in (default USD)")
    .action(
      run(async (context, command) => (await import("./organizations.ts")).createOrganization(context, first(command), command.opts())),
    );
  organizations
    .command("list")
    .description("list organizations")
    .action(run(async (context) => (await import("./organizations.ts")).listOrganizations(context)));
}

function addUpkeep(program: Command, run: Run, runHere: Run): void {
  program
    .command("doctor")
    .description("check settings, store, clock and disk, and say what to do")
    .option("--full", "check the integrity of a large database too")
    .action(run(async (context, command) => (await import("./doctor.ts")).doctor(context, command.opts())));
  program
    .command("backup")
    .description("write everything into one SQLite file, while the server runs")
    .argument("<file>", "the file to make")
    .option("--force", "replace the file")
    .action(runHere(async (context, command) => (await import("./backup.ts")).backup(context, first(command), command.opts())));
  program
    .command("restore")
    .description("put a backup back; stop the server before")
    .argument("<file>", "the backup")
    .option("--force", "set an existing SQLite database aside")
    .action(runHere(async (context, command) => (await import("./backup.ts")).restore(context, first(command), command.opts())));
  program
    .command("copy")
    .description("copy everything into an empty database of either engine")
    .requiredOption("--from <url>", "sqlite:PATH or postgres://…")
    .requiredOption("--to <url>", "sqlite:PATH or postgres://…")
    .action(
      runHere(async (context, command) => {
        const { from, to } = command.opts<{ from: string; to: string }>();
        return (await import("./copy.ts")).copy(context, from, to);
      }),
    );
}

const named = (parent: Command, name: string, description: string): Command =>
  parent.command(name).description(description).argument("<type>", "record type").argument("<id>", "id of the record");
