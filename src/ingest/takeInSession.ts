import { AppError } from "../domain/errors.ts";
import { checkJsonLimits, isJsonObject, type JsonLimits, type JsonObject } from "../domain/json.ts";
import { readMessages } from "../domain/messages.ts";
import { isRecordId, RECORD_ID_CHARACTERS_MAX } from "../domain/record.ts";
import type { Message } from "../domain/session.ts";
import { aliasesOf, checkFacts } from "../domain/sessionFacts.ts";
import type { ConversationStore, MessageOutcome } from "../store/conversationStore.ts";
import type { ErasedIds } from "./erasedIds.ts";
import type { IngestLimits } from "./ingest.ts";

export interface SessionIntakeParts {
  readonly conversations: Pick<ConversationStore, "putFacts" | "addMessages" | "sessionsByAliases">;
  readonly erasedIds: ErasedIds;
  /** The limits of a record hold for a body of facts and for each message. */
  readonly limits: IngestLimits;
}

/** Which session a write is about, and when it came. */
export interface SessionScope {
  readonly organization: string;
  readonly id: string;
  readonly receivedMs: number;
}

export type FactsOutcome = "stored" | "unchanged";

export interface MessagesReport {
  readonly counts: Readonly<Record<MessageOutcome, number>>;
  /** In the order in which they were sent. */
  readonly outcomes: readonly { readonly id: string; readonly outcome: MessageOutcome }[];
}

/**
 * Keeps one body of facts; the session is made when it is not there. Resolves when it is durable.
 * @throws AppError SESSION_ID_INVALID | FACTS_INVALID | SESSION_ERASED and what ConversationStore.putFacts throws
 */
export async function takeInFacts(body: unknown, scope: SessionScope, parts: SessionIntakeParts): Promise<FactsOutcome> {
  checkSessionId(scope.id);
  const facts = readFacts(body, parts.limits);
  const written = { receivedMs: scope.receivedMs, erasedId: await parts.erasedIds.of(scope.organization, scope.id) };
  if (written.erasedId !== null) await refuseErased(facts.aliases, scope, parts);
  return parts.conversations.putFacts(scope.organization, scope.id, facts, written);
}

/** Facts that name an erased call are that call coming in again, whatever id they come under. @throws AppError SESSION_ERASED */
async function refuseErased(aliases: readonly string[], { organization }: SessionScope, parts: SessionIntakeParts): Promise<void> {
  const erasedIds = await Promise.all(aliases.map((alias) => parts.erasedIds.of(organization, alias)));
  const found = await parts.conversations.sessionsByAliases(
    organization,
    erasedIds.filter((id) => id !== null),
  );
  if (found.some(({ erasedMs }) => erasedMs !== null)) {
    throw new AppError("SESSION_ERASED", "A root or external id among these facts names a session that was erased.", {
      field: "external_ids",
    });
  }
}

/**
 * Says that a session is over. Saying so again changes nothing.
 * @throws AppError as takeInFacts
 */
export const takeInEnd = (body: unknown, scope: SessionScope, parts: SessionIntakeParts): Promise<FactsOutcome> =>
  takeInFacts(endFacts(body), scope, parts);

/**
 * Keeps messages, all or none; the session is made when it is not there. Resolves when they are durable.
 * @throws AppError SESSION_ID_INVALID | MESSAGE_INVALID | SESSION_ERASED and what ConversationStore.addMessages throws
 */
export async function takeInMessages(body: unknown, scope: SessionScope, parts: SessionIntakeParts): Promise<MessagesReport> {
  checkSessionId(scope.id);
  const messages = readMessagesBody(body, parts.limits);
  const counts = { stored: 0, duplicate: 0, corrected: 0 };
  if (messages.length === 0) return { counts, outcomes: [] };
  const written = { receivedMs: scope.receivedMs, erasedId: await parts.erasedIds.of(scope.organization, scope.id) };
  const results = await parts.conversations.addMessages(scope.organization, scope.id, messages, written);
  const outcomes = messages.map(({ id }, index) => {
    const outcome = results[index];
    if (outcome === undefined) throw new AppError("INTERNAL", "The store did not answer for every message.");
    counts[outcome]++;
    return { id, outcome };
  });
  return { counts, outcomes };
}

/** @throws AppError SESSION_ID_INVALID */
export function checkSessionId(id: string): void {
  if (isRecordId(id)) return;
  throw new AppError("SESSION_ID_INVALID", `A session's id is 1 to ${RECORD_ID_CHARACTERS_MAX} printable characters.`, { field: "id" });
}

/** A body of facts as it is kept. @throws AppError FACTS_INVALID */
export function readFacts(body: unknown, limits: IngestLimits): { body: string; aliases: readonly string[] } {
  if (!isJsonObject(body)) throw new AppError("FACTS_INVALID", "The facts of a session are a JSON object.");
  checkShape(body, limits, (message) => new AppError("FACTS_INVALID", message));
  checkFacts(body);
  return { body: JSON.stringify(body), aliases: aliasesOf(body) };
}

const END_MEMBERS: readonly string[] = ["ended_at", "disconnect_reason", "status"];

/** The facts that an end says. An absent body, and null members, say only that it is over. @throws AppError FACTS_INVALID */
export function endFacts(body: unknown): JsonObject {
  if (body === undefined || body === null) return { ended: true };
  if (!isJsonObject(body)) throw new AppError("FACTS_INVALID", "The body is a JSON object, or empty.");
  const unknown = Object.keys(body).find((name) => !END_MEMBERS.includes(name));
  if (unknown !== undefined) {
    throw new AppError("FACTS_INVALID", `\`${unknown}\` is not a member of an end; it has ${END_MEMBERS.join(", ")}.`, { field: unknown });
  }
  // A null `ended_at` among facts would take the end back.
  return { ended: true, ...Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) };
}

/** `[…]` or `{"messages": […]}`. @throws AppError MESSAGE_INVALID */
export function readMessagesBody(body: unknown, limits: IngestLimits): Message[] {
  const list = isJsonObject(body) ? body["messages"] : body;
  if (!Array.isArray(list)) throw new AppError("MESSAGE_INVALID", "The body is neither an array of messages nor `{messages: […]}`.");
  list.forEach((message, index) => {
    checkShape(message, limits, (text) => new AppError("MESSAGE_INVALID", `Message ${index}: ${text}`, { field: String(index) }));
  });
  return readMessages(list);
}

function checkShape(value: unknown, limits: IngestLimits, refuse: (message: string) => AppError): void {
  const reason = jsonFault(value, limits);
  if (reason !== undefined) throw refuse(reason);
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? "");
  if (bytes > limits.recordBytesMax) throw refuse(`It is larger than ${limits.recordBytesMax} bytes.`);
}

function jsonFault(value: unknown, limits: JsonLimits): string | undefined {
  try {
    checkJsonLimits(value, limits);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.message.replace("The record", "It");
    throw error;
  }
}
