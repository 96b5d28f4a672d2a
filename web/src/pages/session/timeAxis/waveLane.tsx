import { useQuery } from "@tanstack/react-query";
import { useId, useMemo } from "react";
import { ask } from "../../../api/client.ts";
import type { Operations, WholeSession } from "../../../api/native.generated.ts";
import { Lane } from "./lane.tsx";
import { usePlaybackPart } from "./playback.ts";
import type { Scale } from "./scale.ts";

export type Recording = Operations["GET /v1/sessions/{id}/recording/waveform"]["answer"];

const HEIGHT_PX = 56;
const ABSENT_HEIGHT_PX = 28;
const LOUDEST = 127;
const FETCH_ASK_MS = 3_000;

/** What is known of the session's recording; asked again while it is being fetched. */
export const useRecording = ({ id, has_recording }: Pick<WholeSession, "id" | "has_recording">) =>
  useQuery({
    queryKey: ["recording", id],
    queryFn: ({ signal }) => ask("GET /v1/sessions/{id}/recording/waveform", { path: { id }, signal }),
    enabled: has_recording,
    refetchInterval: ({ state }) => (state.data?.state === "fetching" ? FETCH_ASK_MS : false),
  });

interface WaveLaneProps {
  readonly recording: Recording | undefined;
  readonly hasRecording: boolean;
  /** The waveform could not be read. */
  readonly isFailed: boolean;
  readonly scale: Scale;
}

export function WaveLane({ recording, hasRecording, isFailed, scale }: WaveLaneProps) {
  const channels = recording?.channels ?? null;
  const told = !hasRecording ? "No recording came with this session." : isFailed ? "The waveform could not be read." : toldOf(recording);
  return (
    <Lane
      name="Recording"
      note={channels !== null && channels.length > 1 ? `${channels.length} channels` : undefined}
      heightPx={hasRecording ? HEIGHT_PX : ABSENT_HEIGHT_PX}
    >
      {told !== null ? (
        <p className="flex h-full items-center px-2 text-xs text-muted">{told}</p>
      ) : channels === null ? null : (
        <Wave channels={channels} durationMs={recording?.duration_ms ?? 0} scale={scale} />
      )}
    </Lane>
  );
}

function toldOf(recording: Recording | undefined): string | null {
  if (recording === undefined) return null;
  if (recording.state === "fetching") return "The recording is being fetched.";
  if (recording.state === "failed") return `The recording could not be fetched. ${recording.error?.message ?? ""} Playing it tries again.`;
  return recording.channels === null ? "It plays, but no waveform can be drawn of its kind." : null;
}

interface WaveProps {
  readonly channels: readonly (readonly number[])[];
  readonly durationMs: number;
  readonly scale: Scale;
}

function Wave({ channels, durationMs, scale }: WaveProps) {
  const clipId = useId();
  const paths = useMemo(
    () => channels.map((peaks, index) => wavePath(peaks, durationMs, scale, HEIGHT_PX / channels.length, index)),
    [channels, durationMs, scale],
  );
  const playedPx = usePlaybackPart(({ positionMs }) => Math.round(Math.min(Math.max(0, scale.xOf(positionMs)), scale.widthPx) * 2) / 2);
  return (
    <svg width={scale.widthPx} height={HEIGHT_PX} aria-hidden="true" className="block">
      <clipPath id={clipId}>
        <rect width={playedPx} height={HEIGHT_PX} />
      </clipPath>
      {paths.map((path, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: channels have no name but their number.
        <g key={index} fill="currentColor" stroke="currentColor" strokeWidth="0.75">
          <path d={path} className="text-edge" />
          <path d={path} className="text-accent" clipPath={`url(#${clipId})`} />
        </g>
      ))}
    </svg>
  );
}

/** The outline of one channel: least and greatest of each equal part of the sound, in turn. */
function wavePath(peaks: readonly number[], durationMs: number, { view, xOf }: Scale, heightPx: number, channel: number): string {
  const parts = peaks.length / 2;
  if (parts < 1 || durationMs <= 0) return "";
  const partMs = durationMs / parts;
  const first = Math.max(0, Math.floor(view.startMs / partMs) - 1);
  const last = Math.min(parts - 1, Math.ceil(view.endMs / partMs) + 1);
  const middle = heightPx * (channel + 0.5);
  const point = (part: number, peak: number | undefined): string =>
    `${xOf((part + 0.5) * partMs).toFixed(1)} ${(middle - ((peak ?? 0) / LOUDEST) * (heightPx / 2 - 2)).toFixed(1)}`;
  const upper: string[] = [];
  const lower: string[] = [];
  for (let part = first; part <= last; part++) {
    upper.push(point(part, peaks[part * 2 + 1]));
    lower.push(point(part, peaks[part * 2]));
  }
  return upper.length === 0 ? "" : `M${upper.join("L")}L${lower.reverse().join("L")}Z`;
}
