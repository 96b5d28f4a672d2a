import { AppError } from "./errors.ts";
import { type ParentMapping, RECORD_TYPE_DEFAULTS, RESERVED_TYPE_NAMES, type RecordType, type Registry } from "./registry.ts";

/** What an organization says about a type; all of it optional. */
export type RecordTypeGiven = {
  readonly [Key in Exclude<keyof RecordType, "name" | "group" | "builtIn" | "knownFields">]?: RecordType[Key] | undefined;
};

const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const OWN_TYPES_MAX = 200;

/**
 * Makes an organization's record type of what it gave, with sensible defaults. A built-in type can only be given more
 * parents, tried before its own. Mappings to virtual types are put last, whatever order they came in.
 * @throws AppError RECORD_TYPE_INVALID | RECORD_TYPE_BUILT_IN with the member at fault
 */
export function defineRecordType(name: string, given: RecordTypeGiven, registry: Registry): RecordType {
  if (!NAME.test(name)) throw invalid("name", "A name is 1 to 64 of a-z, 0-9, _ and -, and begins with a letter or digit.");
  if (RESERVED_TYPE_NAMES.includes(name)) throw invalid("name", `"${name}" is reserved.`);
  const parents = given.parents ?? [];
  for (const [index, mapping] of parents.entries()) checkMapping(name, mapping, index, given, registry);
  const known = registry.byName(name);
  if (known?.builtIn === true) return extendBuiltIn(known, given, registry);
  checkNames(name, given, registry);
  if (known === undefined && registry.types.filter((type) => !type.builtIn).length >= OWN_TYPES_MAX) {
    throw invalid("name", `An organization can have ${OWN_TYPES_MAX} record types of its own.`);
  }
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<RecordType>;
  return {
    ...RECORD_TYPE_DEFAULTS,
    product: name,
    event: given.product ?? name,
    ...defined,
    name,
    group: "Own types",
    parents: virtualLast(parents, name, given, registry),
    knownFields: [],
    builtIn: false,
  };
}

function extendBuiltIn(builtIn: RecordType, given: RecordTypeGiven, registry: Registry): RecordType {
  const other = Object.entries(given).find(([key, value]) => key !== "parents" && value !== undefined);
  if (other !== undefined)
    throw new AppError("RECORD_TYPE_BUILT_IN", `"${builtIn.name}" is built in; only \`parents\` can be added to it.`);
  const isOwn = (mapping: ParentMapping): boolean => registry.byName(mapping.parentType)?.builtIn === false;
  const original = builtIn.parents.filter((mapping) => !isOwn(mapping));
  const added = (given.parents ?? []).map((mapping, index) => {
    if (!isOwn(mapping)) throw invalid(`parents.${index}.record_type`, "A built-in type can only be put under types of your own.");
    return mapping;
  });
  return { ...builtIn, parents: virtualLast([...added, ...original], builtIn.name, {}, registry) };
}

function checkMapping(name: string, mapping: ParentMapping, index: number, given: RecordTypeGiven, registry: Registry): void {
  const parent = registry.byName(mapping.parentType);
  const virtualBy = mapping.parentType === name ? (given.virtualBy ?? []) : (parent?.virtualBy ?? []);
  if (parent === undefined && mapping.parentType !== name) {
    throw invalid(`parents.${index}.record_type`, `There is no record type "${mapping.parentType}" to be a parent.`);
  }
  if (virtualBy.length > 0 && mapping.parentType === name)
    throw invalid(`parents.${index}.record_type`, "A virtual type cannot be its own parent.");
  const idFields = parent?.idFields ?? [];
  if (virtualBy.length > 0 && !virtualBy.includes(mapping.parentField) && !idFields.includes(mapping.parentField)) {
    throw invalid(`parents.${index}.parent_field`, `"${mapping.parentType}" is virtual; its fields are ${virtualBy.join(", ")}.`);
  }
}

function checkNames(name: string, given: RecordTypeGiven, registry: Registry): void {
  for (const [index, alias] of (given.aliases ?? []).entries()) {
    if (!NAME.test(alias) || RESERVED_TYPE_NAMES.includes(alias)) throw invalid(`aliases.${index}`, `"${alias}" cannot be an alias.`);
    const other = registry.resolve(alias);
    if (other !== undefined && other.name !== name) throw invalid(`aliases.${index}`, `"${alias}" already means "${other.name}".`);
  }
  const other = registry.resolve(name);
  if (other !== undefined && other.name !== name) throw invalid("name", `"${name}" already means "${other.name}".`);
}

function virtualLast(parents: readonly ParentMapping[], name: string, given: RecordTypeGiven, registry: Registry): ParentMapping[] {
  const isVirtual = (mapping: ParentMapping): boolean =>
    mapping.parentType === name ? (given.virtualBy?.length ?? 0) > 0 : registry.isVirtual(mapping.parentType);
  return [...parents.filter((mapping) => !isVirtual(mapping)), ...parents.filter(isVirtual)];
}

/** The types whose stored records would be read differently under the new registry. */
export function typesToReread(before: Registry, after: Registry): string[] {
  const factsOf = (registry: Registry, name: string): string => {
    const type = registry.byName(name);
    if (type === undefined) return "";
    const { idFields, timeFields, endFields, timeFormat, costFields, costIsNegative, quantityFields, unitField, modelFields, role } = type;
    const links = registry.linkFields(name).toSorted();
    return JSON.stringify({
      idFields,
      timeFields,
      endFields,
      timeFormat,
      costFields,
      costIsNegative,
      quantityFields,
      unitField,
      modelFields,
      role,
      links,
    });
  };
  return after.types.map((type) => type.name).filter((name) => factsOf(before, name) !== factsOf(after, name));
}

const invalid = (field: string, message: string): AppError => new AppError("RECORD_TYPE_INVALID", message, { field });
