import type { JsonObject } from "../domain/json.ts";
import type { Dialogue, LanguageCode, LanguageText, Line, Purpose } from "./dialogue.ts";
import { AGENTS, type Agent, LANGUAGES } from "./languages.ts";
import type { Random } from "./random.ts";
import { type Turn, timeChat, timeSpeech, type Utterance } from "./turns.ts";

/** What was said in one session, with when and how fast. */
export interface Conversation {
  readonly language: LanguageText["code"];
  readonly agent: Agent;
  readonly outcome: Dialogue["outcome"] | "abandoned" | "failed" | "voicemail";
  /** What filled the places of the dialogue: the customer's name, an order, an amount. */
  readonly values: Values;
  readonly turns: readonly Turn[];
  /** Offset of the last word's end from the session's start, ms. */
  readonly endMs: number;
}

export interface ConversationRequest {
  /** Who rang. */
  readonly direction: Dialogue["direction"];
  readonly medium: "speech" | "chat";
  /** How it goes; `whole`: as it was written. */
  readonly course: "whole" | "abandoned" | "failed" | "voicemail";
  /** Offset of the first word from the session's start, ms. */
  readonly startMs: number;
  /** Which dialogue it is; absent: any that fits. */
  readonly about?: { readonly language: LanguageCode; readonly purpose: Purpose };
}

export type Values = Readonly<Record<"name" | "company" | "street" | "day" | "time" | "amount" | "order" | "digits" | "number", string>>;

const FAILURE_WORDS = "The speech service did not answer; the call was ended.";
const PLACE = /\{(\w+)\}/g;

export function planConversation(random: Random, request: ConversationRequest): Conversation {
  const { about, direction } = request;
  const language = random.pickWeighted(LANGUAGES.filter(([{ code }]) => about === undefined || code === about.language));
  const fits = (one: Dialogue): boolean => one.direction === direction && (about === undefined || one.purpose === about.purpose);
  const dialogue = random.pick(language.dialogues.filter(fits));
  const values = pickValues(random, language, dialogue);
  const utterances = utterancesOf(random, request.course, dialogue, language).map((utterance) => filled(utterance, values));
  const turns = request.medium === "chat" ? timeChat(random, utterances, request.startMs) : timeSpeech(random, utterances, request.startMs);
  return {
    language: language.code,
    agent: AGENTS[dialogue.purpose],
    outcome: request.course === "whole" ? dialogue.outcome : request.course,
    values,
    turns,
    endMs: Math.max(request.startMs, ...turns.map((turn) => turn.endMs)),
  };
}

function pickValues(random: Random, language: LanguageText, dialogue: Dialogue): Values {
  return {
    name: random.pick(language.names),
    company: dialogue.company,
    street: random.pick(language.streets),
    day: random.pick(language.days),
    time: random.pick(language.times),
    amount: language.money(random.integer(19, 480)),
    order: `${random.pick(["A", "K", "R", "T"])}-${random.integer(10_000, 99_999)}`,
    digits: random.integer(1_000, 9_999).toString(),
    number: random.integer(3, 6).toString(),
  };
}

function utterancesOf(
  random: Random,
  course: ConversationRequest["course"],
  { lines }: Dialogue,
  language: LanguageText,
): readonly Utterance[] {
  if (course === "voicemail") return [{ by: "assistant", text: language.voicemail }];
  if (course === "abandoned") return abandoned(random, lines);
  if (course === "failed") return [...untilUser(random, lines), { by: "system", text: FAILURE_WORDS }];
  return lines;
}

/** The caller hangs up while the agent is still talking: in its greeting, or in its first answer. */
function abandoned(random: Random, lines: readonly Line[]): readonly Utterance[] {
  const spoken = lines.filter((line) => line.by !== "tool").slice(0, random.pick([1, 1, 3]));
  return spoken.map((line, index) => (index === spoken.length - 1 ? { ...line, isCut: true } : line));
}

/** Everything up to and with one of the caller's utterances, which then gets no answer. */
function untilUser(random: Random, lines: readonly Line[]): readonly Line[] {
  const asked = lines.flatMap((line, index) => (line.by === "user" ? [index] : []));
  return lines.slice(0, random.pick(asked) + 1);
}

function filled(utterance: Utterance, values: Values): Utterance {
  if (utterance.by !== "tool") return { ...utterance, text: fillText(utterance.text, values) };
  return { ...utterance, arguments: fillObject(utterance.arguments, values), result: fillObject(utterance.result, values) };
}

/** @throws RangeError when a dialogue names a place that nothing fills */
export function fillText(text: string, values: Values): string {
  return text.replaceAll(PLACE, (_place, name: string) => {
    const value = (values as Readonly<Record<string, string>>)[name];
    if (value === undefined) throw new RangeError(`Nothing fills the place {${name}}.`);
    return value;
  });
}

const fillObject = (given: JsonObject, values: Values): JsonObject =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, fillValue(value, values)]));

function fillValue(value: unknown, values: Values): unknown {
  if (Array.isArray(value)) return value.map((item) => fillValue(item, values));
  return typeof value === "string" ? fillText(value, values) : value;
}
