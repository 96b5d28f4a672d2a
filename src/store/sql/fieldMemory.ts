export const FIELDS_PER_TYPE_MAX = 1_000;
const FIELD_NAME_CHARACTERS_MAX = 128;
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cn}]/u;
const NONE: readonly string[] = [];

/** The field names known to be stored already, by type, so that the usual batch costs nothing. */
export class FieldMemory {
  readonly #byType = new Map<string, Set<string>>();

  /** Those of the names that are still to be stored; unprintable and overlong ones are never. */
  unknown(type: string, names: readonly string[]): readonly string[] {
    const known = this.#byType.get(type);
    let fresh: string[] | undefined;
    for (const name of names) {
      if (known?.has(name) === true) continue;
      if ((known?.size ?? 0) >= FIELDS_PER_TYPE_MAX) break;
      if (name.length > FIELD_NAME_CHARACTERS_MAX || name.trim() === "" || UNPRINTABLE.test(name)) continue;
      fresh ??= [];
      fresh.push(name);
    }
    return fresh ?? NONE;
  }

  remember(type: string, names: Iterable<string>): void {
    const known = this.#byType.get(type) ?? new Set<string>();
    this.#byType.set(type, known);
    for (const name of names) {
      if (known.size >= FIELDS_PER_TYPE_MAX) return;
      known.add(name);
    }
  }
}
