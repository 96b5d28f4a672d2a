import { ApiError } from "../../api/client.ts";

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

interface AsOfProps {
  /** Of the newest try; null where it went well. */
  readonly error: unknown;
  /** The device itself has no network: nothing is even tried. */
  readonly isOffline: boolean;
  /** When what is shown was read. */
  readonly readMs: number;
}

/** Says calmly that what stands there is no longer the newest. It lies over the page, which does not move for it. */
export const AsOf = ({ error, isOffline, readMs }: AsOfProps) => (
  <div role="status" className="pointer-events-none fixed inset-x-0 bottom-4 z-20 flex justify-center px-4 lg:left-48">
    {error === null && !isOffline ? null : (
      <p className="rounded-md border border-warn/40 bg-surface px-4 py-2 text-warn shadow-lg">
        {reason(error, isOffline)} What you see is as of <span className="whitespace-nowrap tabular-nums">{clock.format(readMs)}</span>.{" "}
        {isOffline ? "It goes on when the network is back." : "Trying again…"}
      </p>
    )}
  </div>
);

function reason(error: unknown, isOffline: boolean): string {
  if (isOffline) return "This device has no network.";
  return error instanceof ApiError && error.status !== 0 ? "The server cannot tell what is new." : "The server does not answer.";
}
