import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import type { WholeSession } from "../../../api/native.generated.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { Notice } from "../../../components/notice.tsx";
import { Segments } from "../../../components/segments.tsx";
import { EmptyState } from "../../../components/states.tsx";
import { useWidth } from "../../../components/useWidth.ts";
import { seriesColour } from "../icicle/colours.ts";
import { recordTypesQuery } from "../recordTypes.ts";
import { type AxisModel, axisModel } from "./axisModel.ts";
import { AxisTable } from "./axisTable.tsx";
import { type AxisView, useAxisView } from "./axisView.ts";
import { Contradicting } from "./contradicting.tsx";
import { Controls } from "./controls.tsx";
import { CostLane } from "./costLane.tsx";
import { EventLane } from "./eventLane.tsx";
import { Lane, Legend } from "./lane.tsx";
import { LatencyLane, latencyLegend } from "./latencyLane.tsx";
import { Overlay } from "./overlay.tsx";
import { usePlayback, usePlaybackPart } from "./playback.ts";
import { RULER_PX, Ruler } from "./ruler.tsx";
import { lengthOf, scaleOf } from "./scale.ts";
import { TurnLane } from "./turnLane.tsx";
import { usePointer } from "./usePointer.ts";
import { useRecording, WaveLane } from "./waveLane.tsx";

type Shape = "chart" | "table";
const SHAPES: readonly (readonly [Shape, string])[] = [
  ["chart", "Chart"],
  ["table", "Table"],
];

/** Sound, words, events, waiting and money of one session over one time. */
export function TimeAxisCard({ session }: { readonly session: WholeSession }) {
  const recording = useRecording(session);
  const recordingMs = recording.data?.duration_ms ?? session.recording?.duration_ms ?? 0;
  const types = useQuery(recordTypesQuery).data;
  const model = useMemo(() => axisModel(session, recordingMs, types), [session, recordingMs, types]);
  const colourOf = (group: string): string => (types === undefined ? "var(--color-edge)" : seriesColour(group, types.groups));
  const axis = useAxisView(model);
  const [shape, setShape] = useState<Shape>("chart");
  if (model.isEmpty && !session.has_recording)
    return (
      <Card title="What happened when">
        <EmptyState title="Nothing with a time yet">
          <p>Turns, records and a recording show here on one axis, each as soon as it comes in with a time.</p>
        </EmptyState>
      </Card>
    );
  return (
    <Card title="What happened when">
      <Controls model={model} currency={session.currency} hasRecording={session.has_recording}>
        {shape === "table" ? null : <ZoomButtons axis={axis} hasConversation={model.conversation !== null} />}
        <Segments label="Time axis, shown as" choices={SHAPES} value={shape} choose={(next) => setShape(next)} />
      </Controls>
      <Contradicting session={session} />
      {session.has_recording ? <Sound id={session.id} /> : null}
      {shape === "table" ? (
        <AxisTable model={model} currency={session.currency} />
      ) : (
        <>
          <Lanes {...{ session, model, axis, colourOf }} recording={recording.data} isFailed={recording.isError} />
          <Kinds model={model} colourOf={colourOf} />
        </>
      )}
    </Card>
  );
}

interface LanesProps {
  readonly session: WholeSession;
  readonly model: AxisModel;
  readonly axis: AxisView;
  colourOf(group: string): string;
  readonly recording: ReturnType<typeof useRecording>["data"];
  readonly isFailed: boolean;
}

function Lanes({ session, model, axis, colourOf, recording, isFailed }: LanesProps) {
  const { record } = useSearch({ from: "/signedIn/sessions/$id" });
  const navigate = useNavigate({ from: "/sessions/$id" });
  const playback = usePlayback();
  const plot = useRef<HTMLDivElement>(null);
  const strip = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(strip);
  const scale = useMemo(() => scaleOf(axis.view, widthPx), [axis.view, widthPx]);
  usePointer({ plot, strip, scale, whole: model.whole, axis, playback });
  return (
    <section ref={plot} aria-label="Time axis" className="relative mx-4 touch-pan-y select-none">
      <Lane name="" heightPx={RULER_PX}>
        <div ref={strip} className="absolute inset-0" />
        <Ruler model={model} currency={session.currency} scale={scale} />
      </Lane>
      <WaveLane recording={recording} hasRecording={session.has_recording} isFailed={isFailed} scale={scale} />
      <TurnLane model={model} scale={scale} />
      <LatencyLane model={model} scale={scale} />
      <EventLane
        model={model}
        scale={scale}
        selected={record}
        colourOf={colourOf}
        select={(key) => void navigate({ search: (before) => ({ ...before, record: key }), replace: true, resetScroll: false })}
        reveal={axis.reveal}
      />
      <CostLane model={model} currency={session.currency} scale={scale} />
      <Overlay {...{ model, scale, plot, strip }} />
    </section>
  );
}

interface KindsProps {
  readonly model: AxisModel;
  colourOf(group: string): string;
}

const Kinds = ({ model, colourOf }: KindsProps) => (
  <div className="flex min-h-8 flex-wrap gap-x-8 gap-y-1 border-t border-line px-4 py-2 text-xs text-muted sm:pl-32">
    <Legend name="Colours of the records" entries={model.groups.filter((group) => group !== "").map((group) => [group, colourOf(group)])} />
    <Legend name="Colours of the waiting" entries={latencyLegend(model.turns)} />
  </div>
);

function ZoomButtons({ axis, hasConversation }: { readonly axis: AxisView; readonly hasConversation: boolean }) {
  return (
    <>
      <Button
        look="quiet"
        className="px-2"
        aria-label="Earlier"
        disabled={axis.isWhole}
        onClick={() => axis.panBy(-lengthOf(axis.view) / 2)}
      >
        ←
      </Button>
      <Button look="quiet" className="px-2" aria-label="Later" disabled={axis.isWhole} onClick={() => axis.panBy(lengthOf(axis.view) / 2)}>
        →
      </Button>
      <Button look="quiet" className="px-2" aria-label="Zoom out" disabled={axis.isWhole} onClick={() => axis.zoomBy(2)}>
        −
      </Button>
      <Button look="quiet" className="px-2" aria-label="Zoom in" onClick={() => axis.zoomBy(1 / 2)}>
        +
      </Button>
      <Button look="quiet" className="px-2" disabled={axis.isWhole} onClick={axis.showWhole}>
        Whole
      </Button>
      {hasConversation ? (
        <Button
          look="quiet"
          className="px-2"
          title="Records lie far outside of the conversation."
          disabled={axis.isConversation}
          onClick={axis.showConversation}
        >
          Conversation
        </Button>
      ) : null}
    </>
  );
}

/** The API's own address of the recording, for the cookie opens it; the signed one may name another host. */
function Sound({ id }: { readonly id: string }) {
  const playback = usePlayback();
  const audio = useRef<HTMLAudioElement>(null);
  const fault = usePlaybackPart((state) => state.fault);
  useEffect(() => (audio.current === null ? undefined : playback.attach(audio.current)), [playback]);
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: the transcript stands beside it. */}
      <audio ref={audio} preload="metadata" src={`/v1/sessions/${encodeURIComponent(id)}/recording`} />
      {fault === null ? null : (
        <div className="px-4 pb-2">
          <Notice tone="danger">{fault}</Notice>
        </div>
      )}
    </>
  );
}
