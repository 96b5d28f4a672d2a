import type { ReactNode } from "react";
import { Button } from "../../../components/button.tsx";
import { Sum } from "../sum.tsx";
import { type AxisModel, speakerOf } from "./axisModel.ts";
import { usePlayback, usePlaybackPart } from "./playback.ts";
import { amountText, costAt, leftOutAt } from "./runningCost.ts";
import { clockText } from "./scale.ts";
import { turnAt } from "./turnAt.ts";

const RATES = [0.5, 1, 1.25, 1.5, 2];

interface ControlsProps {
  readonly model: AxisModel;
  readonly currency: string;
  readonly hasRecording: boolean;
  /** Stands at the end of the line. */
  readonly children: ReactNode;
}

/** Playing, and what is true at the position. */
export function Controls({ model, currency, hasRecording, children }: ControlsProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2">
      {hasRecording ? <Player /> : null}
      <Told model={model} currency={currency} />
      <div className="ml-auto flex flex-wrap items-center sm:gap-1">{children}</div>
    </div>
  );
}

function Player() {
  const playback = usePlayback();
  const isPlaying = usePlaybackPart((state) => state.isPlaying);
  const rate = usePlaybackPart((state) => state.rate);
  return (
    <div className="flex items-center gap-2">
      <Button look="primary" className="w-20" aria-keyshortcuts="Space" onClick={() => playback.toggle()}>
        <svg viewBox="0 0 12 12" width="10" height="10" fill="currentColor" aria-hidden="true">
          {isPlaying ? <path d="M2 1h3v10H2zM7 1h3v10H7z" /> : <path d="M2 1l9 5-9 5z" />}
        </svg>
        {isPlaying ? "Pause" : "Play"}
      </Button>
      <select
        aria-label="Speed"
        className="h-8 rounded-md border border-edge bg-surface px-1 tabular-nums"
        value={rate}
        onChange={({ target }) => playback.setRate(Number(target.value))}
      >
        {RATES.map((choice) => (
          <option key={choice} value={choice}>
            {choice}×
          </option>
        ))}
      </select>
    </div>
  );
}

/** Time, running cost and turn at the position. */
function Told({ model, currency }: { readonly model: AxisModel; readonly currency: string }) {
  const { whole, turns, cost } = model;
  const time = usePlaybackPart(({ positionMs }) => clockText(positionMs, 100));
  const amount = usePlaybackPart(({ positionMs }) => amountText(costAt(cost, positionMs, whole.endMs)));
  const leftOut = usePlaybackPart(({ positionMs }) => leftOutAt(cost, positionMs, whole.endMs));
  const turnId = usePlaybackPart(({ positionMs }) => turnAt(turns, positionMs)?.message.id);
  const turn = turns.find(({ message }) => message.id === turnId)?.message;
  return (
    <section aria-label="At the position" className="flex min-w-0 flex-1 basis-72 items-baseline gap-x-3">
      <span className="shrink-0 tabular-nums">
        <span className="font-semibold">{time}</span> <span className="text-muted">of {clockText(whole.endMs)}</span>
      </span>
      <span className="shrink-0">
        <Sum amount={amount} currency={currency} places={0} leftOut={leftOut} />{" "}
        <span className="text-xs text-muted max-sm:sr-only">so far</span>
      </span>
      <span className="min-w-0 truncate text-muted max-md:hidden">
        {turn === undefined ? null : (
          <>
            {speakerOf(turn)}: <span dir="auto">{turn.content}</span>
          </>
        )}
      </span>
    </section>
  );
}
