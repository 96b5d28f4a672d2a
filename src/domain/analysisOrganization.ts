import { flagOf, invalid, objectOf, textOf, wholeNumberOf } from "./analysisMembers.ts";
import type { JsonObject } from "./json.ts";
import { COST_NANOS_MAX, decimalToNanos, formatNanos, parseAmountNanos, parseDecimal } from "./money.ts";

/** The model that the `llm` analyser asks. Its key is kept apart, encrypted, and is no part of this. */
export interface ModelSettings {
  /** Everything before `/chat/completions`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Of one request. */
  readonly timeoutMs: number;
  /** How often a request is sent again that was answered with 429 or 5xx, or not at all. */
  readonly retries: number;
  /** The server holds the model to a JSON schema; otherwise the schema stands in the prompt. */
  readonly structuredOutputs: boolean;
  /** Of the transcript; a longer one is cut (analysis/cut.ts). */
  readonly inputCharactersMax: number;
  /** Exact decimals: price of one million tokens in the organization's currency; null: not known, and so is the cost. */
  readonly inputPrice: string | null;
  readonly outputPrice: string | null;
}

/** What one organization has set for the analyses of all its agents. */
export interface OrganizationAnalysis {
  /** Null: the `llm` analyser cannot be used. */
  readonly model: ModelSettings | null;
  /** Of one UTC day; null: no limit. Only what the `llm` analyser does counts. */
  readonly dailyCostMaxNanos: bigint | null;
  readonly dailyCountMax: number | null;
  /** The ravan face tells `{type, value}` in place of the bare value. */
  readonly ravanTypedWrapper: boolean;
}

export const NO_ORGANIZATION_ANALYSIS: OrganizationAnalysis = {
  model: null,
  dailyCostMaxNanos: null,
  dailyCountMax: null,
  ravanTypedWrapper: false,
};

const MODEL_MEMBERS = [
  ...["base_url", "model", "timeout_ms", "retries", "structured_outputs"],
  ...["max_input_characters", "input_price", "output_price"],
];
const MEMBERS = [...MODEL_MEMBERS, "daily_cost_max", "daily_count_max", "ravan_typed_wrapper"];

const ADDRESS_CHARACTERS_MAX = 2_048;
const MODEL_CHARACTERS_MAX = 200;
/** Together with the pauses between them, the requests of one analysis have to fit into the runner's lease. */
const TIMEOUT_MS = [100, 100_000] as const;
const TIMEOUT_MS_DEFAULT = 45_000;
const RETRIES = [0, 5] as const;
const RETRIES_DEFAULT = 2;
/** A hundred thousand characters are about 25,000 tokens, which today's models hold. */
const INPUT_CHARACTERS = [1_000, 4_000_000] as const;
const INPUT_CHARACTERS_DEFAULT = 100_000;
const COUNT = [0, 1_000_000_000] as const;

/**
 * Reads `PUT /v1/analysis/settings` without its `api_key`. Whether `base_url` may be reached is for the outgoing policy to say.
 * @throws AppError ANALYSIS_SETTINGS_INVALID with the member at fault
 */
export function parseOrganizationAnalysis(json: unknown): OrganizationAnalysis {
  const said = objectOf(json, "", MEMBERS);
  const model = readModel(said);
  const dailyCostMaxNanos = readCost(said["daily_cost_max"]);
  if (dailyCostMaxNanos !== null && (model === null || model.inputPrice === null || model.outputPrice === null)) {
    throw invalid("daily_cost_max", "needs input_price and output_price: without them no cost is known");
  }
  return {
    model,
    dailyCostMaxNanos,
    dailyCountMax: wholeNumberOf(said["daily_count_max"], "daily_count_max", COUNT, null),
    ravanTypedWrapper: flagOf(said["ravan_typed_wrapper"], "ravan_typed_wrapper", false),
  };
}

/** The wire form, which `parseOrganizationAnalysis` reads back to the same settings; kept as JSON text with the organization. */
export function viewOrganizationAnalysis(settings: OrganizationAnalysis): JsonObject {
  const { model, dailyCostMaxNanos } = settings;
  return {
    base_url: model?.baseUrl ?? null,
    model: model?.model ?? null,
    timeout_ms: model?.timeoutMs ?? null,
    retries: model?.retries ?? null,
    structured_outputs: model?.structuredOutputs ?? null,
    max_input_characters: model?.inputCharactersMax ?? null,
    input_price: model?.inputPrice ?? null,
    output_price: model?.outputPrice ?? null,
    daily_cost_max: dailyCostMaxNanos === null ? null : formatNanos(dailyCostMaxNanos),
    daily_count_max: settings.dailyCountMax,
    ravan_typed_wrapper: settings.ravanTypedWrapper,
  };
}

const isSaid = (value: unknown): boolean => value !== undefined && value !== null;

function readModel(said: JsonObject): ModelSettings | null {
  if (!isSaid(said["base_url"])) {
    const stranded = MODEL_MEMBERS.find((name) => isSaid(said[name]));
    if (stranded !== undefined) throw invalid(stranded, "needs base_url beside it");
    return null;
  }
  return {
    baseUrl: readBaseUrl(said["base_url"]),
    model: textOf(said["model"], "model", MODEL_CHARACTERS_MAX),
    timeoutMs: wholeNumberOf(said["timeout_ms"], "timeout_ms", TIMEOUT_MS, TIMEOUT_MS_DEFAULT),
    retries: wholeNumberOf(said["retries"], "retries", RETRIES, RETRIES_DEFAULT),
    structuredOutputs: flagOf(said["structured_outputs"], "structured_outputs", true),
    inputCharactersMax: wholeNumberOf(said["max_input_characters"], "max_input_characters", INPUT_CHARACTERS, INPUT_CHARACTERS_DEFAULT),
    inputPrice: readPrice(said["input_price"], "input_price"),
    outputPrice: readPrice(said["output_price"], "output_price"),
  };
}

function readBaseUrl(value: unknown): string {
  const given = textOf(value, "base_url", ADDRESS_CHARACTERS_MAX);
  // Reading an address passes over these, but they would be kept, and not every engine can keep a NUL.
  if (/\p{Cc}/u.test(given)) throw invalid("base_url", "holds a control character");
  const text = given.trim().replace(/\/+$/, "");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw invalid("base_url", "is not an http or https address");
  if (url.search !== "" || url.hash !== "")
    throw invalid("base_url", "has a query or a fragment; only the part before /chat/completions belongs here");
  if (url.pathname.endsWith("/chat/completions"))
    throw invalid("base_url", "ends in /chat/completions; only the part before it belongs here");
  return text;
}

/** As it was said, for a price is exact; it may be finer than a nano. */
function readPrice(value: unknown, path: string): string | null {
  if (!isSaid(value)) return null;
  const text = typeof value === "number" ? String(value) : value;
  const price = typeof text === "string" ? parseDecimal(text.trim()) : undefined;
  if (typeof text !== "string" || price === undefined || price.coefficient < 0n || decimalToNanos(price) > COST_NANOS_MAX) {
    throw invalid(path, 'is not an exact decimal of zero or more, such as "0.15"');
  }
  return text.trim();
}

function readCost(value: unknown): bigint | null {
  const nanos = parseAmountNanos(value);
  if (nanos === undefined || (nanos !== null && nanos < 0n))
    throw invalid("daily_cost_max", 'is not an amount of zero or more, such as "5.00"');
  return nanos;
}
