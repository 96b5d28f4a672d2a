import type { AppError } from "../../domain/errors.ts";
import type { AppendCall } from "./appendGroup.ts";
import { isFaultOfOneCall, toAppError } from "./errors.ts";
import type { OutcomeCode } from "./incoming.ts";

export const GROUP_RECORDS_MAX = 4_000;
const GROUP_WAIT_MS_MAX = 5;
const GROUPS_IN_FLIGHT_MAX = 2;

/** What came of one call of a group. */
export type CallResult<Outcomes> = { readonly outcomes: Outcomes } | { readonly error: AppError };

interface WaitingCall<Outcomes> {
  readonly call: AppendCall;
  readonly recordCount: number;
  readonly resolve: (outcomes: Outcomes) => void;
  readonly reject: (error: AppError) => void;
}

/** Writes the calls in one transaction where it can, and answers for each. */
export type WriteGroup<Outcomes> = (calls: readonly AppendCall[]) => Promise<readonly CallResult<Outcomes>[]>;

/**
 * Group commit: calls that arrive while a commit is running go together into the next one. A call waits for company for
 * at most 5 ms, and not at all while the writer is idle; two groups may be under way, so that the writer never idles.
 */
export class GroupCommit<Outcomes> {
  readonly #writeGroup: WriteGroup<Outcomes>;
  #waiting: WaitingCall<Outcomes>[] = [];
  #waitingRecords = 0;
  #inFlight = 0;
  #timer: NodeJS.Timeout | undefined;
  #onIdle: (() => void)[] = [];

  constructor(writeGroup: WriteGroup<Outcomes>) {
    this.#writeGroup = writeGroup;
  }

  append(call: AppendCall): Promise<Outcomes> {
    return new Promise((resolve, reject) => {
      const recordCount = call.reduce((sum, batch) => sum + batch.records.length, 0);
      this.#waiting.push({ call, recordCount, resolve, reject });
      this.#waitingRecords += recordCount;
      if (this.#inFlight === 0 || this.#waitingRecords >= GROUP_RECORDS_MAX) this.#send();
      else this.#timer ??= setTimeout(() => this.#send(), GROUP_WAIT_MS_MAX);
    });
  }

  /** Resolves when every call made so far has its answer. */
  async drained(): Promise<void> {
    if (this.#inFlight === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0 || this.#inFlight >= GROUPS_IN_FLIGHT_MAX) return;
    const group = this.#nextGroup();
    this.#inFlight++;
    void this.#write(group);
  }

  #nextGroup(): WaitingCall<Outcomes>[] {
    let recordCount = this.#waiting[0]?.recordCount ?? 0;
    let taken = 1;
    for (let next = this.#waiting[taken]; next !== undefined; next = this.#waiting[taken]) {
      if (recordCount + next.recordCount > GROUP_RECORDS_MAX) break;
      recordCount += next.recordCount;
      taken++;
    }
    this.#waitingRecords -= recordCount;
    return this.#waiting.splice(0, taken);
  }

  async #write(group: readonly WaitingCall<Outcomes>[]): Promise<void> {
    try {
      const results = await this.#writeGroup(group.map(({ call }) => call));
      for (const [index, { resolve, reject }] of group.entries()) {
        const result = results[index];
        if (result === undefined) reject(toAppError(new Error("the writer did not answer for every call")));
        else if ("error" in result) reject(result.error);
        else resolve(result.outcomes);
      }
    } catch (error) {
      for (const { reject } of group) reject(toAppError(error));
    } finally {
      this.#inFlight--;
      this.#send();
      if (this.#inFlight === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
    }
  }
}

/**
 * Writes calls in one transaction; if that fails for a reason that lies with one of them, each in its own, so that a bad
 * call cannot sink the others.
 */
export async function writeTogetherOrApart(
  calls: readonly AppendCall[],
  write: (calls: readonly AppendCall[]) => Promise<OutcomeCode[][]>,
): Promise<CallResult<OutcomeCode[]>[]> {
  try {
    return (await write(calls)).map((outcomes) => ({ outcomes }));
  } catch (thrown) {
    const error = toAppError(thrown);
    if (calls.length === 1 || !isFaultOfOneCall(error)) return calls.map(() => ({ error }));
    const results: CallResult<OutcomeCode[]>[] = [];
    for (const call of calls) results.push(...(await writeTogetherOrApart([call], write)));
    return results;
  }
}
