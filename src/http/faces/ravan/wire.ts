import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import type { ListArguments } from "./operations.ts";
import type { RavanParts } from "./parts.ts";
import type { CallPage } from "./query.ts";
import { withRecordingAddresses } from "./recordingAddresses.ts";

const PAGE_NUMBER_MAX = 1_000_000_000;
const TEXT_CHARACTERS_MAX = 256;

/** What the routes of this face have in common on the wire. */
export const byApiKey = [{ apiKey: [] }];
export const Text = (description: string) => Type.Optional(Type.String({ maxLength: TEXT_CHARACTERS_MAX, description }));
export const PageNumber = Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_NUMBER_MAX, default: 1 }));
export const pageSizeUpTo = (sizeMax: number, size: number) =>
  Type.Optional(Type.Integer({ minimum: 1, default: size, description: `More than ${sizeMax} is taken as ${sizeMax}.` }));

/** Holds the pages of one list together: rows that came after its first page are left out. */
export async function anchored(parts: RavanParts, request: FastifyRequest, route: string, page: CallPage): Promise<ListArguments> {
  const organization = organizationOf(request);
  const { pageNumber, ...asked } = page;
  const upToKey = await parts.anchors.upToKey({ organization, keyId: request.authority.keyId, route, asked, pageNumber });
  return { organization, ...page, upToKey };
}

/** Sends an answer after signing the addresses of its recordings, anew with every read. */
export async function sendCalls(parts: RavanParts, request: FastifyRequest, reply: FastifyReply, text: string): Promise<FastifyReply> {
  const organization = organizationOf(request);
  const addressOf = (sessionId: string): Promise<string> => {
    const path = `/api/v1/calling/sessions/${encodeURIComponent(sessionId)}/recording`;
    return parts.recordings.signedAddress(request, { organization, sessionId, path });
  };
  return sendJson(reply, await withRecordingAddresses(text, addressOf));
}
