const memory = new Map<string, string | undefined>();

/** What the viewer chose, kept in this browser; where the browser forbids it or has no room left, for as long as the page is open. */
export function readKept(name: string): string | undefined {
  if (memory.has(name)) return memory.get(name);
  try {
    return window.localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Without a text nothing is kept any more. */
export function keep(name: string, text: string | undefined): void {
  try {
    if (text === undefined) window.localStorage.removeItem(name);
    else window.localStorage.setItem(name, text);
    memory.delete(name);
  } catch {
    memory.set(name, text);
  }
}
