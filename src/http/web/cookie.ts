import type { FastifyReply, FastifyRequest } from "fastify";
import { SIGN_IN_LIFE_MS } from "./webSessions.ts";

export const COOKIE_NAME = "calltree_session";

/** Absent: undefined. */
export function cookieToken(request: FastifyRequest): string | undefined {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (name === COOKIE_NAME && value !== undefined && value !== "") return value;
  }
  return undefined;
}

/** The browser keeps it from scripts and sends it only with requests that this server's own page makes. */
export function setCookie(reply: FastifyReply, token: string, isSecure: boolean): void {
  reply.header("set-cookie", cookie(token, SIGN_IN_LIFE_MS / 1_000, isSecure));
}

export function clearCookie(reply: FastifyReply, isSecure: boolean): void {
  reply.header("set-cookie", cookie("", 0, isSecure));
}

const cookie = (value: string, maxAgeSec: number, isSecure: boolean): string =>
  `${COOKIE_NAME}=${value}; Path=/; Max-Age=${maxAgeSec}; HttpOnly; SameSite=Strict${isSecure ? "; Secure" : ""}`;
