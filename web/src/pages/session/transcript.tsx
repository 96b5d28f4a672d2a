import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { Message } from "../../api/native.generated.ts";
import { EmptyState } from "../../components/states.tsx";
import { durationText } from "../../components/time.tsx";

interface TranscriptProps {
  readonly messages: readonly Message[];
  /** Id of the message that the address points at. */
  readonly pointed: string | undefined;
}

/** Everything that was said, in order. What a caller said is text, whatever it looks like. */
export function Transcript({ messages, pointed }: TranscriptProps) {
  const scroller = useRef<HTMLElement>(null);
  useEffect(() => {
    const box = scroller.current;
    if (pointed === undefined || box === null) return;
    for (const item of box.querySelectorAll<HTMLElement>("[data-message]")) {
      if (item.dataset["message"] === pointed) box.scrollTop = item.offsetTop - (box.clientHeight - item.offsetHeight) / 2;
    }
    // Only as far as is needed: the page around it stays where it is.
    box.scrollIntoView({ block: "nearest" });
  }, [pointed]);
  if (messages.length === 0)
    return (
      <EmptyState title="Nothing was said">
        <p>
          <code>POST /v1/sessions/…/messages</code> adds a transcript.
        </p>
      </EmptyState>
    );
  return (
    <section ref={scroller} aria-label="Transcript" tabIndex={0} className="relative max-h-[35rem] overflow-auto">
      <ol>
        {messages.map((message) => (
          <Turn key={message.id} message={message} isPointed={message.id === pointed} />
        ))}
      </ol>
    </section>
  );
}

function Turn({ message, isPointed }: { readonly message: Message; readonly isPointed: boolean }) {
  const { id, role, content, offset_ms, latency, tool_call, interrupted } = message;
  return (
    <li
      data-message={id}
      aria-current={isPointed ? "true" : undefined}
      className={`grid grid-cols-[3.5rem_1fr] gap-x-3 border-b border-line px-4 py-2.5 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto] ${isPointed ? "bg-selected" : ""}`}
    >
      <Link
        from="/sessions/$id"
        to="."
        search={(before) => ({ ...before, message: id })}
        aria-label={`Address of this turn, at ${clock(offset_ms)}`}
        className="text-muted tabular-nums hover:underline"
      >
        {clock(offset_ms)}
      </Link>
      <div className="min-w-0">
        <p className="flex flex-wrap gap-x-3 text-xs text-muted">
          <span className={`font-semibold ${role === "assistant" ? "text-accent" : "text-text"}`}>{role}</span>
          {latency === null || latency.total_ms === null ? null : (
            <span title={latencyParts(latency)}>answered in {durationText(latency.total_ms)}</span>
          )}
          {interrupted ? <span>interrupted</span> : null}
        </p>
        <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
          {content}
        </p>
        {tool_call === null ? null : (
          <details className="mt-1">
            <summary className="cursor-pointer text-muted">tool: {tool_call.name}</summary>
            <pre className="mt-1 wrap-anywhere whitespace-pre-wrap">
              {JSON.stringify({ arguments: tool_call.arguments, result: tool_call.result }, null, 2)}
            </pre>
          </details>
        )}
      </div>
    </li>
  );
}

function latencyParts({ stt_ms, llm_ms, tts_ms }: NonNullable<Message["latency"]>): string {
  const part = (name: string, ms: number | null): string[] => (ms === null ? [] : [`${name} ${durationText(ms)}`]);
  return [...part("speech to text", stt_ms), ...part("model", llm_ms), ...part("text to speech", tts_ms)].join(", ");
}

/** 1:02 from the session's start. */
function clock(offsetMs: number): string {
  const seconds = Math.floor(offsetMs / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
