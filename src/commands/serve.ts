import { type Config, readConfig } from "../app/config.ts";
import { serve as startServer } from "../app/serve.ts";
import { AppError } from "../domain/errors.ts";
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
  const config = readConfig(environment);
  const server = await startServer(config, (line) => context.output.print(line)).catch((cause: unknown) => {
    throw cannotListen(cause) ? listenError(config, cause) : cause;
  });
  await server.stopped;
  return EXIT.ok;
}

const cannotListen = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && (error.syscall === "listen" || error.syscall === "getaddrinfo");

function listenError({ HOST, PORT }: Config, cause: NodeJS.ErrnoException): AppError {
  const reason = cause.code === "EADDRINUSE" ? "another program listens there" : (cause.code ?? cause.message);
  return new AppError("CONFIG_INVALID", `Cannot listen on ${HOST}, port ${PORT}: ${reason}.`, { field: "PORT", cause });
}
