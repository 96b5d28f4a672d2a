import { readConfig } from "../app/config.ts";
import { serve as startServer } from "../app/serve.ts";
import type { CommandContext } from "./context.ts";
import { EXIT } from "./exitCodes.ts";

export interface ServeOptions {
  readonly host?: string;
  readonly port?: string;
}

/** Runs the server until it is told to stop (SIGTERM or SIGINT). @throws AppError CONFIG_INVALID and what opening the store throws */
export async function serve(context: CommandContext, options: ServeOptions): Promise<number> {
  const environment = {
    ...context.environment,
    ...(options.host === undefined ? {} : { HOST: options.host }),
    ...(options.port === undefined ? {} : { PORT: options.port }),
  };
  const server = await startServer(readConfig(environment), (line) => context.output.print(line));
  await server.stopped;
  return EXIT.ok;
}
