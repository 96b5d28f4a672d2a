import { readTranscript, type Transcript } from "./transcript.ts";

/** A transcript in a given language, from lines such as "user: Yes." and "assistant: Really?". */
export function transcriptOf(language: string | undefined, ...lines: readonly string[]): Transcript {
  const messages = lines.map((line, index) => {
    const role = line.startsWith("user: ") ? ("user" as const) : ("assistant" as const);
    return { id: `m${index}`, role, content: line.slice(role.length + 2), startMs: null, endMs: null, interrupted: false };
  });
  return readTranscript(messages, () => language);
}
