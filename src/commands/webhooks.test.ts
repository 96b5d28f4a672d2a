import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "../../test/support/databases.ts";
import { type Ran, runCommand, TEST_NOW_MS } from "../../test/support/runCommand.ts";
import { ADMIN_KEY, startTestServer, type TestServer } from "../../test/support/server.ts";
import { EXIT } from "./exitCodes.ts";
import { main, type Terminal } from "./main.ts";

const settings = {
  ...{ CALLTREE_SECRET_KEY: "d".repeat(64), OUTGOING_ALLOW: "127.0.0.1" },
  // Deliveries are sent as on a real server, for the command waits for them.
  PROJECTION_EVERY_MS: "50",
};

describe("webhooks on the command line", () => {
  let server: TestServer;
  let receiver: Server;
  let address: string;
  let hook: string;
  let answer = 204;
  const environment = () => ({ CALLTREE_SERVER: address, CALLTREE_KEY: ADMIN_KEY });
  const run = (...args: string[]): Promise<Ran> => runCommand(args, environment());
  const json = async <Answer>(...args: string[]): Promise<Answer> => JSON.parse((await run(...args, "--json")).out) as Answer;
  beforeAll(async () => {
    server = await startTestServer(engines[0] as (typeof engines)[number], { settings });
    address = await server.listen();
    receiver = createServer((request, response) => request.resume().on("end", () => response.writeHead(answer).end()));
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await new Promise((resolve) => receiver.close(resolve));
  });

  it("are added with a secret that is shown once, listed, shown and removed", async () => {
    const added = await run("webhooks", "add", hook, "--events", "session.ended,session.settled", "--rate", "20", "--description", "CRM");
    expect([added.code, added.out]).toEqual([EXIT.ok, expect.stringMatching(/^whsec_\S+$/)]);
    const id = /ep_\w+/.exec(added.err)?.[0] ?? "";
    const list = await run("webhooks", "list");
    expect(list.out).toMatch(/^ID +URL +FORMAT +EVENTS +STATUS +PENDING +DEAD +LAST SUCCESS\n/);
    expect(list.out).toContain(`${id}  ${hook}  native  session.ended,session.settled  active  0        0`);
    expect((await run("webhooks", "show", id)).out).toMatch(/description +CRM(.|\n)*rate +20\/s/);
    expect(list.out).not.toContain(added.out);
    expect((await run("webhooks", "remove", id)).code).toBe(EXIT.usage);
    expect(await answering("no", "webhooks", "remove", id)).toBe(EXIT.failed);
    expect((await run("webhooks", "show", id)).code).toBe(EXIT.ok);
    expect(await answering("yes", "webhooks", "remove", id)).toBe(EXIT.ok);
    expect((await run("webhooks", "show", id)).code).toBe(EXIT.notFound);
    expect((await run("webhooks", "remove", id, "--yes")).code).toBe(EXIT.notFound);
  });

  const answering = (text: string, ...args: string[]): Promise<number> => {
    const quiet = { print: () => {}, tell: () => {}, printsToTerminal: false, tellsToTerminal: false };
    const terminal: Terminal = { ...quiet, environment: environment(), ask: async () => text };
    return main(args, terminal, { nowMs: () => TEST_NOW_MS }, "0");
  };

  it("are refused with the server's own words", async () => {
    const refused = await run("webhooks", "add", "https://10.0.0.1/");
    expect([refused.code, refused.err]).toEqual([EXIT.usage, expect.stringContaining("private or reserved network")]);
    expect((await run("webhooks", "add", hook, "--format", "xml")).code).toBe(EXIT.usage);
    expect((await run("webhooks", "add", hook, "--events", "session.exploded")).code).toBe(EXIT.usage);
    expect((await run("webhooks", "add", hook, "--rate", "0")).code).toBe(EXIT.usage);
    for (const command of ["show", "pause", "resume", "rotate", "test"])
      expect([command, (await run("webhooks", command, "ep_none")).code]).toEqual([command, EXIT.notFound]);
    expect((await run("webhooks", "list", "--key", "wrong")).code).toBe(EXIT.refused);
  });

  it("are tested, and tell how it went", async () => {
    const { id } = await json<{ id: string }>("webhooks", "add", hook, "--events", "session.merged");
    answer = 204;
    const fine = await run("webhooks", "test", id);
    expect([fine.code, fine.out]).toEqual([EXIT.ok, expect.stringMatching(/^Delivered: answer 204 after \d+ ms\.$/)]);
    answer = 500;
    const failed = await run("webhooks", "test", id);
    expect([failed.code, failed.out]).toEqual([EXIT.failed, expect.stringMatching(/^Failed: .*500.*It is tried again as dl_/)]);
    answer = 204;
    const listed = await run("webhooks", "deliveries", "--endpoint", id, "--event", "endpoint.test");
    expect(listed.out).toMatch(/^WHEN +ID +ENDPOINT +EVENT +SESSION +STATUS +ATTEMPTS +LAST FAILURE\n/);
    expect(listed.err).toBe("2 deliveries");
    expect((await run("webhooks", "deliveries", "--endpoint", id)).err).toMatch(/^\d+ deliveries; of the endpoint 1 pending, 0 dead$/);
    expect((await run("webhooks", "deliveries", "--status", "dead")).err).toMatch(/^0 deliveries; in all \d+ pending, 0 dead$/);
    const delivered = (await json<{ data: { id: string }[] }>("webhooks", "deliveries", "--status", "delivered")).data[0]?.id ?? "";
    const shown = await run("webhooks", "deliveries", delivered);
    expect(shown.out).toMatch(/endpoint\.test to ep_\w+: delivered\nATTEMPT +WHEN +ANSWER +TOOK +RESULT\n1 .* 204 .* ok\n\{/);
    expect((await run("webhooks", "deliveries", "dl_none")).code).toBe(EXIT.notFound);
  });

  it("are paused, rotated and resumed", async () => {
    const { id, secret } = await json<{ id: string; secret: string }>("webhooks", "add", hook, "--paused");
    expect((await run("webhooks", "resume", id)).out).toMatch(/status +active/);
    expect((await run("webhooks", "pause", id)).out).toMatch(/status +paused/);
    const rotated = await run("webhooks", "rotate", id, "--overlap", "60");
    expect(rotated.out).toMatch(/^whsec_/);
    expect(rotated.out).not.toBe(secret);
    expect(rotated.err).toContain("signs as well until");
    expect((await run("webhooks", "rotate", id, "--overlap", "0")).err).not.toContain("signs as well");
    expect((await run("webhooks", "rotate", id, "--overlap", "-1")).code).toBe(EXIT.usage);
  });

  it("send again one delivery, or those of a time, and never everything by mistake", async () => {
    const { id } = await json<{ id: string }>("webhooks", "add", hook);
    expect((await run("webhooks", "test", id)).code).toBe(EXIT.ok);
    const [delivery] = (await json<{ data: { id: string }[] }>("webhooks", "deliveries", "--endpoint", id)).data;
    expect((await run("webhooks", "replay", delivery?.id ?? "")).out).toMatch(/^It is sent again as dl_/);
    const many = await run("webhooks", "replay", "--endpoint", id, "--since", "2020-01-01", "--until", "2099-01-01");
    expect([many.code, many.out]).toEqual([EXIT.ok, expect.stringMatching(/^[01] deliveries are sent again\.$/)]);
    expect((await run("webhooks", "replay")).code).toBe(EXIT.usage);
    expect((await run("webhooks", "replay", "--endpoint", id)).code).toBe(EXIT.usage);
    expect((await run("webhooks", "replay", delivery?.id ?? "", "--session", "s")).code).toBe(EXIT.usage);
    expect((await run("webhooks", "replay", "dl_none")).code).toBe(EXIT.notFound);
  });
});
