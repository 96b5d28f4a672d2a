import { AppError } from "./errors.ts";
import { isJsonObject, type JsonObject } from "./json.ts";
import { isRecordId } from "./record.ts";
import type { Message, MessageRole, ToolCall, TurnLatency } from "./session.ts";
import { isPlausibleTime } from "./sessionFacts.ts";
import { parseIsoMs } from "./time.ts";

const CONTENT_CHARACTERS_MAX = 200_000;
const OFFSET_MS_MAX = 7 * 86_400_000;

const MEMBERS: ReadonlySet<string> = new Set([
  ...["id", "role", "content", "start_ms", "end_ms", "created_at", "interrupted", "latency", "tool_call"],
]);

const ROLES: Readonly<Record<string, MessageRole>> = {
  user: "user",
  human: "user",
  customer: "user",
  caller: "user",
  assistant: "assistant",
  agent: "assistant",
  bot: "assistant",
  ai: "assistant",
  model: "assistant",
  system: "system",
  developer: "system",
  tool: "tool",
  function: "tool",
  tool_call: "tool",
  tool_result: "tool",
};

/**
 * Reads the body of `POST /v1/sessions/{id}/messages`.
 * @throws AppError MESSAGE_INVALID naming the message and member at fault
 */
export function readMessages(body: readonly unknown[]): Message[] {
  const ids = new Set<string>();
  return body.map((value, index) => {
    const message = readMessage(value, index);
    if (ids.has(message.id)) throw invalid(index, "id", `"${message.id}" stands twice in this batch`);
    ids.add(message.id);
    return message;
  });
}

function readMessage(value: unknown, index: number): Message {
  if (!isJsonObject(value)) throw new AppError("MESSAGE_INVALID", `Message ${index} is not an object.`, { field: String(index) });
  const unknown = Object.keys(value).find((name) => !MEMBERS.has(name));
  if (unknown !== undefined) throw invalid(index, unknown, "is not a member that messages have");
  const { id, role, content = "" } = value;
  if (typeof id !== "string" || !isRecordId(id)) throw invalid(index, "id", "is not an id of 1 to 256 printable characters");
  const own = typeof role === "string" ? ROLES[role.toLowerCase()] : undefined;
  if (own === undefined) throw invalid(index, "role", "is none of user, assistant, system, tool");
  if (content !== null && typeof content !== "string") throw invalid(index, "content", "is not a text");
  if (content !== null && (content.length > CONTENT_CHARACTERS_MAX || content.includes("\0"))) {
    throw invalid(index, "content", `is longer than ${CONTENT_CHARACTERS_MAX} characters or holds a NUL character`);
  }
  return {
    id,
    role: own,
    content: content ?? "",
    startMs: readMs(value, "start_ms", index),
    endMs: readMs(value, "end_ms", index),
    createdMs: readTime(value["created_at"], index),
    interrupted: readFlag(value["interrupted"], index),
    latency: readLatency(value["latency"], index),
    toolCall: readToolCall(value["tool_call"], index),
  };
}

function readMs(value: JsonObject, name: string, index: number): number | null {
  const given = value[name];
  if (given === undefined || given === null) return null;
  if (typeof given === "number" && given >= 0 && given <= OFFSET_MS_MAX) return Math.round(given);
  throw invalid(index, name, "is not a number of milliseconds from 0 to a week");
}

function readTime(given: unknown, index: number): number | null {
  if (given === undefined || given === null) return null;
  const timeMs = typeof given === "string" ? parseIsoMs(given) : undefined;
  if (!isPlausibleTime(timeMs)) throw invalid(index, "created_at", "is not an ISO 8601 time between 2000 and 2100");
  return timeMs;
}

function readFlag(given: unknown, index: number): boolean {
  if (given === undefined || given === null) return false;
  if (typeof given !== "boolean") throw invalid(index, "interrupted", "is neither true nor false");
  return given;
}

function readLatency(given: unknown, index: number): TurnLatency | null {
  if (given === undefined || given === null) return null;
  if (!isJsonObject(given)) throw invalid(index, "latency", "is not an object");
  return {
    sttMs: readMs(given, "stt_ms", index),
    llmMs: readMs(given, "llm_ms", index),
    ttsMs: readMs(given, "tts_ms", index),
    totalMs: readMs(given, "total_ms", index),
  };
}

function readToolCall(given: unknown, index: number): ToolCall | null {
  if (given === undefined || given === null) return null;
  if (!isJsonObject(given)) throw invalid(index, "tool_call", "is not an object");
  const { id = null, name } = given;
  if (typeof name !== "string" || name === "") throw invalid(index, "tool_call.name", "is missing");
  if (id !== null && typeof id !== "string") throw invalid(index, "tool_call.id", "is not a text");
  return { id, name, argumentsJson: jsonOf(given["arguments"]), resultJson: jsonOf(given["result"]) };
}

const jsonOf = (value: unknown): string => JSON.stringify(value ?? null);

const invalid = (index: number, field: string, what: string): AppError =>
  new AppError("MESSAGE_INVALID", `Message ${index}: \`${field}\` ${what}.`, { field: `${index}.${field}` });
