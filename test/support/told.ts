/** A server with webhooks whose clock a test moves: time passes, and everything happens that is due. */

import type { Engine } from "./databases.ts";
import { type Hook, VirtualClock } from "./delivery.ts";
import { startTestServer, type TestServer } from "./server.ts";

type Json = Record<string, unknown>;

export const PUBLIC_URL = "https://calls.example.com";
const SETTINGS = { OUTGOING_ALLOW: "127.0.0.1", CALLTREE_SECRET_KEY: "ab".repeat(32), PUBLIC_URL, RATE_LIMIT_PER_MINUTE: "1000000" };
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export class Told implements AsyncDisposable {
  readonly server: TestServer;
  readonly clock: VirtualClock;

  constructor(server: TestServer, clock: VirtualClock) {
    this.server = server;
    this.clock = clock;
  }

  async endpoint(receiver: Hook, given: Json = {}): Promise<{ id: string; secret: string }> {
    return this.ok<{ id: string; secret: string }>("POST", "/v1/endpoints", { url: receiver.url, ...given });
  }

  async ok<Body = Json>(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<Body> {
    const answer = await this.server.call<Body>(method, path, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  /** Lets so much time pass, and everything happen that is due. */
  async pass(forMs = 0): Promise<void> {
    this.clock.set(this.clock.nowMs() + forMs);
    await this.server.project();
    await this.server.calltree.projection.followUp();
    await this.server.project();
    await this.server.calltree.projection.followUp();
  }

  async call(id: string, facts: Json = {}): Promise<void> {
    const started = new Date(this.clock.nowMs() - 5 * MINUTE_MS).toISOString();
    await this.ok("PUT", `/v1/sessions/${id}`, { type: "voice", direction: "inbound", started_at: started, ...facts });
  }

  async end(id: string): Promise<void> {
    await this.ok("POST", `/v1/sessions/${id}/end`, { ended_at: new Date(this.clock.nowMs()).toISOString(), status: "completed" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}

export async function startTold(engine: Engine, settings: Record<string, string> = {}): Promise<Told> {
  const clock = new VirtualClock();
  return new Told(await startTestServer(engine, { clock, settings: { ...SETTINGS, ...settings } }), clock);
}
