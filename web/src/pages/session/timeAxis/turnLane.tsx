import { type PointerEvent, useMemo } from "react";
import { type AxisModel, type AxisTurn, speakerOf } from "./axisModel.ts";
import { Lane } from "./lane.tsx";
import { usePlaybackPart } from "./playback.ts";
import type { Scale, Span } from "./scale.ts";
import { turnAt } from "./turnAt.ts";

const ROW_PX = 24;
const TOOL_ROW_PX = 18;
const BLOCK_PX = 21;
const SPEAKERS = [
  ["Caller", "sm:h-[26px]"],
  ["Agent", "sm:h-6"],
] as const;
const WIDTH_PX_MIN = 3;
const NAMED_PX_MIN = 30;

interface Block {
  readonly turn: AxisTurn;
  readonly isAgent: boolean;
  readonly left: number;
  readonly width: number;
  readonly top: number;
}

/** Who spoke when: a row for the caller, one for the agent, and a tick for each call of a tool. */
export function TurnLane({ model, scale }: { readonly model: AxisModel; readonly scale: Scale }) {
  const { turns, toolCalls } = model;
  const litId = usePlaybackPart(({ positionMs }) => turnAt(turns, positionMs)?.message.id);
  const blocks = useMemo(() => turns.filter(inSight(scale)).map((turn) => blockOf(turn, scale)), [turns, scale]);
  const named = blocks.filter(({ width }) => width >= NAMED_PX_MIN);
  const lit = blocks.find(({ turn }) => turn.message.id === litId);
  const ofCaller = turns.filter(({ message }) => message.role === "user").length;
  const heightPx = 2 * ROW_PX + 6 + (toolCalls.length === 0 ? 0 : TOOL_ROW_PX);
  const label = `${ofCaller} turns of the caller, ${turns.length - ofCaller} of the agent, ${toolCalls.length} calls of tools`;
  return (
    <Lane name={toolCalls.length === 0 ? SPEAKERS : [...SPEAKERS, ["Tools", "sm:h-[18px]"]]} heightPx={heightPx}>
      <div role="img" aria-label={label} onPointerMove={(event) => tellUnder(event, blocks)}>
        <Shapes
          blocks={blocks}
          ticks={toolCalls.filter(inSight(scale)).map(({ startMs }) => scale.xOf(startMs))}
          {...{ scale, heightPx }}
        />
        {named.map((block) => (
          <Said key={block.turn.message.id} block={block} />
        ))}
        {lit === undefined ? null : (
          <span
            className="absolute rounded-sm outline-2 -outline-offset-1 outline-accent"
            style={{ left: lit.left, top: lit.top, width: Math.max(lit.width, WIDTH_PX_MIN + 2), height: BLOCK_PX }}
          />
        )}
        {turns.length > 0 ? null : <p className="absolute top-2 left-2 text-xs text-muted">Nothing was said.</p>}
      </div>
    </Lane>
  );
}

/** Most turns of a long call are too narrow for a name; what was said in one shows under the pointer, without an element for each. */
function tellUnder({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>, blocks: readonly Block[]): void {
  const { left, top } = currentTarget.getBoundingClientRect();
  const [x, y] = [clientX - left, clientY - top];
  const under = blocks.findLast(
    (block) => x >= block.left - 1 && x <= block.left + block.width + 1 && y >= block.top && y <= block.top + ROW_PX,
  );
  currentTarget.title = under === undefined ? "" : saidText(under.turn);
}

const saidText = ({ message }: AxisTurn): string =>
  `${speakerOf(message)}${message.interrupted ? ", interrupted" : ""}: ${message.content}`;

function blockOf(turn: AxisTurn, { xOf, widthPx }: Scale): Block {
  const isAgent = turn.message.role === "assistant";
  const left = Math.max(-4, xOf(turn.startMs));
  const width = Math.max(WIDTH_PX_MIN, Math.min(xOf(turn.endMs), widthPx + 4) - left - 1);
  return { turn, isAgent, left, width, top: isAgent ? ROW_PX + 3 : 3 };
}

interface ShapesProps {
  readonly blocks: readonly Block[];
  /** Where tools were called. */
  readonly ticks: readonly number[];
  readonly scale: Scale;
  readonly heightPx: number;
}

/** A handful of paths, however many turns there are. */
function Shapes({ blocks, ticks, scale, heightPx }: ShapesProps) {
  const path = (isDrawn: (block: Block) => boolean, fromRight: boolean, widthOf: (block: Block) => number): string =>
    blocks
      .filter(isDrawn)
      .map((block) => {
        const width = widthOf(block);
        return `M${(fromRight ? block.left + block.width - width : block.left).toFixed(1)} ${block.top}h${width.toFixed(1)}v${BLOCK_PX}h${(-width).toFixed(1)}z`;
      })
      .join("");
  const edge = (): number => WIDTH_PX_MIN;
  const whole = ({ width }: Block): number => width;
  return (
    <svg width={scale.widthPx} height={heightPx} aria-hidden="true" className="block">
      <path d={path(({ isAgent }) => !isAgent, false, whole)} className="fill-raised" />
      <path d={path(({ isAgent }) => !isAgent, false, edge)} className="fill-edge" />
      <path d={path(({ isAgent }) => isAgent, false, whole)} className="fill-selected" />
      <path d={path(({ isAgent }) => isAgent, false, edge)} className="fill-accent" />
      {/* Broken off: a notched end. */}
      <path d={path(({ turn, width }) => turn.message.interrupted && width > 8, true, edge)} className="fill-warn" />
      <path d={ticks.map((x) => `M${x.toFixed(1)} ${2 * ROW_PX + 5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`).join("")} className="fill-warn" />
    </svg>
  );
}

function Said({ block: { turn, left, width, top } }: { readonly block: Block }) {
  const { message } = turn;
  return (
    <span
      data-turn={message.id}
      title={saidText(turn)}
      className="absolute flex items-center pr-1.5 pl-2 text-xs"
      style={{ left, width, top, height: BLOCK_PX }}
    >
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {message.content}
      </span>
    </span>
  );
}

export const inSight =
  ({ view }: Scale) =>
  ({ startMs, endMs }: Span): boolean =>
    endMs >= view.startMs && startMs <= view.endMs;
