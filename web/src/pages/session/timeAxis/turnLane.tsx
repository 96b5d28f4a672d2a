import { type AxisModel, type AxisTurn, speakerOf } from "./axisModel.ts";
import { Lane } from "./lane.tsx";
import { usePlaybackPart } from "./playback.ts";
import type { Scale, Span } from "./scale.ts";
import { turnAt } from "./turnAt.ts";

const ROW_PX = 24;
const TOOL_ROW_PX = 18;
const SPEAKERS = [
  ["Caller", "sm:h-[26px]"],
  ["Agent", "sm:h-6"],
] as const;
const WIDTH_PX_MIN = 3;
const NAMED_PX_MIN = 30;

/** Who spoke when: a row for the caller, one for the agent, and a tick for each call of a tool. */
export function TurnLane({ model, scale }: { readonly model: AxisModel; readonly scale: Scale }) {
  const { turns, toolCalls } = model;
  const litId = usePlaybackPart(({ positionMs }) => turnAt(turns, positionMs)?.message.id);
  const ofCaller = turns.filter(({ message }) => message.role === "user").length;
  const heightPx = 2 * ROW_PX + 6 + (toolCalls.length === 0 ? 0 : TOOL_ROW_PX);
  const label = `${ofCaller} turns of the caller, ${turns.length - ofCaller} of the agent, ${toolCalls.length} calls of tools`;
  return (
    <Lane name={toolCalls.length === 0 ? SPEAKERS : [...SPEAKERS, ["Tools", "sm:h-[18px]"]]} heightPx={heightPx}>
      <div role="img" aria-label={label}>
        {turns.filter(inSight(scale)).map((turn) => (
          <Block key={turn.message.id} turn={turn} scale={scale} isLit={turn.message.id === litId} />
        ))}
        {toolCalls.filter(inSight(scale)).map(({ message, startMs }) => (
          <span
            key={message.id}
            title={`tool: ${message.tool_call?.name ?? ""}`}
            className="absolute flex h-4 max-w-32 items-center gap-1 text-xs text-muted"
            style={{ left: scale.xOf(startMs) - 4, top: 2 * ROW_PX + 4 }}
          >
            <span className="size-2 shrink-0 rotate-45 bg-warn" />
          </span>
        ))}
        {turns.length > 0 ? null : <p className="p-2 text-xs text-muted">Nothing was said.</p>}
      </div>
    </Lane>
  );
}

interface BlockProps {
  readonly turn: AxisTurn;
  readonly scale: Scale;
  readonly isLit: boolean;
}

function Block({ turn: { message, startMs, endMs }, scale, isLit }: BlockProps) {
  const isAgent = message.role === "assistant";
  const left = Math.max(-4, scale.xOf(startMs));
  const width = Math.max(WIDTH_PX_MIN, Math.min(scale.xOf(endMs), scale.widthPx + 4) - left - 1);
  return (
    <span
      data-turn={message.id}
      title={`${speakerOf(message)}${message.interrupted ? ", interrupted" : ""}: ${message.content}`}
      className={`absolute flex h-[21px] items-center overflow-hidden rounded-sm border-l-[3px] text-xs ${
        isAgent ? "border-accent bg-selected" : "border-edge bg-raised"
      } ${isLit ? "outline-2 -outline-offset-1 outline-accent" : ""} ${message.interrupted ? "rounded-r-none" : ""}`}
      style={{ left, width, top: isAgent ? ROW_PX + 3 : 3 }}
    >
      {width < NAMED_PX_MIN ? null : (
        <span dir="auto" className="min-w-0 flex-1 truncate px-1">
          {message.content}
        </span>
      )}
      {message.interrupted ? (
        <span className="absolute inset-y-0 right-0 w-1 bg-[repeating-linear-gradient(currentColor_0_3px,transparent_3px_6px)] text-warn" />
      ) : null}
    </span>
  );
}

export const inSight =
  ({ view }: Scale) =>
  ({ startMs, endMs }: Span): boolean =>
    endMs >= view.startMs && startMs <= view.endMs;
