import type { RecordType } from "../../api/native.generated.ts";

type Mapping = RecordType["parents"][number];

/** One type where it hangs in the outline, and by which fields it finds its parent there. */
export interface OutlineRow {
  /** Where it stands: the names from the top down. */
  readonly path: string;
  readonly depth: number;
  readonly type: RecordType;
  /** Most specific first; none at the top. */
  readonly links: readonly Mapping[];
  /** It stands elsewhere too, or is its own ancestor: what is below it is shown once. */
  readonly isRepeat: boolean;
}

/** The parents of a type, each once, in the order in which they are tried. */
export function parentsOf(type: RecordType): ReadonlyMap<string, readonly Mapping[]> {
  const parents = new Map<string, readonly Mapping[]>();
  for (const mapping of type.parents) parents.set(mapping.record_type, [...(parents.get(mapping.record_type) ?? []), mapping]);
  return parents;
}

export const childrenOf = (name: string, types: readonly RecordType[]): readonly RecordType[] =>
  types.filter(({ parents }) => parents.some(({ record_type }) => record_type === name));

/**
 * What hangs under what, from the types that have no parent down. A type with several parents hangs under each; what is
 * below it follows once, at its first place.
 */
export function outlineOf(types: readonly RecordType[]): readonly OutlineRow[] {
  const rows: OutlineRow[] = [];
  const shown = new Set<string>();
  const put = (type: RecordType, links: readonly Mapping[], above: readonly string[]): void => {
    const path = [...above, type.name];
    const isRepeat = shown.has(type.name);
    rows.push({ path: path.join(" / "), depth: above.length, type, links, isRepeat });
    if (isRepeat) return;
    shown.add(type.name);
    for (const child of childrenOf(type.name, types)) {
      if (child.name === type.name) continue;
      put(child, parentsOf(child).get(type.name) ?? [], path);
    }
  };
  const hasOtherParent = ({ name, parents }: RecordType): boolean => parents.some(({ record_type }) => record_type !== name);
  for (const type of types) if (!hasOtherParent(type)) put(type, [], []);
  // Types that are each other's ancestors have no top: the first of them is it.
  for (const type of types) if (!shown.has(type.name)) put(type, [], []);
  return rows;
}

/** A row that matches keeps those above it, so that one sees where it hangs. */
export function rowsMatching(rows: readonly OutlineRow[], text: string): readonly OutlineRow[] {
  const words = text.toLowerCase().split(/\s+/);
  const matching = rows.filter(({ type }) => {
    const all = [type.name, type.product, type.event, type.group, type.description, ...type.aliases].join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const kept = new Set(matching.map(({ path }) => path));
  return rows.filter(({ path }) => kept.has(path) || [...kept].some((other) => other.startsWith(`${path} / `)));
}

/** The most specific link in words, and how many others there are. */
export function linksText(links: readonly Mapping[]): string {
  const [first, ...others] = links.map(linkText);
  if (first === undefined) return "";
  return others.length === 0
    ? `by ${first}`
    : others.length === 1
      ? `by ${first}, or ${others[0]}`
      : `by ${first}, or ${others.length} others`;
}

/** The links in words: call_leg_id = telnyx_leg_id. */
export const linkText = ({ local_field, parent_field }: Mapping): string =>
  local_field === parent_field ? local_field : `${local_field} = ${parent_field}`;
