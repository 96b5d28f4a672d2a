import type { FastifyReply } from "fastify";

/** Sends the text of a JSON answer that a read has already written. */
export const sendBytes = (reply: FastifyReply, bytes: Uint8Array): FastifyReply =>
  reply.type("application/json; charset=utf-8").send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
