import type { JsonObject } from "../domain/json.ts";
import type { Line } from "./dialogue.ts";
import type { Random } from "./random.ts";

/** What somebody says or does before it is known when. `isCut`: the other side hangs up in the middle of it. */
export type Utterance = (Line & { readonly isCut?: boolean }) | { readonly by: "system"; readonly text: string };

/** Milliseconds; the parts that are there add up to `totalMs`. A part that was not needed (a greeting is not heard first) is absent. */
export interface Latency {
  readonly sttMs?: number;
  readonly llmMs?: number;
  readonly ttsMs?: number;
  readonly totalMs: number;
}

/** One utterance or tool call; offsets from the session's start in ms. */
export interface Turn {
  readonly by: "user" | "assistant" | "tool" | "system";
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly interrupted: boolean;
  readonly latency: Latency | null;
  readonly toolCall: { readonly name: string; readonly arguments: JsonObject; readonly result: JsonObject } | null;
}

const SPEECH_MS_PER_CHARACTER = 62;
const SPEECH_MS_MIN = 450;
const INTERRUPTED_SHARE = 0.06;
const INTERRUPTIBLE_CHARACTERS_MIN = 50;

/** Where a conversation has got to while it is laid out in time. */
interface Course {
  readonly random: Random;
  /** The next thing happens no earlier than this. */
  nowMs: number;
  /** When the user fell silent, until the agent has answered. */
  waitingSinceMs: number | null;
  sttMs: number;
}

/** Speech: the agent answers after hearing, thinking (tools included) and voicing; the user after a moment's thought. */
export function timeSpeech(random: Random, utterances: readonly Utterance[], startMs: number): Turn[] {
  const course: Course = { random, nowMs: startMs, waitingSinceMs: null, sttMs: 0 };
  return utterances.map((utterance, index) => {
    if (utterance.by === "tool") return useTool(course, utterance);
    if (utterance.by === "assistant") return answer(course, utterance, utterances[index + 1]?.by === "user");
    return utterance.by === "user" ? ask(course, utterance.text) : note(course, utterance.text);
  });
}

/** Written words: nothing is heard or voiced, only the model's time counts, and people take their time. */
export function timeChat(random: Random, utterances: readonly Utterance[], startMs: number): Turn[] {
  const course: Course = { random, nowMs: startMs, waitingSinceMs: null, sttMs: 0 };
  return utterances.map((utterance) => {
    if (utterance.by === "tool") return useTool(course, utterance);
    if (utterance.by === "system") return note(course, utterance.text);
    if (utterance.by === "user") {
      course.nowMs += random.integer(4_000, 45_000);
      course.waitingSinceMs = course.nowMs;
      return turnOf("user", utterance.text, course.nowMs, course.nowMs);
    }
    const sinceMs = course.waitingSinceMs;
    course.waitingSinceMs = null;
    if (sinceMs === null) return turnOf("assistant", utterance.text, course.nowMs, course.nowMs);
    course.nowMs += thinkMs(random);
    const totalMs = course.nowMs - sinceMs;
    return { ...turnOf("assistant", utterance.text, course.nowMs, course.nowMs), latency: { llmMs: totalMs, totalMs } };
  });
}

function ask(course: Course, text: string): Turn {
  const { random } = course;
  const startMs = course.nowMs;
  const endMs = startMs + speechMs(random, text);
  course.waitingSinceMs = endMs;
  course.sttMs = random.integer(60, 240);
  course.nowMs = endMs + course.sttMs;
  return turnOf("user", text, startMs, endMs);
}

function useTool(course: Course, { name, arguments: given, result }: Line & { by: "tool" }): Turn {
  const startMs = course.nowMs + course.random.integer(180, 420);
  const endMs = startMs + course.random.integer(90, 900);
  course.nowMs = endMs;
  return { ...turnOf("tool", "", startMs, endMs), toolCall: { name, arguments: given, result } };
}

function answer(course: Course, { text, isCut = false }: { text: string; isCut?: boolean }, isUserNext: boolean): Turn {
  const { random } = course;
  const ttsMs = random.integer(70, 260);
  const latency = latencyOf(course, ttsMs);
  const startMs = course.nowMs;
  const isLong = text.length >= INTERRUPTIBLE_CHARACTERS_MIN;
  const interrupted = isCut || (isUserNext && isLong && random.chance(INTERRUPTED_SHARE));
  const said = interrupted ? cutShort(text, 0.35 + random.fraction() * 0.45) : text;
  const endMs = startMs + speechMs(random, said);
  course.nowMs = interrupted ? endMs : endMs + random.integer(250, 1_400);
  return { ...turnOf("assistant", said, startMs, endMs), interrupted, latency };
}

/** Moves the course to the agent's first sound. */
function latencyOf(course: Course, ttsMs: number): Latency {
  const sinceMs = course.waitingSinceMs;
  course.waitingSinceMs = null;
  if (sinceMs === null) {
    course.nowMs += ttsMs;
    return { ttsMs, totalMs: ttsMs };
  }
  const llmMs = course.nowMs + thinkMs(course.random) - sinceMs - course.sttMs;
  const totalMs = course.sttMs + llmMs + ttsMs;
  course.nowMs = sinceMs + totalMs;
  return { sttMs: course.sttMs, llmMs, ttsMs, totalMs };
}

function note(course: Course, text: string): Turn {
  course.nowMs += 8_000;
  return turnOf("system", text, course.nowMs, course.nowMs);
}

const turnOf = (by: Turn["by"], text: string, startMs: number, endMs: number): Turn => ({
  ...{ by, text, startMs, endMs },
  ...{ interrupted: false, latency: null, toolCall: null },
});

/** Mostly well under a second; now and then a slow answer. */
const thinkMs = (random: Random): number => (random.chance(0.07) ? random.integer(1_200, 2_900) : random.integer(220, 820));

const speechMs = (random: Random, text: string): number =>
  Math.max(SPEECH_MS_MIN, Math.round(text.length * SPEECH_MS_PER_CHARACTER * (0.85 + random.fraction() * 0.3)));

/** The beginning of a sentence, up to a whole word. */
function cutShort(text: string, part: number): string {
  const words = text.split(" ");
  return `${words.slice(0, Math.max(1, Math.floor(words.length * part))).join(" ")} —`;
}
