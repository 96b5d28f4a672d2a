import { createColors } from "picocolors";

/** The part of the native API's tree answer that is drawn. */
export interface TreeNodeAnswer {
  readonly record_type: string;
  readonly id: string;
  readonly product: string;
  readonly cost: { readonly event_cost: string; readonly cumulative_cost: string; readonly currency: string };
  readonly cost_status: "reported" | "rated" | "estimated" | "unknown" | "unconverted";
  readonly cost_rollup: boolean;
  readonly original_cost: { readonly amount: string; readonly currency: string } | null;
  readonly overhead_cost: string | null;
  readonly control: { readonly stated: string | null; readonly parts: string } | null;
  readonly shared: boolean;
  readonly started_at: string | null;
  readonly children: readonly TreeNodeAnswer[];
}

export interface TreeAnswer {
  readonly root: TreeNodeAnswer;
  readonly cost: { readonly total: string; readonly currency: string };
  readonly meta: {
    readonly event_count: number;
    readonly products: readonly string[];
    readonly truncated: boolean;
    readonly unknown_cost_count: number;
    readonly shared_count: number;
    readonly unconverted: readonly unknown[];
  };
}

export interface DrawOptions {
  readonly colors: boolean;
  /** Adds each record's id at the end of its line. */
  readonly ids: boolean;
}

/** What people call a product, where that is not what its record type says already. */
const PRODUCT_NAMES: Readonly<Record<string, string>> = {
  "siptrunking-cdrs": "SIP Trunking",
  "callcontrol-cdrs": "Call Control",
  "verify-2fa": "Verify",
  wireless: "Wireless",
};
const PLACES_MIN = 4;

interface Row {
  readonly lines: string;
  readonly name: string;
  readonly eventCost: string;
  /** Null on the rows of single turns, which have nothing below them to add. */
  readonly cumulativeCost: string | null;
  readonly notes: readonly string[];
  readonly isRoot: boolean;
}

/**
 * Draws a tree the way the public guide does: box lines, an aligned column of event costs and one of cumulative costs.
 * Costs have at least four places, and more where they need them to stay exact.
 */
export function drawTree(answer: Pick<TreeAnswer, "root">, options: DrawOptions): string {
  const rows = rowsOf(answer.root, "", "", true, options);
  const nameWidth = Math.max(...rows.map((row) => row.lines.length + row.name.length));
  const eventColumn = new AmountColumn(rows.map((row) => row.eventCost));
  const cumulativeColumn = new AmountColumn(rows.flatMap((row) => row.cumulativeCost ?? []));
  const paint = createColors(options.colors);
  return rows
    .map((row) => {
      const gap = " ".repeat(nameWidth - row.lines.length - row.name.length);
      const name = row.isRoot ? paint.bold(row.name) : row.name;
      const isPlain = /\d$/.test(row.eventCost);
      const event = eventColumn.align(row.eventCost);
      const cumulative = row.cumulativeCost === null ? "" : `  cumulative: ${paint.green(cumulativeColumn.align(row.cumulativeCost))}`;
      const notes = row.notes.length === 0 ? "" : `  ${paint.yellow(row.notes.join(", "))}`;
      return `${paint.dim(row.lines)}${name}${gap}  event: ${isPlain ? paint.cyan(event) : paint.yellow(event)}${cumulative}${notes}`.trimEnd();
    })
    .join("\n");
}

/** Recursion goes no deeper than an answer's levels, of which there are five. */
function rowsOf(node: TreeNodeAnswer, lines: string, linesBelow: string, isRoot: boolean, options: DrawOptions): Row[] {
  const { currency } = node.cost;
  const isTurn = node.record_type.startsWith("inference") && node.children.length === 0 && !isRoot;
  const row: Row = {
    lines,
    name: isRoot ? rootName(node) : node.record_type,
    eventCost: eventCost(node),
    cumulativeCost: isTurn ? null : moneyText(node.cost.cumulative_cost, currency),
    notes: notesOf(node, options),
    isRoot,
  };
  const below = node.children.flatMap((child, index) => {
    const isLast = index === node.children.length - 1;
    return rowsOf(child, `${linesBelow}${isLast ? "└── " : "├── "}`, `${linesBelow}${isLast ? "    " : "│   "}`, false, options);
  });
  return [row, ...below];
}

