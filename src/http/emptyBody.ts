import type { FastifyRequest } from "fastify";

/** An `onRequest` hook. Many clients name a content type even where they send nothing. */
export async function passOverEmptyBody(request: FastifyRequest): Promise<void> {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (encoding === undefined && (length === undefined || length === "0")) delete request.headers["content-type"];
}

/** A `preValidation` hook of routes whose body has only optional members: no body says what an empty object says. */
export async function takeNoBodyForEmpty(request: FastifyRequest): Promise<void> {
  if (request.body === undefined) request.body = {};
}
