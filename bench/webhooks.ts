import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { Deliverer } from "../src/delivery/deliverer.ts";
import { newEndpointSecret } from "../src/delivery/signatures.ts";
import { outgoingPolicy } from "../src/outgoing/policy.ts";
import type { NewDelivery } from "../src/store/endpoints.ts";
import { openStores } from "../src/store/open.ts";
import type { Stores } from "../src/store/stores.ts";
import { format, median, quantile, spread } from "./report.ts";
import type { BenchOptions } from "./run.ts";

const ORGANIZATION = "org_webhooks";
const ENDPOINTS = 10;
const SESSIONS = 500;
const BODY_FILL = "x".repeat(2_000);
const BURST = 5_000;
const RUNS = 3;
/** With and without in turn, for the machine is never twice the same. */
const PAIRS = 7;
/** Of the steady load beside a dead endpoint. */
const STEADY_SEC = 4;
const STEADY_EVERY_MS = 50;
const STEADY_PER_BATCH = 10;
const DEAD_PER_BATCH = 2;
const DEAD = "ep_dead";

const clock = { nowMs: () => performance.timeOrigin + performance.now() };
const newId = (prefix: string): string => `${prefix}_${randomBytes(9).toString("hex")}`;

/** Webhooks to receivers on this machine: how many a second, and whether a dead endpoint slows the others. */
export async function measureWebhooks({ folder, report, say }: BenchOptions): Promise<void> {
  const receivers = new Worker(new URL("./webhookReceivers.ts", import.meta.url));
  const port = await new Promise<number>((resolve) => receivers.once("message", resolve));
  await using stores = await openStores(`sqlite:${join(folder, "webhooks.db")}`, "write");
  await makeEndpoints(stores, port);
  const deliverer = delivererOf(stores);
  deliverer.start();
  try {
    say("sending webhooks");
    const rates: number[] = [];
    for (let run = 0; run < RUNS; run++) rates.push(await burst(stores, deliverer));
    report({
      name: `webhooks to ${ENDPOINTS} local receivers, ${format(BURST)} waiting`,
      value: median(rates),
      unit: "deliveries/s",
      target: { atLeast: 500 },
      detail: `signed, 2 kB each, in this process beside its receivers; over ${RUNS} runs: ${spread(rates)}`,
    });
    await latencies(receivers);
    say("sending webhooks beside a dead endpoint");
    const without: number[] = [];
    const beside: number[] = [];
    for (let run = 0; run < PAIRS; run++) {
      without.push(await steady(stores, deliverer, receivers, false));
      beside.push(await steady(stores, deliverer, receivers, true));
    }
    report({
      name: "webhooks: p99 of the others beside an endpoint that hangs, against without it",
      value: median(beside) / median(without),
      unit: "×",
      target: { atMost: 1.2 },
      detail: `due to received, 200 a second; p99 with it ${spread(beside)} ms, without ${spread(without)} ms`,
    });
  } finally {
    await deliverer.close();
    await receivers.terminate();
  }
}

async function makeEndpoints({ office }: Stores, port: number): Promise<void> {
  await office.createOrganization({ id: ORGANIZATION, name: ORGANIZATION, currency: "USD", creditsPerUnit: "1", createdMs: 0 });
  const live = Array.from({ length: ENDPOINTS }, (_, index) => ({ id: `ep_${index}`, url: `http://127.0.0.1:${port}/live${index}` }));
  for (const { id, url } of [...live, { id: DEAD, url: `http://127.0.0.1:${port}/dead` }]) {
    await office.createEndpoint(ORGANIZATION, {
      ...{ id, url, description: null, format: "agntix", events: [], ratePerSec: null, isPaused: false, createdMs: 0, updatedMs: 0 },
      ...{ failingSinceMs: null, failureCount: 0, lastFailure: null, lastSuccessMs: null, stoppedMs: null },
      secrets: [{ sealed: newEndpointSecret(randomBytes), createdMs: 0, expiresMs: null }],
    });
  }
}

const delivererOf = ({ conversations, office }: Stores): Deliverer =>
  new Deliverer({
    ...{ conversations, office, clock, newId, policy: outgoingPolicy("127.0.0.1"), holder: "bench", keptMs: 86_400_000 },
    ...{ timeoutMs: 15_000, ratePerSecDefault: null, random: Math.random },
    openSecret: (sealed) => sealed,
    completeBody: async (_organization, body) => body,
    sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {}),
    onFault: (error) => {
      throw error;
    },
  });

/** Events of one session wait for each other, so neighbours are of different ones. */
let sessionCount = 0;

function deliveriesOf(count: number, endpointOf: (index: number) => string): NewDelivery[] {
  const nowMs = Math.floor(clock.nowMs());
  const body = JSON.stringify({ due_ms: clock.nowMs(), fill: BODY_FILL });
  return Array.from({ length: count }, (_, index) => ({
    ...{ organization: ORGANIZATION, id: newId("dl"), messageId: newId("msg"), endpointId: endpointOf(index), event: "session.ended" },
    ...{ sessionId: `s${sessionCount++ % SESSIONS}`, body, createdMs: nowMs, nextAttemptMs: nowMs, replayOf: null },
  }));
}

const pendingCount = async ({ office }: Stores): Promise<number> =>
  (await office.deliveryCounts(ORGANIZATION)).reduce(
    (sum, { endpointId, status, count }) => sum + (status === "pending" && endpointId !== DEAD ? count : 0),
    0,
  );

/** Deliveries a second, from when the first is waiting until the last is written down as delivered. */
async function burst(stores: Stores, deliverer: Deliverer): Promise<number> {
  const startedMs = performance.now();
  for (let added = 0; added < BURST; added += 1_000) {
    await stores.office.addDeliveries(
      deliveriesOf(1_000, (index) => `ep_${index % ENDPOINTS}`),
      null,
    );
    deliverer.wake();
  }
  while ((await pendingCount(stores)) > 0) await wait(20);
  return BURST / ((performance.now() - startedMs) / 1_000);
}

/** The p99 of the time from due to received, in ms, at 200 a second. */
async function steady(stores: Stores, deliverer: Deliverer, receivers: Worker, withDead: boolean): Promise<number> {
  await stores.office.updateEndpoint(ORGANIZATION, DEAD, { isPaused: !withDead, updatedMs: 0 });
  const startedMs = performance.now();
  for (let batch = 0; batch < (STEADY_SEC * 1_000) / STEADY_EVERY_MS; batch++) {
    const live = deliveriesOf(STEADY_PER_BATCH, (index) => `ep_${index % ENDPOINTS}`);
    await stores.office.addDeliveries(withDead ? [...live, ...deliveriesOf(DEAD_PER_BATCH, () => DEAD)] : live, null);
    deliverer.wake();
    await wait(Math.max(0, (batch + 1) * STEADY_EVERY_MS - (performance.now() - startedMs)));
  }
  while ((await pendingCount(stores)) > 0) await wait(20);
  return quantile(await latencies(receivers), 0.99);
}

function latencies(receivers: Worker): Promise<number[]> {
  const answer = new Promise<number[]>((resolve) => receivers.once("message", resolve));
  receivers.postMessage("latencies");
  return answer;
}
