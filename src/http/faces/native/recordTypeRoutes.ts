import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Static, Type } from "typebox";
import { defineRecordType, type RecordTypeGiven, typesToReread } from "../../../domain/defineRecordType.ts";
import { AppError } from "../../../domain/errors.ts";
import { Registry } from "../../../domain/registry.ts";
import { organizationOf } from "../../authenticate.ts";
import { sendJson } from "../../sendJson.ts";
import type { NativeParts } from "./parts.ts";
import { listOf, RecordTypeBody, refusals } from "./schemas.ts";

const tags = ["Record types"];
const params = Type.Object({ name: Type.String() });

export const recordTypeRoutes =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const read = { onRequest: parts.requireScope("read") };
    app.get(
      "/v1/record-types",
      {
        ...read,
        schema: { tags, summary: "List record types, built-in and own", response: { 200: listOf(Type.Ref("RecordType")), ...refusals } },
      },
      async (request, reply) => sendJson(reply, await parts.ask("native.recordTypes", { organization: organizationOf(request) })),
    );
    app.get(
      "/v1/record-types/:name",
      { ...read, schema: { tags, summary: "Read one record type", params, response: { 200: Type.Ref("RecordType"), ...refusals } } },
      async (request, reply) =>
        sendJson(reply, await parts.ask("native.recordType", { organization: organizationOf(request), name: request.params.name })),
    );
    app.put(
      "/v1/record-types/:name",
      {
        onRequest: parts.requireScope("admin"),
        schema: {
          tags,
          summary: "Add or replace a record type of your own, or add parents to a built-in one",
          description:
            "Stored records of every type whose links or facts change are read again in the background; `rereading_since` tells while that lasts.",
          params,
          body: RecordTypeBody,
          response: { 200: Type.Ref("RecordType"), ...refusals, 409: Type.Ref("Error") },
        },
      },
      async (request, reply) => {
        const organization = organizationOf(request);
        const { registry } = await parts.organizations.context(organization);
        const type = defineRecordType(request.params.name, given(request.body), registry);
        const before = registry.byName(type.name);
        if (before !== undefined && before.idFields.join() !== type.idFields.join()) await refuseNewIds(parts, organization, type.name);
        const others = registry.types.filter((other) => other.name !== type.name);
        const rereads = typesToReread(registry, new Registry([...others, type]));
        const nowMs = parts.clock.nowMs();
        await parts.office.putRecordType(organization, type, rereads, nowMs);
        await parts.office.audit({
          organization,
          atMs: nowMs,
          actor: request.authority.keyId,
          action: "record_type.changed",
          detail: type.name,
        });
        parts.wakeReread();
        return sendJson(reply, await parts.ask("native.recordType", { organization, name: type.name }));
      },
    );
  };

/** Under other id fields the same record would come in as another one, and be counted twice. */
async function refuseNewIds(parts: NativeParts, organization: string, recordType: string): Promise<void> {
  const { totals } = JSON.parse(await parts.ask("native.records", { organization, recordType, limit: 1 })) as {
    totals: { records: number };
  };
  if (totals.records === 0) return;
  throw new AppError("RECORD_TYPE_IN_USE", `There are ${totals.records} records of ${recordType}; their id fields cannot change.`, {
    field: "id_fields",
  });
}

/** Their words into ours. */
function given(body: Static<typeof RecordTypeBody>): RecordTypeGiven {
  return {
    product: body.product,
    event: body.event,
    description: body.description,
    aliases: body.aliases,
    idFields: body.id_fields,
    timeFields: body.time_fields,
    endFields: body.end_fields,
    timeFormat: body.time_format as RecordTypeGiven["timeFormat"],
    costFields: body.cost_fields,
    costIsNegative: body.cost_is_negative,
    quantityFields: body.quantity_fields,
    unitField: body.unit_field,
    modelFields: body.model_fields,
    parents: body.parents?.map((mapping, index) => ({
      parentType: mapping.record_type,
      localField: mapping.local_field,
      parentField: mapping.parent_field,
      specificity: mapping.specificity ?? index + 1,
      costRollup: mapping.cost_rollup ?? true,
      traversalEnabled: mapping.traversal_enabled ?? true,
    })),
    virtualBy: body.virtual_by,
    sessionRoot: body.session_root,
    role: body.role as RecordTypeGiven["role"],
    volatileFields: body.volatile_fields,
  };
}
