import { AppError } from "../../../domain/errors.ts";
import { type CostStatus, isRecordId } from "../../../domain/record.ts";
import type { RecordType } from "../../../domain/registry.ts";
import { checkAnswerSize, type OrganizationContext, type ReadContext, type ReadOperations, readOrphans } from "../../../reads/index.ts";
import type { RecordCondition, RecordWithBody } from "../../../store/recordStore.ts";
import { explainLinks } from "../../../tree/explain.ts";
import { HOT_VALUE_RECORDS } from "../../../tree/tree.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { orphanJson } from "./presentOrphan.ts";
import { recordJson, versionJson } from "./presentRecord.ts";

interface RecordArguments {
  readonly organization: string;
  readonly recordType: string;
  readonly id: string;
}

export interface ListArguments {
  readonly organization: string;
  readonly recordType?: string;
  readonly costStatuses?: readonly CostStatus[];
  readonly cursor?: string;
  readonly limit: number;
  /** False spares counting over all pages; the count is then null. */
  readonly totals?: boolean;
}

async function find(
  context: ReadContext,
  args: RecordArguments,
): Promise<{ record: RecordWithBody; type: RecordType; settings: OrganizationContext }> {
  const settings = await context.organizations.context(args.organization);
  const type = settings.registry.require(args.recordType);
  if (!isRecordId(args.id)) throw new AppError("EVENT_ID_INVALID", "An id is 1 to 256 printable characters.", { field: "id" });
  const record = await context.records.find(args.organization, { type: type.name, id: args.id });
  if (record === undefined) throw new AppError("RECORD_NOT_FOUND", `No ${type.name} record "${args.id}" was found.`, { field: "id" });
  return { record, type, settings };
}

async function record(context: ReadContext, args: RecordArguments): Promise<string> {
  const found = await find(context, args);
  return recordJson(found.record, found.settings);
}

async function history(context: ReadContext, args: RecordArguments): Promise<string> {
  const found = await find(context, args);
  const versions = await context.records.history(args.organization, { type: found.type.name, id: args.id });
  const data = versions.map(versionJson).join(",");
  checkAnswerSize(context, data.length);
  return `{"data":[${data}],"next_cursor":null,"totals":{"versions":${versions.length}}}`;
}

/** Which mapping put the record where it is, and what it still looks for. */
async function links(context: ReadContext, args: RecordArguments): Promise<string> {
  const { registry } = await context.organizations.context(args.organization);
  const { record: found } = await find(context, args);
  const values = [...new Set(found.links.map(([, value]) => value))];
  const known = values.length === 0 ? [] : await context.records.byLinkValues(args.organization, values, context.limits.treeNodesMax);
  const mappings = explainLinks(found, known, registry);
  const owner = mappings.find((explained) => explained.standing === "owner");
  const carried = found.links.map(([field, value]) => {
    const records = known.filter((other) => other.links.some((link) => link[1] === value)).length;
    return { field, value, records, hot: records > HOT_VALUE_RECORDS };
  });
  return JSON.stringify({
    record_type: found.type,
    id: found.id,
    owner: owner?.parents[0] === undefined ? null : { record_type: owner.parents[0].type, id: owner.parents[0].id },
    mappings: mappings.map(({ mapping, value, standing, parents }) => ({
      parent_record_type: mapping.parentType,
      via: { local_field: mapping.localField, parent_field: mapping.parentField },
      value,
      standing,
      parents: parents.slice(0, 20).map((parent) => ({ record_type: parent.type, id: parent.id })),
    })),
    values: carried,
  });
}

async function list(context: ReadContext, args: ListArguments): Promise<string> {
  const settings = await context.organizations.context(args.organization);
  const type = args.recordType === undefined ? {} : { type: settings.registry.require(args.recordType).name };
  const query = { organization: args.organization, ...type, conditions: costConditions(args, settings) };
  const after = args.cursor === undefined ? {} : { afterKey: decodeCursor(args.cursor) };
  const [rows, count] = await Promise.all([
    context.records.page({ ...query, ...after, order: "key", limit: args.limit }),
    args.totals === false ? null : context.records.count(query),
  ]);
  const last = rows.length === args.limit ? rows.at(-1) : undefined;
  const data = rows.map((row) => recordJson(row, settings)).join(",");
  checkAnswerSize(context, data.length);
  const nextCursor = last === undefined ? "null" : `"${encodeCursor(last.key)}"`;
  return `{"data":[${data}],"next_cursor":${nextCursor},"totals":{"records":${count}}}`;
}

function costConditions({ costStatuses }: ListArguments, { organization, rates }: OrganizationContext): RecordCondition[] {
  if (costStatuses === undefined) return [];
  return [{ column: "costStatus", oneOf: costStatuses, currency: organization.currency, rates }];
}

/** Records without a parent that are no session of their own. */
async function orphans(context: ReadContext, args: ListArguments): Promise<string> {
  const settings = await context.organizations.context(args.organization);
  const afterKey = args.cursor === undefined ? 0 : decodeCursor(args.cursor);
  const found = await readOrphans(context, { ...args, afterKey });
  const data = found.orphans.map((orphan) => orphanJson(orphan, settings)).join(",");
  checkAnswerSize(context, data.length);
  const nextCursor = found.nextAfterKey === null ? "null" : `"${encodeCursor(found.nextAfterKey)}"`;
  return `{"data":[${data}],"next_cursor":${nextCursor},"totals":{"records_examined":${found.examinedCount}}}`;
}

export const recordOperations = {
  "native.record": record,
  "native.recordHistory": history,
  "native.recordLinks": links,
  "native.records": list,
  "native.orphans": orphans,
} satisfies ReadOperations;
