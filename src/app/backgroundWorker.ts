import { Worker } from "node:worker_threads";
import type { TriedAnalysis } from "../analysis/runTrial.ts";
import type { DeliveryStats, Replayed } from "../delivery/index.ts";
import type { AgentAnalysis } from "../domain/analysis.ts";
import { AppError } from "../domain/errors.ts";
import type { ErasedSession, ProjectionStatus } from "../sessions/index.ts";
import type { DeliveryQuery } from "../store/endpoints.ts";
import type { RecordChange } from "../store/recordStore.ts";
import type { Stores } from "../store/stores.ts";
import type { ThreadSetup, ToMain, ToThread } from "./backgroundMessages.ts";
import type { Background } from "./backgroundWork.ts";
import { packFault, unpackFault } from "./faults.ts";

interface WorkerParts {
  readonly stores: Stores;
  readonly onError: (error: unknown) => void;
  deleteRecording(storageName: string): Promise<void>;
  forgetRecording(organization: string, sessionId: string): Promise<void>;
}

/** A round reads thousands of records that live until it ends; with less room they are copied again and again. */
const YOUNG_MEBIBYTES = 64;
/** After a thread that died, the next starts this much later, so that a fault that stays does not spin. */
const RESTART_MS = 1_000;

/**
 * The work behind the server in a thread of its own, so that building thousands of trees, analyses and deliveries never hold up a
 * request. A thread that dies is replaced.
 */
export class BackgroundWorker implements Background {
  readonly #setup: ThreadSetup;
  readonly #parts: WorkerParts;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: unknown) => void }>();
  #worker: Worker;
  #nextId = 1;
  #isClosing = false;

  constructor(setup: ThreadSetup, parts: WorkerParts) {
    this.#setup = setup;
    this.#parts = parts;
    this.#worker = this.#start();
  }

  wake(): void {
    void this.#ask<void>("wake", []).catch(() => {});
  }

  project(organization: string, ids: readonly string[]): Promise<void> {
    return this.#ask("project", [organization, ids]);
  }

  projectRecords(organization: string, changes: readonly RecordChange[]): Promise<void> {
    return this.#ask("projectRecords", [organization, changes]);
  }

  runUntilIdle(): Promise<boolean> {
    return this.#ask("runUntilIdle", []);
  }

  status(): Promise<ProjectionStatus> {
    return this.#ask("status", []);
  }

  startRebuild(): Promise<void> {
    return this.#ask("startRebuild", []);
  }

  erase(organization: string, id: string): Promise<ErasedSession> {
    return this.#ask("erase", [organization, id]);
  }

  testEndpoint(organization: string, endpointId: string): Promise<string> {
    return this.#ask("testEndpoint", [organization, endpointId]);
  }

  replayDelivery(organization: string, id: string): Promise<string> {
    return this.#ask("replayDelivery", [organization, id]);
  }

  replayWhere(query: Omit<DeliveryQuery, "limit" | "beforeKey">): Promise<Replayed> {
    return this.#ask("replayWhere", [query]);
  }

  wakeDeliveries(): void {
    void this.#ask<void>("wakeDeliveries", []).catch(() => {});
  }

  wakeAnalyses(): void {
    void this.#ask<void>("wakeAnalyses", []).catch(() => {});
  }

  wakeRetention(): void {
    void this.#ask<void>("wakeRetention", []).catch(() => {});
  }

  keepRetention(): Promise<boolean> {
    return this.#ask("keepRetention", []);
  }

  tryAnalysis(organization: string, sessionId: string, settings: AgentAnalysis): Promise<TriedAnalysis> {
    return this.#ask("tryAnalysis", [organization, sessionId, settings]);
  }

  deliveryStats(): Promise<DeliveryStats> {
    return this.#ask("deliveryStats", []);
  }

  followUp(): Promise<boolean> {
    return this.#ask("followUp", []);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const isGone = new Promise((resolve) => this.#worker.once("exit", resolve));
    await this.#ask<void>("close", []).catch(() => {});
    await isGone;
  }

  #ask<Result>(method: keyof Background, args: readonly unknown[]): Promise<Result> {
    const id = this.#nextId++;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ kind: "do", id, method, args });
    });
  }

  #send(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const file = import.meta.url.endsWith(".ts") ? "./backgroundThread.ts" : "./backgroundThread.js";
    const worker = new Worker(new URL(file, import.meta.url), {
      workerData: this.#setup,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
    });
    worker.on("message", (message: ToMain) => this.#take(message));
    worker.on("error", (error) => this.#parts.onError(error));
    worker.on("exit", () => this.#ended());
    return worker;
  }

  #ended(): void {
    for (const { reject } of this.#waiting.values()) reject(new AppError("STORE_UNAVAILABLE", "The projector broke off."));
    this.#waiting.clear();
    if (this.#isClosing) return;
    setTimeout(() => {
      if (!this.#isClosing) this.#worker = this.#start();
    }, RESTART_MS).unref();
  }

  #take(message: ToMain): void {
    if (message.kind === "error") this.#parts.onError(unpackFault(message.error));
    else if (message.kind === "ask") void this.#write(message);
    else this.#settle(message);
  }

  #settle({ id, result, error }: ToMain & { kind: "told" }): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result as never);
    else waiting?.reject(unpackFault(error));
  }

  async #write({ id, name, args }: ToMain & { kind: "ask" }): Promise<void> {
    try {
      this.#send({ kind: "told", id, result: await this.#run(name, args) });
    } catch (error) {
      this.#send({ kind: "told", id, error: packFault(error) });
    }
  }

  #run(name: (ToMain & { kind: "ask" })["name"], args: readonly unknown[]): Promise<unknown> {
    if (name === "deleteRecording") return this.#parts.deleteRecording(String(args[0]));
    if (name === "forgetRecording") return this.#parts.forgetRecording(String(args[0]), String(args[1]));
    const [part, method] = name.split(".") as ["records" | "conversations" | "office", string];
    const store = this.#parts.stores[part] as unknown as Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;
    const write = store[method];
    if (write === undefined) throw new Error(`the ${part} store cannot ${method}`);
    return write.apply(store, [...args]);
  }
}
