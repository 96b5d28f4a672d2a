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
