/** What a session's address points at: one record of its tree, one turn of its transcript. */
export interface SessionPointers {
  readonly record?: string;
  readonly message?: string;
}

export function readSessionPointers(search: Record<string, unknown>): SessionPointers {
  const text = (name: string): string | undefined => {
    const value = search[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  const [record, message] = [text("record"), text("message")];
  return { ...(record === undefined ? {} : { record }), ...(message === undefined ? {} : { message }) };
}
