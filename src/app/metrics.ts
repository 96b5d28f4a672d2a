import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Admission } from "../ingest/admission.ts";
import type { ItemOutcome } from "../ingest/ingest.ts";
import type { ConversationStore } from "../store/conversationStore.ts";
import type { Background } from "./backgroundWork.ts";
import type { Projection } from "./projectionWork.ts";

/** Finer would wake an idle server a hundred times a second. */
const LOOP_LAG_PRECISION_MS = 100;

/** What an operator watches. Labels never name an organization, a key or an id. */
export class Metrics {
  readonly #registry = new Registry();
  /** Taken before the gauges are read, so that none is told as it was the time before. */
  readonly #looks: (() => Promise<void>)[] = [];
  readonly #records: Counter<"outcome">;
  readonly #requestSeconds: Histogram<"route" | "method" | "status">;

  constructor(admission: Admission) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: LOOP_LAG_PRECISION_MS });
    this.#records = new Counter({
      name: "calltree_records_total",
      help: "Records taken in, by outcome.",
      labelNames: ["outcome"],
      registers,
    });
    this.#requestSeconds = new Histogram({
      name: "calltree_request_duration_seconds",
      help: "Time to answer a request.",
      labelNames: ["route", "method", "status"],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    });
    new Gauge({
      name: "calltree_ingest_pending_bytes",
      help: "Bytes of request bodies being taken in.",
      registers,
      collect() {
        this.set(admission.pendingBytes);
      },
    });
  }

  countOutcomes(outcomes: readonly Pick<ItemOutcome, "outcome">[]): void {
    for (const { outcome } of outcomes) this.#records.inc({ outcome });
  }

  countOutcome(outcome: string, count: number): void {
    if (count > 0) this.#records.inc({ outcome }, count);
  }

  /** How far summaries are behind what was taken in; asked for when the metrics are read. */
  watchProjection(projection: Pick<Projection, "status">): void {
    const registers = [this.#registry];
    const dirty = new Gauge({
      name: "calltree_projection_dirty_sessions",
      help: "Sessions of which something was said that their summary does not tell yet.",
      registers,
    });
    const behind = new Gauge({
      name: "calltree_projection_behind_records",
      help: "About how many record changes are still to be looked at.",
      registers,
    });
    this.#looks.push(async () => {
      const { behindRecords, dirtySessions } = await projection.status();
      behind.set(behindRecords);
      dirty.set(dirtySessions);
    });
  }

  /** Webhooks that wait or were given up, and the analyses that wait; asked for when the metrics are read. */
  watchBackground(background: Pick<Background, "deliveryStats">, conversations: Pick<ConversationStore, "queuedAnalysisCount">): void {
    const registers = [this.#registry];
    const gauge = (name: string, help: string): Gauge => new Gauge({ name: `calltree_${name}`, help, registers });
    const dead = gauge("webhook_deliveries_dead", "Deliveries that were given up and wait for somebody to send them again.");
    const failing = gauge("webhook_endpoints_failing", "Endpoints that answer no delivery.");
    const overdue = gauge("webhook_overdue_seconds", "For how long the delivery that is due the longest has been due.");
    const attempts = new Gauge({
      name: "calltree_webhook_attempts",
      help: "Attempts that this process has made, by result; `faulted` ones failed for a reason of our own.",
      labelNames: ["result"],
      registers,
    });
    const pending = gauge("webhook_deliveries_pending", "Deliveries that are on their way.");
    const queued = gauge("analyses_queued", "Analyses that wait to be made.");
    this.#looks.push(async () => {
      const stats = await background.deliveryStats();
      pending.set(stats.pending);
      dead.set(stats.dead);
      failing.set(stats.failingEndpoints);
      overdue.set(stats.overdueMs / 1_000);
      for (const [result, count] of Object.entries(stats.attempts)) attempts.set({ result }, count);
    });
    this.#looks.push(async () => queued.set(await conversations.queuedAnalysisCount(null)));
  }

  watch(app: FastifyInstance): void {
    app.addHook("onResponse", async (request, reply) => {
      const route = request.routeOptions.url ?? "none";
      this.#requestSeconds.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1_000);
    });
  }

  async text(): Promise<{ contentType: string; text: string }> {
    await Promise.all(this.#looks.map((look) => look()));
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
