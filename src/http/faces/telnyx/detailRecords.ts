import { AppError } from "../../../domain/errors.ts";
import type { RecordType, Registry } from "../../../domain/registry.ts";
import { type DetailRecordsQuestion, readDetailRecords } from "../../../reads/detailRecords.ts";
import { DATE_RANGE_NAMES } from "../../../reads/detailRecordsDates.ts";
import { fieldsOf } from "../../../reads/detailRecordsFields.ts";
import { FILTER_OPERATORS } from "../../../reads/detailRecordsFilters.ts";
import { checkAnswerSize, type ReadContext } from "../../../reads/index.ts";
import { acceptedAliases } from "./relationships.ts";

/** JSON text of one page: records exactly as they came in, and all four members of `meta`, by which clients page on. */
export async function detailRecords(context: ReadContext, question: DetailRecordsQuestion): Promise<string> {
  const { bodies, totalResults } = await readDetailRecords(context, question);
  checkAnswerSize(
    context,
    bodies.reduce((characters, body) => characters + body.length, 0),
  );
  const meta = {
    total_pages: Math.ceil(totalResults / question.pageSize),
    total_results: totalResults,
    page_number: question.pageNumber,
    page_size: question.pageSize,
  };
  return `{"data":[${bodies.join(",")}],"meta":${JSON.stringify(meta)}}`;
}

export interface OptionsArguments {
  readonly organization: string;
  /** One type alone. */
  readonly recordType?: string;
}

/** JSON text of what can be filtered and sorted by, per record type. @throws AppError RECORD_TYPE_UNKNOWN */
export async function detailRecordOptions(context: ReadContext, { organization, recordType }: OptionsArguments): Promise<string> {
  const { registry } = await context.organizations.context(organization);
  const types = recordType === undefined ? registry.types : [requireType(registry, recordType)];
  const data = await Promise.all(types.map((type) => optionsOf(context, organization, registry, type)));
  return JSON.stringify({ data, meta: { operators: FILTER_OPERATORS, date_ranges: DATE_RANGE_NAMES } });
}

function requireType(registry: Registry, name: string): RecordType {
  const type = registry.resolve(name);
  if (type !== undefined) return type;
  const message = `No matching record type was found matching given record type ${name}`;
  throw new AppError("RECORD_TYPE_UNKNOWN", message, { field: "filter[record_type]" });
}

async function optionsOf(context: ReadContext, organization: string, registry: Registry, type: RecordType) {
  return {
    record_type: type.name,
    aliases: acceptedAliases(registry, type),
    product: type.product,
    time_field: type.timeFields[0] ?? null,
    fields: await fieldsOf(context, organization, registry, type),
  };
}
