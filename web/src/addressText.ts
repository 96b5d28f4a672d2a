/** The text parameters of an address that a page knows by name: whatever else stands there is left out; an empty one is none. */
export function readTexts<Name extends string>(
  names: readonly Name[],
  search: Record<string, unknown>,
): { readonly [Key in Name]?: string } {
  const read: { [Key in Name]?: string } = {};
  for (const name of names) {
    const value = search[name];
    const text = typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
    if (text.trim() !== "") read[name] = text;
  }
  return read;
}

/** The part of an address behind `?`, each parameter as the text that it is: "007" stays "007", and 2.50 is not 2.5. */
export const readAddress = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));

export function addressOf(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined && value !== null) parameters.set(name, String(value));
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}
