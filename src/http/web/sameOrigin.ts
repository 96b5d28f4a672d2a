import type { FastifyRequest } from "fastify";
import { AppError } from "../../domain/errors.ts";

const SAFE_METHODS = new Set(["GET", "HEAD"]);

/**
 * Refuses what another site's page has a browser send along with our cookie. Browsers say where a request comes from in
 * `Sec-Fetch-Site` (only to https and this machine) or in `Origin`; whoever changes something must show one of them.
 * @throws AppError ORIGIN_REFUSED
 */
export function requireSameOrigin(request: FastifyRequest, publicUrl: string | null): void {
  const { origin, "sec-fetch-site": site } = request.headers;
  const isSafe = SAFE_METHODS.has(request.method);
  if (site === "same-origin" || (isSafe && site === "none")) return;
  if (site === undefined) {
    if (isSafe && origin === undefined) return;
    if (origin !== undefined && isOwn(origin, request, publicUrl)) return;
  }
  throw new AppError("ORIGIN_REFUSED", "The request does not come from this server's own page.");
}

function isOwn(origin: string, request: FastifyRequest, publicUrl: string | null): boolean {
  if (publicUrl !== null && origin === publicUrl) return true;
  return origin === `http://${request.host}` || origin === `https://${request.host}`;
}

/** Whether browsers trust this address: over TLS, or on the viewer's own machine. */
export const isReachedTrusted = (request: FastifyRequest, publicUrl: string | null): boolean =>
  isReachedSecurely(request, publicUrl) || OWN_MACHINE.test(request.host);

/** A host with or without its port. */
const OWN_MACHINE = /^((.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Whether the browser reaches this server over TLS, be it through a proxy: then its cookie must never travel without. */
export const isReachedSecurely = (request: FastifyRequest, publicUrl: string | null): boolean =>
  request.protocol === "https" || request.headers["x-forwarded-proto"] === "https" || (publicUrl?.startsWith("https:") ?? false);
