import type { FastifyReply } from "fastify";

/** Sends the text of a JSON answer that a read has already written. */
export const sendJson = (reply: FastifyReply, text: string): FastifyReply => reply.type("application/json; charset=utf-8").send(text);
