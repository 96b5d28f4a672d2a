import { AppError } from "../../../domain/errors.ts";
import { formatNanos } from "../../../domain/money.ts";
import { formatTimeOrNull } from "../../../domain/time.ts";
import {
  checkAnswerSize,
  type ReadContext,
  type ReadOperations,
  readShownTree,
  type ShownTree,
  type TreeView,
} from "../../../reads/index.ts";
import type { TreeNode } from "../../../tree/tree.ts";
import { treeNodeJson } from "../treeJson.ts";

export interface TreeArguments extends TreeView {
  readonly organization: string;
  readonly recordType: string;
  readonly eventId: string;
  readonly dateTime?: string;
}

export interface TreesArguments extends TreeView {
  readonly organization: string;
  readonly events: readonly { readonly recordType: string; readonly eventId: string; readonly dateTime?: string }[];
}

async function tree(context: ReadContext, args: TreeArguments): Promise<string> {
  const text = treeJson(await readShownTree(context, args));
  checkAnswerSize(context, text.length);
  return text;
}

/** Several trees at once, in the order asked for; one that cannot be told carries its error instead. */
async function trees(context: ReadContext, args: TreesArguments): Promise<string> {
  const parts: string[] = [];
  let characters = 0;
  for (const event of args.events) {
    const part = await tree(context, { ...args, ...event }).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.kind === "unavailable") throw error;
      const { code, message, fix, field = null } = error;
      return JSON.stringify({ record_type: event.recordType, id: event.eventId, error: { code, message, field, fix } });
    });
    characters += part.length;
    checkAnswerSize(context, characters);
    parts.push(part);
  }
  return `{"data":[${parts.join(",")}]}`;
}

export const treeOperations = { "native.tree": tree, "native.trees": trees } satisfies ReadOperations;

/** The whole answer of GET /v1/trees as JSON text. */
export function treeJson(shown: ShownTree): string {
  const { tree: whole } = shown;
  const { root, currency } = whole;
  const meta = {
    event_count: whole.eventCount,
    products: whole.products,
    truncated: shown.truncated,
    unknown_cost_count: whole.unknownCostCount,
    shared_count: whole.sharedCount,
    unconverted: whole.unconverted.map((node) => ({
      record_type: node.type.name,
      id: node.id,
      original: node.original === null ? null : { amount: formatNanos(node.original.nanos), currency: node.original.currency },
    })),
    hot_values: whole.hotValues,
  };
  return (
    `{"record_type":${JSON.stringify(root.type.name)},"id":${JSON.stringify(root.id)},"session_id":${JSON.stringify(root.id)},` +
    `"cost":{"total":"${formatNanos(whole.totalNanos)}","currency":"${currency}"},` +
    `"root":${treeNodeJson(shown, root, currency, nativeMembers)},"meta":${JSON.stringify(meta)}}`
  );
}

function nativeMembers(node: TreeNode): string {
  const { original, control, overheadNanos } = node;
  return (
    `,"record_type":${JSON.stringify(node.type.name)},"virtual":${node.record === null},"shared":${node.shared},` +
    `"started_at":${JSON.stringify(formatTimeOrNull(node.timeMs))},"ended_at":${JSON.stringify(formatTimeOrNull(node.endMs))},` +
    `"role":"${node.record?.role ?? "charge"}","cost_status":"${node.costStatus}",` +
    `"cost_rollup":${node.via?.costRollup ?? true},` +
    `"original_cost":${original === null ? "null" : `{"amount":"${formatNanos(original.nanos)}","currency":"${original.currency}"}`},` +
    `"control":${control === null ? "null" : controlJson(control)},` +
    `"overhead_cost":${overheadNanos === null ? "null" : `"${formatNanos(overheadNanos)}"`}`
  );
}

function controlJson(control: NonNullable<TreeNode["control"]>): string {
  const { statedNanos, partsNanos } = control;
  const stated = statedNanos === null ? "null" : `"${formatNanos(statedNanos)}"`;
  const difference = statedNanos === null ? "null" : `"${formatNanos(statedNanos - partsNanos)}"`;
  return `{"stated":${stated},"parts":"${formatNanos(partsNanos)}","difference":${difference}}`;
}
