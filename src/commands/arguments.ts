import { type Command, InvalidArgumentError } from "commander";

/** What `program.ts` and its parts read arguments with. Commander has checked that required arguments are there. */
export const first = (command: Command): string => command.args[0] ?? "";
export const second = (command: Command): string => command.args[1] ?? "";
export const listOf = (text: string): string[] => text.split(",").map((part) => part.trim());

/** Gathers `name=value` of an option that may be repeated. */
export const filterPair = (text: string, before: Readonly<Record<string, string>>): Record<string, string> => {
  const [name = "", ...value] = text.split("=");
  if (name === "" || value.length === 0) throw new InvalidArgumentError("It must be a name and a value, such as agent_id=a1.");
  return { ...before, [name]: value.join("=") };
};

export const wholeNumber =
  (min: number, max: number = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(
      `It must be a whole number${max === Number.MAX_SAFE_INTEGER ? `, at least ${min}` : ` from ${min} to ${max}`}.`,
    );
  };
