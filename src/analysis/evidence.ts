import type { Evidence } from "../domain/analysis.ts";
import { isJsonObject } from "../domain/json.ts";
import type { AnalysedMessage } from "./analyser.ts";
import { type Faults, shown } from "./faults.ts";
import { speaksToAnalyser } from "./instructions.ts";

const QUOTE_CHARACTERS_MAX = 2_000;
/** Shorter ones stand in almost every message; a whole message may be as short as it is. */
const QUOTE_CHARACTERS_MIN = 8;

/** Runs of white space become one space; nothing else about a text changes. */
export const collapsed = (text: string): string => text.replace(/\s+/g, " ").trim();

/**
 * Finds every quote in one message: the one it is said to be from when that one holds it, else the first that does.
 * System messages are what the agent was told, not what was said, and prove nothing.
 */
export function findEvidence(value: unknown, path: string, messages: readonly AnalysedMessage[], faults: Faults): readonly Evidence[] {
  const quotes = faults.list(value, path);
  if (quotes.length === 0) return [];
  const spoken = messages.filter(({ role }) => role !== "system").map((message) => ({ message, text: collapsed(message.content) }));
  const found = quotes.map((entry, index) => {
    const at = `${path}[${index}]`;
    const said = isJsonObject(entry) ? entry : {};
    if (said === entry) faults.checkKeys(said, at, ["quote", "messageId"], []);
    const quote = collapsed(faults.text(said["quote"], `${at}.quote`, QUOTE_CHARACTERS_MAX));
    if (quote === "") return undefined;
    const holders = spoken.filter(({ text }) => text.includes(quote));
    const holder =
      holders.find(({ message }) => message.id === said["messageId"]) ?? holders.find(({ text }) => text === quote) ?? holders[0];
    if (holder === undefined) {
      faults.add(`${at}.quote`, `is ${shown(quote)}, which does not stand word for word in any one message of the transcript`);
      return undefined;
    }
    if (quote.length < QUOTE_CHARACTERS_MIN && collapsed(holder.message.content) !== quote) {
      faults.add(`${at}.quote`, `is ${shown(quote)}, which is too short to prove anything; quote the whole sentence`);
    }
    if (speaksToAnalyser(sentenceAround(collapsed(holder.message.content), quote))) {
      faults.add(`${at}.quote`, `is ${shown(quote)}, which tells the analyser what to say and is no evidence of what happened`);
    }
    return { quote, messageId: holder.message.id, role: holder.message.role };
  });
  return found.filter((evidence) => evidence !== undefined);
}

const SENTENCE_END = /[.!?。؟।\n]/u;

/** The quote with the rest of the sentences that it is cut out of: half an instruction is none by itself. */
function sentenceAround(text: string, quote: string): string {
  const start = text.indexOf(quote);
  let from = start;
  while (from > 0 && !SENTENCE_END.test(text[from - 1] ?? "")) from--;
  let to = start + quote.length;
  while (to < text.length && !SENTENCE_END.test(text[to] ?? "")) to++;
  return text.slice(from, to);
}
