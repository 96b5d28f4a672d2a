/**
 * JSON as text, without reading its numbers: an id of twenty digits or a price of thirty places would lose some in a
 * JavaScript number. Expects text that is JSON, as the server sends it; never recurses, for depth is the sender's choice.
 */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

const INDENT = "  ";
/** Deeper levels stand below each other without moving further to the right. */
const INDENTED_LEVELS_MAX = 40;

/** The same JSON with a line for each member. */
export function indentJson(text: string): string {
  const tokens = text.match(TOKEN) ?? [];
  const parts: string[] = [];
  let level = 0;
  const breakLine = (): void => void parts.push("\n", INDENT.repeat(Math.min(level, INDENTED_LEVELS_MAX)));
  tokens.forEach((token, index) => {
    const isClosing = token === "}" || token === "]";
    const isEmptyPair = isClosing && isOpening(tokens[index - 1]);
    if (isClosing) level--;
    if (isClosing && !isEmptyPair) breakLine();
    parts.push(token === ":" ? ": " : token);
    if (isOpening(token)) level++;
    if (token === "," || (isOpening(token) && !isClosingOf(tokens[index + 1]))) breakLine();
  });
  return parts.join("");
}

export interface JsonPart {
  /** A member's name; of an item of an array, its place. */
  readonly name: string;
  /** Its value, as it was written. */
  readonly text: string;
}

/** The members of an object, or the items of an array, each as it was written. */
export function partsOfJson(text: string): JsonPart[] {
  const parts: JsonPart[] = [];
  let [level, valueFrom, name]: [number, number, string | undefined] = [0, -1, undefined];
  const end = (at: number): void => {
    const value = valueFrom < 0 ? "" : text.slice(valueFrom, at).trim();
    if (value !== "") parts.push({ name: name ?? String(parts.length), text: value });
    [valueFrom, name] = [-1, undefined];
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if ((token === "}" || token === "]") && --level === 0) end(index);
    if (level === 1 && token === ",") end(index);
    else if (level === 1 && token === ":" && name === undefined)
      [name, valueFrom] = [JSON.parse(text.slice(valueFrom, index)) as string, -1];
    else if (level >= 1 && valueFrom < 0) valueFrom = index;
    if (isOpening(token)) level++;
  }
  return parts;
}

/** One member's value as it was written; undefined where the object has none of that name. */
export const memberOfJson = (text: string, name: string): string | undefined => partsOfJson(text).find((part) => part.name === name)?.text;

const isOpening = (token: string | undefined): boolean => token === "{" || token === "[";
const isClosingOf = (token: string | undefined): boolean => token === "}" || token === "]";
