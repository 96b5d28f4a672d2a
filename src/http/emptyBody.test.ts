import { expect, it } from "vitest";
import { engines } from "../../test/support/databases.ts";
import { startTestServer } from "../../test/support/server.ts";

const headers = { "content-type": "application/json" };

it.each(engines)("takes a DELETE that names a content type and has no body, on $name", async (engine) => {
  const settings = { CALLTREE_SECRET_KEY: "a".repeat(64), OUTGOING_ALLOW: "127.0.0.1" };
  await using server = await startTestServer(engine, { settings });
  const key = await server.call<{ id: string }>("POST", "/v1/keys", { body: { name: "k", scopes: ["read"] } });
  const endpoint = await server.call<{ id: string }>("POST", "/v1/endpoints", { body: { url: "http://127.0.0.1:8080/hook" } });
  await server.call("PUT", "/v1/sessions/s", { body: { direction: "inbound" } });
  for (const [url, status] of [
    [`/v1/keys/${key.body.id}`, 204],
    [`/v1/endpoints/${endpoint.body.id}`, 204],
    ["/v1/sessions/s", 200],
  ] as const) {
    expect([url, (await server.call("DELETE", url, { headers })).status]).toEqual([url, status]);
  }
});

it.each(engines)("goes on refusing a body that cannot be read, and an empty one where there has to be one, on $name", async (engine) => {
  await using server = await startTestServer(engine);
  const broken = await server.call("DELETE", "/v1/sessions/s", { body: "{" });
  expect(broken).toMatchObject({ status: 400, body: { error: { code: "BODY_INVALID" } } });
  expect(await server.call("POST", "/v1/keys", { headers })).toMatchObject({ status: 400, body: { error: { code: "BODY_INVALID" } } });
});
