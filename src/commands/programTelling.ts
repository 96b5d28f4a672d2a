import { type Command, Option } from "commander";
import { filterPair, first, listOf, wholeNumber } from "./arguments.ts";
import type { Run } from "./program.ts";

/** How sessions went. */
export function addAnalysis(program: Command, run: Run): void {
  program
    .command("analyse")
    .description("analyse a session again, or with --all many, by the settings that their agents have now")
    .argument("[id]", "id of the session")
    .option("--all", "all that are over and match, at most 10,000")
    .option("--preview", "with --all: only tell how many, and about what it would cost")
    .option("--agent <ids>", "with --all: only of these agents")
    .option("--since <time>", "with --all: that came to be at or after this time")
    .option("--until <time>", "with --all: that came to be before this time")
    .option("--filter <name=value>", "with --all: any filter of GET /v1/sessions; may be repeated", filterPair, {})
    .option("--no-wait", "do not wait until they are made")
    .action(run(async (context, command) => (await import("./analyse.ts")).analyse(context, command.args[0], command.opts())));
}

/** Who is told. */
export function addWebhooks(program: Command, run: Run): void {
  const webhooks = program.command("webhooks").description("register addresses that are told what happens, and look after deliveries");
  webhooks
    .command("list")
    .description("list endpoints with their health")
    .action(run(async (context) => (await import("./webhooks.ts")).listEndpoints(context)));
  webhooks
    .command("add")
    .description("register an endpoint and show its secret, this once")
    .argument("<url>", "https address")
    .addOption(new Option("--format <format>", "in whose words it is told").choices(["native", "agntix", "ravan"]).default("native"))
    .option("--events <names>", "only these events, separated by commas", listOf, [])
    .option("--rate <n>", "at most so many requests a second", wholeNumber(1, 1_000))
    .option("--description <text>", "for people")
    .option("--secret <secret>", "your own: whsec_ and the base64 of 24 to 64 bytes")
    .option("--paused", "send nothing until it is resumed")
    .action(run(async (context, command) => (await import("./webhooks.ts")).addEndpoint(context, first(command), command.opts())));
  addOne(webhooks, "show", "show one endpoint with its health").action(
    run(async (context, command) => (await import("./webhooks.ts")).showEndpoint(context, first(command))),
  );
  addOne(webhooks, "remove", "remove an endpoint; what has not arrived is cancelled")
    .option("--yes", "do not ask")
    .action(run(async (context, command) => (await import("./webhooks.ts")).removeEndpoint(context, first(command), command.opts())));
  addOne(webhooks, "pause", "send nothing to an endpoint until it is resumed; nothing is lost").action(
    run(async (context, command) => (await import("./webhooks.ts")).pauseEndpoint(context, first(command))),
  );
  addOne(webhooks, "resume", "send again to an endpoint that was paused, stopped or slowed").action(
    run(async (context, command) => (await import("./webhooks.ts")).resumeEndpoint(context, first(command))),
  );
  addOne(webhooks, "rotate", "give an endpoint a new secret and show it, this once")
    .option("--overlap <seconds>", "for so long the older secrets sign as well; 0: they stop at once", wholeNumber(0, 30 * 86_400))
    .option("--secret <secret>", "your own: whsec_ and the base64 of 24 to 64 bytes")
    .action(run(async (context, command) => (await import("./webhooks.ts")).rotateSecret(context, first(command), command.opts())));
  addOne(webhooks, "test", "send an endpoint a signed test event and tell how it went").action(
    run(async (context, command) => (await import("./deliveries.ts")).testEndpoint(context, first(command))),
  );
  whichDeliveries(
    webhooks.command("deliveries").description("list deliveries, newest first, or show one with all its attempts"),
    "id of a delivery, to show it",
  )
    .option("--event <name>", "only of this event")
    .option("--limit <n>", "at most this many", wholeNumber(1), 50)
    .action(run(async (context, command) => (await import("./deliveries.ts")).showDeliveries(context, command.args[0], command.opts())));
  whichDeliveries(
    webhooks.command("replay").description("send a delivery again, or all of a session or a time range"),
    "id of the delivery",
  ).action(run(async (context, command) => (await import("./deliveries.ts")).replay(context, command.args[0], command.opts())));
}

const addOne = (parent: Command, name: string, description: string): Command =>
  parent.command(name).description(description).argument("<id>", "id of the endpoint");

const whichDeliveries = (command: Command, aboutId: string): Command =>
  command
    .argument("[id]", aboutId)
    .option("--endpoint <id>", "only to this endpoint")
    .option("--session <id>", "only those that tell of this session")
    .addOption(new Option("--status <status>", "only those in this state").choices(["pending", "delivered", "dead", "cancelled"]))
    .option("--since <time>", "made at or after this time")
    .option("--until <time>", "made before this time");
