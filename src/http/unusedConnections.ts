import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/**
 * Clients open connections ahead of need. Node counts those that never carried a request as busy, so closing the server would
 * wait a minute and more for them; they are ended first, for nothing is under way on them.
 */
export function closeUnusedConnections(app: FastifyInstance): void {
  const unused = new Set<Socket>();
  app.server.on("connection", (socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  app.server.on("request", ({ socket }) => unused.delete(socket));
  app.addHook("preClose", async () => {
    for (const socket of unused) socket.destroy();
  });
}
