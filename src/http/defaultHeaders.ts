import type { FastifyReply, FastifyRequest } from "fastify";

/** What needs a key, and the page's sign-in. */
const PRIVATE_ADDRESS = /^\/(v1|v2|api|web)(\/|\?|$)/;

/**
 * An answer of the API is data: nothing may frame it, sniff it, or run anything because of it, and it is not kept on the way or
 * by a browser that others use after. Pages set their own policy, recordings their own way of being kept.
 */
export function setHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  reply.header("x-content-type-options", "nosniff");
  reply.header("referrer-policy", "no-referrer");
  // By the route that was found: the address may be written in more than one way.
  if (PRIVATE_ADDRESS.test(request.routeOptions.url ?? request.url)) reply.header("cache-control", "no-store");
}