function rootName(node: TreeNodeAnswer): string {
  const product = PRODUCT_NAMES[node.product];
  return product === undefined || node.record_type === product.toLowerCase().replace(" ", "-")
    ? node.record_type
    : `${node.record_type} (${product})`;
}

function eventCost(node: TreeNodeAnswer): string {
  if (node.cost_status === "unknown") return "unknown";
  if (node.cost_status === "unconverted" && node.original_cost !== null)
    return moneyText(node.original_cost.amount, node.original_cost.currency);
  return moneyText(node.cost.event_cost, node.cost.currency);
}

function notesOf(node: TreeNodeAnswer, options: DrawOptions): string[] {
  const { original_cost: original, control, overhead_cost: overhead } = node;
  const notes: string[] = [];
  if (node.cost_status === "unconverted") notes.push("no exchange rate, not added");
  else if (original !== null) notes.push(`was ${moneyText(original.amount, original.currency)}`);
  if (node.cost_status === "estimated" || node.cost_status === "rated") notes.push(node.cost_status);
  if (overhead !== null) notes.push(`analysis of the session, ${moneyText(overhead, node.cost.currency)} besides`);
  if (control !== null) notes.push(controlNote(control, node.cost.currency));
  if (!node.cost_rollup) notes.push("not added to its parent");
  if (node.shared) notes.push("shared");
  if (options.ids) notes.push(node.id);
  return notes;
}

const controlNote = (control: NonNullable<TreeNodeAnswer["control"]>, currency: string): string =>
  `states ${control.stated === null ? "nothing" : moneyText(control.stated, currency)}, its parts are ${moneyText(control.parts, currency)}`;

/** "$0.0052"; other currencies show their code: "EUR 0.0052". At least four places, exact. */
export function moneyText(amount: string, currency: string): string {
  const isNegative = amount.startsWith("-");
  const [whole = "0", fraction = ""] = (isNegative ? amount.slice(1) : amount).split(".");
  const places = fraction.replace(/0+$/, "").padEnd(PLACES_MIN, "0");
  return `${isNegative ? "-" : ""}${currency === "USD" ? "$" : `${currency} `}${whole}.${places}`;
}

/** Amounts one above the other, decimal points in line; words such as "unknown" begin at the left. */
class AmountColumn {
  readonly #width: number;
  readonly #fractionWidth: number;

  constructor(texts: readonly string[]) {
    const fractions = texts.map((text) => fractionOf(text).length);
    this.#fractionWidth = Math.max(0, ...fractions);
    const wholes = texts.map((text, index) => (isAmount(text) ? text.length - (fractions[index] ?? 0) + this.#fractionWidth : text.length));
    this.#width = Math.max(0, ...wholes);
  }

  align(text: string): string {
    if (!isAmount(text)) return text.padEnd(this.#width);
    const fraction = fractionOf(text);
    const whole = text.slice(0, text.length - fraction.length);
    return `${whole.padStart(this.#width - this.#fractionWidth)}${fraction.padEnd(this.#fractionWidth)}`;
  }
}

const isAmount = (text: string): boolean => /\d\.\d+$/.test(text);
const fractionOf = (text: string): string => (isAmount(text) ? text.slice(text.lastIndexOf(".")) : "");

/** What the guide's summary says of a tree, and what a reader must know before trusting its total. */
export function summarizeTree(answer: TreeAnswer): string[] {
  const { meta, cost } = answer;
  const events = `${meta.event_count} ${meta.event_count === 1 ? "event" : "events"}`;
  return [
    `Total ${moneyText(cost.total, cost.currency)}, ${events}: ${meta.products.join(", ")}`,
    ...(meta.unknown_cost_count === 0 ? [] : [`${meta.unknown_cost_count} of unknown cost, which the total lacks.`]),
    ...(meta.unconverted.length === 0 ? [] : [`${meta.unconverted.length} in a currency without an exchange rate, which the total lacks.`]),
    ...(meta.shared_count === 0 ? [] : [`${meta.shared_count} shared with another session; its own session counts them.`]),
    ...(meta.truncated ? ["Deeper levels are hidden (--max-depth); the costs cover them all the same."] : []),
  ];
}
