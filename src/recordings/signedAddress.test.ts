import { describe, expect, it } from "vitest";
import { sqlite } from "../../test/support/databases.ts";
import { openStores } from "../store/open.ts";
import { RECORDING_KEYS_NAME, RecordingAddresses } from "./signedAddress.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const address = { organization: "org_a", sessionId: "call/1 ü", path: "/play" };
const refusal = { code: "RECORDING_TOKEN_INVALID" };

/** Every test has an office of its own in a real store, shared by all of its processes. */
async function setUp() {
  const time = { ms: 1_000_000 };
  const clock = { nowMs: () => time.ms };
  const database = await sqlite.open();
  const stores = await openStores(database.url, "write", { clock, onBackgroundError: () => {}, postgresConnectionsMax: 1 });
  let ids = 0;
  let reads = 0;
  const office = stores.office;
  const process = (name = "p") =>
    new RecordingAddresses({
      office: {
        serverValue: (key) => {
          reads++;
          return office.serverValue(key);
        },
        putServerValueOnce: (key, value) => office.putServerValueOnce(key, value),
        setServerValue: (key, value) => office.setServerValue(key, value),
        takeLease: (key, holder, nowMs, untilMs) => office.takeLease(key, holder, nowMs, untilMs),
        releaseLease: (key, holder) => office.releaseLease(key, holder),
      },
      clock,
      lifeMs: HOUR_MS,
      newId: (prefix) => `${prefix}_${name}${ids++}`,
      seal: (plain) => `sealed ${Buffer.from(plain).toString("hex")}`,
      open: (sealed) => Buffer.from(sealed.slice("sealed ".length), "hex").toString(),
    });
  return {
    time,
    office,
    process,
    addresses: process(),
    reads: () => reads,
    [Symbol.asyncDispose]: async () => {
      await stores[Symbol.asyncDispose]();
      await database.dispose();
    },
  };
}

const tokenOf = (path: string): string => new URL(path, "http://localhost").searchParams.get("token") ?? "";
const flipped = (text: string, at: number): string => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

describe("a signed address", () => {
  it("names its recording, whoever carries it", async () => {
    await using set = await setUp();
    const { addresses } = set;
    const path = await addresses.sign(address);
    expect(path).toMatch(/^\/play\?token=[\w.-]+$/);
    expect(await addresses.verify(tokenOf(path))).toEqual({ organization: "org_a", sessionId: "call/1 ü" });
    expect(await addresses.sign({ ...address, path: "/play?a=b" })).toMatch(/^\/play\?a=b&token=/);
  });

  it("works until it expires, and not a millisecond longer", async () => {
    await using set = await setUp();
    const { addresses, time } = set;
    const token = tokenOf(await addresses.sign(address));
    time.ms += HOUR_MS - 1;
    await expect(addresses.verify(token)).resolves.toBeDefined();
    time.ms += 1;
    await expect(addresses.verify(token)).rejects.toMatchObject(refusal);
  });

  it("may expire earlier than the setting says, and never later", async () => {
    await using set = await setUp();
    const { addresses, time } = set;
    const early = tokenOf(await addresses.sign({ ...address, expiresMs: time.ms + 10 }));
    const late = tokenOf(await addresses.sign({ ...address, expiresMs: time.ms + DAY_MS }));
    time.ms += 10;
    await expect(addresses.verify(early)).rejects.toMatchObject(refusal);
    time.ms += HOUR_MS;
    await expect(addresses.verify(late)).rejects.toMatchObject(refusal);
  });

  it("is refused after any change of it", async () => {
    await using set = await setUp();
    const { addresses } = set;
    const token = tokenOf(await addresses.sign(address));
    for (let at = 0; at < token.length - 1; at++) {
      if (token[at] === ".") continue;
      await expect(addresses.verify(flipped(token, at)), `changed at ${at}`).rejects.toMatchObject(refusal);
    }
  });

  it("is refused with another's payload under its own signature", async () => {
    await using set = await setUp();
    const { addresses } = set;
    const [key, , mac] = tokenOf(await addresses.sign(address)).split(".");
    const payload = Buffer.from(JSON.stringify(["org_b", "call/1 ü", 9e15])).toString("base64url");
    await expect(addresses.verify(`${key}.${payload}.${mac}`)).rejects.toMatchObject(refusal);
  });

  it.each(["", ".", "..", "a.b.c", "a.b.c.d", "rk_p0..", "x".repeat(5_000)])("is refused when it is no token: %s", async (token) => {
    await using set = await setUp();
    const { addresses } = set;
    await addresses.sign(address);
    await expect(addresses.verify(token)).rejects.toMatchObject(refusal);
  });

  it("is refused by a server with other keys", async () => {
    await using first = await setUp();
    await using second = await setUp();
    const token = tokenOf(await first.addresses.sign(address));
    await second.addresses.sign(address);
    await expect(second.addresses.verify(token)).rejects.toMatchObject(refusal);
  });
});

describe("the keys of signed addresses", () => {
  it("are the same for two processes that start at once, and after a restart", async () => {
    await using set = await setUp();
    const { process } = set;
    const [first, second] = [process("a"), process("b")];
    const [one, two] = await Promise.all([first.sign(address), second.sign(address)]);
    await expect(first.verify(tokenOf(two))).resolves.toBeDefined();
    await expect(process("c").verify(tokenOf(one))).resolves.toBeDefined();
  });

  it("are never stored as they are", async () => {
    await using set = await setUp();
    const { addresses, office } = set;
    await addresses.sign(address);
    expect(await office.serverValue(RECORDING_KEYS_NAME)).toMatch(/^sealed [0-9a-f]+$/);
  });

  it("honour addresses of the key before, until they have expired", async () => {
    await using set = await setUp();
    const { addresses, time } = set;
    const before = tokenOf(await addresses.sign(address));
    const { keyId, retiredCount } = await addresses.rotate();
    const after = tokenOf(await addresses.sign(address));
    expect([after.split(".")[0], retiredCount]).toEqual([keyId, 1]);
    expect(before.split(".")[0]).not.toBe(keyId);
    time.ms += HOUR_MS - 1;
    await expect(addresses.verify(before)).resolves.toBeDefined();
    time.ms += HOUR_MS;
    expect((await addresses.rotate()).retiredCount).toBe(1);
  });

  it("made in one process are known to the others", async () => {
    await using set = await setUp();
    const { process, time } = set;
    const [first, second] = [process("a"), process("b")];
    await second.sign(address);
    await first.rotate();
    time.ms += 1_000;
    await expect(second.verify(tokenOf(await first.sign(address)))).resolves.toBeDefined();
    await expect(first.verify(tokenOf(await second.sign(address)))).resolves.toBeDefined();
  });

  it("are replaced by themselves after 30 days", async () => {
    await using set = await setUp();
    const { addresses, time } = set;
    const before = tokenOf(await addresses.sign(address)).split(".")[0];
    time.ms += 30 * DAY_MS - 1;
    expect(tokenOf(await addresses.sign(address)).split(".")[0]).toBe(before);
    time.ms += 1;
    expect(tokenOf(await addresses.sign(address)).split(".")[0]).not.toBe(before);
  });

  it("are not looked up for every guess", async () => {
    await using set = await setUp();
    const { addresses, reads } = set;
    await addresses.sign(address);
    const before = reads();
    for (let guess = 0; guess < 50; guess++) await expect(addresses.verify(`rk_${guess}.a.b`)).rejects.toMatchObject(refusal);
    expect(reads() - before).toBeLessThanOrEqual(1);
  });
});
