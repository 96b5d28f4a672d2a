import { Link, useSearch } from "@tanstack/react-router";
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { Message } from "../../api/native.generated.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/states.tsx";
import { durationText } from "../../components/time.tsx";
import { LOCALE } from "../../locale.ts";
import { FoundBar } from "./found/foundBar.tsx";
import { Marked } from "./found/marked.tsx";
import { useFound } from "./found/useFound.ts";
import { speakerOf } from "./timeAxis/axisModel.ts";
import { latencyText } from "./timeAxis/latencyLane.tsx";
import { usePlayback, usePlaybackPart } from "./timeAxis/playback.ts";
import { clockText } from "./timeAxis/scale.ts";
import { turnAt } from "./timeAxis/turnAt.ts";
import { useFollowing } from "./useFollowing.ts";

interface TranscriptProps {
  readonly messages: readonly Message[];
  /** Id of the message that the address points at. */
  readonly pointed: string | undefined;
}

/** Everything that was said, in order, with the turn at the position lit. What a caller said is text, whatever it looks like. */
export function Transcript({ messages, pointed }: TranscriptProps) {
  const turns = useMemo(
    () => messages.map((message) => ({ id: message.id, startMs: startOf(message) })).sort((a, b) => a.startMs - b.startMs),
    [messages],
  );
  const hasMoved = usePlaybackPart(({ seeks, isPlaying, positionMs }) => seeks > 0 || isPlaying || positionMs > 0);
  const litId = usePlaybackPart(({ positionMs }) => turnAt(turns, positionMs)?.id);
  const lit = hasMoved ? litId : undefined;
  const scroller = useRef<HTMLElement>(null);
  const { isFree, follow } = useFollowing(scroller, lit);
  usePointedInSight(scroller, pointed);
  const found = useFound(scroller, messages);
  return (
    <Card
      title="What was said"
      aside={
        isFree ? (
          <Button look="quiet" className="h-7 px-2" onClick={follow}>
            Follow the position
          </Button>
        ) : (
          <span className="text-muted tabular-nums">
            {messages.length.toLocaleString(LOCALE)} {messages.length === 1 ? "turn" : "turns"}
          </span>
        )
      }
    >
      {found === undefined ? null : <FoundBar found={found} />}
      {messages.length === 0 ? (
        <EmptyState title="Nothing was said">
          <p>
            <code>POST /v1/sessions/…/messages</code> adds a transcript.
          </p>
        </EmptyState>
      ) : (
        // Turns take their height when they are drawn; the box keeps what is read in it in place, and the page must not move for it too.
        <div className="[overflow-anchor:none]">
          <section ref={scroller} aria-label="Transcript" tabIndex={0} className="relative max-h-[35rem] scroll-mt-14 overflow-auto">
            <ol>
              {messages.map((message) => (
                <Turn
                  key={message.id}
                  message={message}
                  isPointed={message.id === pointed}
                  isLit={message.id === lit}
                  words={found?.ids.has(message.id) === true ? found.words : undefined}
                />
              ))}
            </ol>
          </section>
        </div>
      )}
    </Card>
  );
}

/** The page moves as far as is needed for the box to be seen: somebody followed an address to it. */
function usePointedInSight(scroller: RefObject<HTMLElement | null>, pointed: string | undefined): void {
  const { record } = useSearch({ from: "/signedIn/sessions/$id" });
  // An address with a record too leads to the record; see Arrival.
  const passedOver = useRef(record === undefined ? undefined : pointed);
  useEffect(() => {
    if (pointed === passedOver.current) return;
    passedOver.current = undefined;
    if (pointed !== undefined) scroller.current?.scrollIntoView({ block: "nearest" });
  }, [pointed, scroller]);
}

const startOf = ({ start_ms, offset_ms }: Message): number => start_ms ?? offset_ms;

interface TurnProps {
  readonly message: Message;
  readonly isPointed: boolean;
  readonly isLit: boolean;
  /** To be marked in it. */
  readonly words: readonly string[] | undefined;
}

const Turn = memo(function Turn({ message, isPointed, isLit, words }: TurnProps) {
  const playback = usePlayback();
  const { id, role, content, latency, tool_call, interrupted } = message;
  const time = clockText(startOf(message));
  return (
    <li
      data-message={id}
      data-lit={isLit ? "" : undefined}
      aria-current={isPointed ? "true" : isLit ? "time" : undefined}
      className={`grid grid-cols-[3rem_1fr] gap-x-3 border-b border-l-[3px] border-line px-3 py-2.5 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto] ${
        isLit ? "border-l-accent" : "border-l-transparent"
      } ${isPointed || isLit ? "bg-selected" : ""}`}
    >
      <Link
        from="/sessions/$id"
        to="."
        search={(before) => ({ ...before, message: id })}
        resetScroll={false}
        onClick={() => playback.seek(startOf(message))}
        aria-label={`Go to this turn, at ${time}`}
        className="inline-block min-h-6 min-w-6 justify-self-start text-muted tabular-nums hover:underline"
      >
        {time}
      </Link>
      <div className="min-w-0">
        <p className="flex flex-wrap gap-x-3 text-xs text-muted">
          <span className={`font-semibold ${role === "assistant" ? "text-accent" : "text-text"}`}>{speakerOf(message)}</span>
          {latency === null || latency.total_ms === null ? null : (
            <span title={latencyText(latency)} className="tabular-nums">
              answered in {durationText(latency.total_ms)}
            </span>
          )}
          {interrupted ? <span className="text-warn">interrupted</span> : null}
        </p>
        {content === "" ? null : (
          <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            <Marked text={content} words={words} />
          </p>
        )}
        {tool_call === null ? null : <ToolCall call={tool_call} />}
      </div>
    </li>
  );
});

function ToolCall({ call }: { readonly call: NonNullable<Message["tool_call"]> }) {
  // What is folded away is not written out: results can be long.
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="mt-1" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="cursor-pointer py-0.5 wrap-anywhere text-muted">tool: {call.name}</summary>
      {isOpen ? (
        <pre dir="auto" className="mt-1 wrap-anywhere whitespace-pre-wrap">
          {JSON.stringify({ arguments: call.arguments, result: call.result }, null, 2)}
        </pre>
      ) : null}
    </details>
  );
}
