import type { Background, BackgroundSetup } from "./backgroundWork.ts";
import type { Fault } from "./faults.ts";

export interface ThreadSetup extends BackgroundSetup {
  readonly databaseUrl: string;
  readonly postgresConnectionsMax: number;
}

/** Methods of the stores that the projector writes with; in the thread they are run by the main thread. */
export const WRITES = [
  "records.forgetChanges",
  "records.foldUsage",
  "records.dropUsage",
  "records.erase",
  "records.append",
  "conversations.ensureRootSessions",
  "conversations.saveProjections",
  "conversations.addDigest",
  "conversations.forgetChanges",
  "conversations.renewDerived",
  "conversations.erase",
  "conversations.eraseRecordings",
  "conversations.claimAnalyses",
  "conversations.finishAnalysis",
  "conversations.postponeAnalysis",
  "conversations.addAnalysisTrial",
  "office.setServerValue",
  "office.putServerValueOnce",
  "office.audit",
  "office.takeLease",
  "office.releaseLease",
  "office.addDeliveries",
  "office.recordAttempts",
  "office.hurryDeliveries",
  "office.forgetDeliveries",
  "office.eraseDeliveries",
] as const;
export type WriteName = (typeof WRITES)[number];

export type ToThread =
  | { readonly kind: "do"; readonly id: number; readonly method: keyof Background; readonly args: readonly unknown[] }
  | { readonly kind: "told"; readonly id: number; readonly result?: unknown; readonly error?: Fault };

export type ToMain =
  | {
      readonly kind: "ask";
      readonly id: number;
      readonly name: WriteName | "deleteRecording" | "forgetRecording";
      readonly args: readonly unknown[];
    }
  | { readonly kind: "told"; readonly id: number; readonly result?: unknown; readonly error?: Fault }
  | { readonly kind: "error"; readonly error: Fault };
