import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { AppError } from "../../../domain/errors.ts";
import { sendJson } from "../../sendJson.ts";
import type { ExportArguments, ExportedList, ExportFormat } from "./exportOperations.ts";
import type { NativeParts } from "./parts.ts";

/** The parameter of every list that can be exported. */
export const formatParameter = {
  format: Type.Optional(
    Type.Enum(["json", "csv", "ndjson"], {
      description:
        "`csv` and `ndjson` stream the whole list, over all pages; `limit` does not count then. `Accept: text/csv` and " +
        "`Accept: application/x-ndjson` ask for the same.",
    }),
  ),
};

const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
};

/** Rows read at once for an export; fewer where these are too large for one answer. */
const ROWS_AT_ONCE = 500;

type Ask = Pick<NativeParts, "ask">["ask"];

/**
 * Answers a list: as JSON, one page by `readPage`, or the whole of it as an export when the request asks for one. An
 * export holds one page at a time, however long the list is.
 */
export async function sendList(
  parts: { readonly ask: Ask },
  request: FastifyRequest,
  reply: FastifyReply,
  exported: ExportedList,
  readPage: () => Promise<string>,
): Promise<FastifyReply> {
  const format = formatOf(request);
  if (format === undefined) return sendJson(reply, await readPage());
  const pages = exportPages(parts.ask, exported, format);
  // The first page comes before the headers, so that a refusal is an answer like any other.
  const first = await pages.next();
  return reply
    .type(CONTENT_TYPES[format])
    .header("content-disposition", `attachment; filename="${exported.list}.${format}"`)
    .send(Readable.from(chained(first, pages), { objectMode: false }));
}

/** What the request asks for; undefined: an ordinary answer. */
export function formatOf(request: FastifyRequest): ExportFormat | undefined {
  const { format } = request.query as { format?: "json" | ExportFormat };
  if (format !== undefined) return format === "json" ? undefined : format;
  const accept = request.headers.accept ?? "";
  if (/\btext\/csv\b/i.test(accept)) return "csv";
  return /\bapplication\/(x-)?ndjson\b/i.test(accept) ? "ndjson" : undefined;
}

async function* chained(first: IteratorResult<string, void>, rest: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  if (first.done !== true) yield first.value;
  yield* rest;
}

async function* exportPages(ask: Ask, exported: ExportedList, format: ExportFormat): AsyncGenerator<string, void> {
  let rowsAtOnce = ROWS_AT_ONCE;
  let cursor: string | null = "cursor" in exported.args ? (exported.args.cursor ?? null) : null;
  let isFirst = true;
  do {
    const args = { ...exported.args, limit: rowsAtOnce, totals: false, ...(cursor === null ? {} : { cursor }) };
    let page: string;
    try {
      page = await ask("native.export", { ...exported, args, format, isFirst } as ExportArguments);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "ANSWER_TOO_LARGE" || rowsAtOnce === 1) throw error;
      rowsAtOnce = Math.ceil(rowsAtOnce / 8);
      continue;
    }
    const lineEnd = page.indexOf("\n");
    cursor = JSON.parse(page.slice(0, lineEnd)) as string | null;
    isFirst = false;
    if (page.length > lineEnd + 1) yield page.slice(lineEnd + 1);
  } while (isFirst || cursor !== null);
}
