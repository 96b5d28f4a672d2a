import { AppError } from "./errors.ts";

/**
 * A `charge` adds to totals; a `control` restates charges that came in otherwise, and is only compared with them. `overhead` is what
 * analysing a session has cost: shown with it, and no part of what the session cost.
 */
export type RecordRole = "charge" | "control" | "overhead";
export type TimeFormat = "iso" | "epoch_s" | "epoch_ms" | "epoch_us" | "epoch_ns";

/** child's `localField` = parent's `parentField`. */
export interface ParentMapping {
  readonly parentType: string;
  readonly localField: string;
  readonly parentField: string;
  /**
   * Mappings of one child to one parent type with the same number are equally specific (two names for a leg's id);
   * a higher number is less specific (the session's id) and is tried only when the child lacks every value of a lower one.
   */
  readonly specificity: number;
  /** False: the child is shown below the parent, its cost is not added. */
  readonly costRollup: boolean;
  /** False: the edge is metadata only; trees do not follow it. */
  readonly traversalEnabled: boolean;
}

export interface QuantityField {
  readonly field: string;
  readonly unit: string;
}

export interface RecordType {
  readonly name: string;
  readonly product: string;
  readonly event: string;
  readonly group: string;
  readonly description: string;
  /** Other accepted names, those that arrive inside records (`message_detail_record`) included. */
  readonly aliases: readonly string[];
  /** The first field that holds a usable value names the record. */
  readonly idFields: readonly string[];
  readonly timeFields: readonly string[];
  readonly endFields: readonly string[];
  readonly timeFormat: TimeFormat;
  /** Empty: records of this type carry no charge of their own, their cost is zero and known. */
  readonly costFields: readonly string[];
  /** True where the provider writes charges as negative amounts. */
  readonly costIsNegative: boolean;
  readonly quantityFields: readonly QuantityField[];
  /** The field of the record that names the unit, such as `rate_measured_in`. */
  readonly unitField: string | null;
  /** The first field that holds text names the model that was used, for usage by model. */
  readonly modelFields: readonly string[];
  /** Ordered, most specific first; mappings to virtual types last. */
  readonly parents: readonly ParentMapping[];
  /** Fields whose value is the id of a virtual record of this type; empty for an ordinary type. */
  readonly virtualBy: readonly string[];
  /** A record of this type without an owner is a session by itself, not an orphan. */
  readonly sessionRoot: boolean;
  readonly role: RecordRole;
  /** Top-level fields left out of the content hash, such as presigned addresses that change at every read. */
  readonly volatileFields: readonly string[];
  /** Fields that records of this type are known to carry, besides those that were seen. */
  readonly knownFields: readonly string[];
  readonly builtIn: boolean;
}

/** What a type says nothing about. */
export const RECORD_TYPE_DEFAULTS = {
  description: "",
  aliases: [],
  idFields: ["id"],
  timeFields: ["started_at", "created_at"],
  endFields: ["finished_at", "completed_at", "ended_at"],
  timeFormat: "iso",
  costFields: ["cost"],
  costIsNegative: false,
  quantityFields: [],
  unitField: null,
  modelFields: ["model", "model_name", "llm_model", "stt_model", "tts_model_id", "voice"],
  parents: [],
  virtualBy: [],
  sessionRoot: false,
  role: "charge",
  volatileFields: [],
  knownFields: [],
} as const satisfies Partial<RecordType>;

/** Names that would collide with a route or with a word of the API. */
export const RESERVED_TYPE_NAMES: readonly string[] = ["metadata", "options", "records", "sessions"];
export const DEPTH_MAX = 5;

export interface ChildMapping extends ParentMapping {
  readonly childType: string;
}

/** The record types of one organization: the built-in ones and its own. Immutable; a change makes a new registry. */
export class Registry {
  readonly types: readonly RecordType[];
  readonly #byName = new Map<string, RecordType>();
  readonly #byAnyName = new Map<string, RecordType>();
  readonly #children = new Map<string, ChildMapping[]>();
  readonly #linkFields = new Map<string, readonly string[]>();

  constructor(types: readonly RecordType[]) {
    this.types = types;
    for (const type of types) this.#byName.set(type.name, type);
    this.#indexNames();
    this.#indexEdges();
  }

  /** By exact name, which is how stored records name their type. */
  byName(name: string): RecordType | undefined {
    return this.#byName.get(name);
  }

  /** By name, alias, or product slug, in this order; among slugs the non-virtual type wins (design.md, Tree 9). */
  resolve(name: string): RecordType | undefined {
    return this.#byAnyName.get(name);
  }

  /** @throws AppError RECORD_TYPE_UNKNOWN */
  require(name: string): RecordType {
    const type = this.resolve(name);
    if (type === undefined) throw new AppError("RECORD_TYPE_UNKNOWN", `There is no record type "${name}".`, { field: "record_type" });
    return type;
  }

  /** Mappings in which this type is the parent, in registry order. */
  childMappings(name: string): readonly ChildMapping[] {
    return this.#children.get(name) ?? [];
  }

  /** The fields of this type whose values link it to others, upwards or downwards. */
  linkFields(name: string): readonly string[] {
    return this.#linkFields.get(name) ?? [];
  }

  isVirtual(name: string): boolean {
    return (this.#byName.get(name)?.virtualBy.length ?? 0) > 0;
  }

  /** Levels on the longest way down from this type, itself included, at most DEPTH_MAX (which cyclic types reach). */
  depthBelow(name: string): number {
    let level = new Set([name]);
    for (let depth = 1; depth < DEPTH_MAX; depth++) {
      const next = new Set<string>();
      for (const parent of level) {
        for (const edge of this.childMappings(parent)) if (edge.traversalEnabled) next.add(edge.childType);
      }
      if (next.size === 0) return depth;
      level = next;
    }
    return DEPTH_MAX;
  }

  #indexNames(): void {
    const nonVirtualFirst = this.types.toSorted((a, b) => Math.min(a.virtualBy.length, 1) - Math.min(b.virtualBy.length, 1));
    for (const type of nonVirtualFirst) {
      if (!this.#byAnyName.has(type.product)) this.#byAnyName.set(type.product, type);
    }
    for (const type of this.types) for (const alias of type.aliases) this.#byAnyName.set(alias, type);
    for (const type of this.types) this.#byAnyName.set(type.name, type);
  }

  #indexEdges(): void {
    const fields = new Map<string, Set<string>>();
    const fieldsOf = (name: string): Set<string> => {
      const known = fields.get(name) ?? new Set<string>();
      fields.set(name, known);
      return known;
    };
    for (const type of this.types) {
      for (const field of type.virtualBy) fieldsOf(type.name).add(field);
      if (type.virtualBy.length > 0) for (const field of type.idFields) fieldsOf(type.name).add(field);
      for (const mapping of type.parents) {
        fieldsOf(type.name).add(mapping.localField);
        fieldsOf(mapping.parentType).add(mapping.parentField);
        const children = this.#children.get(mapping.parentType) ?? [];
        children.push({ ...mapping, childType: type.name });
        this.#children.set(mapping.parentType, children);
      }
    }
    for (const [name, known] of fields) this.#linkFields.set(name, [...known]);
  }
}
