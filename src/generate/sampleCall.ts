import type { JsonObject } from "../domain/json.ts";

/** One call with everything that is sent of it, in the words of the native API and in the order of these members. */
export interface SampleCall {
  readonly id: string;
  /** Its end among them: what follows is about a call that is over. */
  readonly facts: JsonObject;
  readonly messages: readonly JsonObject[];
  /** Makes the WAV file, a part after the other; null: it was not recorded. */
  readonly makeRecording: (() => Iterable<Uint8Array<ArrayBuffer>>) | null;
  readonly records: readonly JsonObject[];
}
