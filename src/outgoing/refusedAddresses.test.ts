import { describe, expect, it } from "vitest";
import { guardedFetchHead } from "./answerHead.ts";
import { checkEndpointAddress } from "./endpointAddress.ts";
import { type GuardedRequest, guardedFetch } from "./guardedFetch.ts";
import { checkAddress, outgoingPolicy, type Resolver } from "./policy.ts";
import { receiver } from "./receiverFixtures.ts";
import { REFUSED_AS_WRITTEN } from "./refusedAddressFixtures.ts";

const PUBLIC = { address: "93.184.215.14", family: 4 } as const;
const LOOPBACK = { address: "127.0.0.1", family: 4 } as const;
const resolvesTo =
  (...addresses: string[]): Resolver =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
const unreachable: Resolver = async (host) => {
  throw new Error(`nobody may ask for ${host}`);
};

const request: GuardedRequest = { bodyBytesMax: 1_000, timeoutMs: 5_000, redirectsMax: 3 };
const refusal = { code: "ADDRESS_REFUSED" };

const asWritten = Object.entries(REFUSED_AS_WRITTEN).flatMap(([trick, addresses]) =>
  addresses.map((address): [string, string] => [trick, address]),
);

/** Names that nothing in the address gives away, by what they resolve to. */
const REFUSED_AS_RESOLVED: readonly (readonly [trick: string, host: string, ...addresses: string[]])[] = [
  ["this machine", "hooks.example.com", "127.0.0.1"],
  ["this machine, IPv6", "hooks.example.com", "::1"],
  ["every address of this machine", "hooks.example.com", "0.0.0.0"],
  ["a private network", "hooks.example.com", "10.1.2.3"],
  ["a private network, IPv6", "hooks.example.com", "fd12:3456::1"],
  ["a metadata service", "hooks.example.com", "169.254.169.254"],
  ["a metadata service, IPv6", "hooks.example.com", "fd00:ec2::254"],
  ["a metadata service at a public address", "hooks.example.com", "168.63.129.16"],
  ["a shared network", "hooks.example.com", "100.64.1.1"],
  ["a link", "hooks.example.com", "fe80::1"],
  ["a link with its zone", "hooks.example.com", "fe80::1%eth0"],
  ["mapped IPv4", "hooks.example.com", "::ffff:10.0.0.1"],
  ["NAT64", "hooks.example.com", "64:ff9b::a00:1"],
  ["6to4", "hooks.example.com", "2002:a00:1::"],
  ["no address", "hooks.example.com", "not an address"],
  ["a public address and a private one", "hooks.example.com", "93.184.215.14", "10.0.0.1"],
  ["a private address and a public one", "hooks.example.com", "10.0.0.1", "93.184.215.14"],
  ["a wildcard service that nobody has listed", "127.0.0.1.wildcard-of-tomorrow.example.com", "127.0.0.1"],
  ["a wildcard service, with dashes", "app-10-0-0-1.wildcard-of-tomorrow.example.com", "10.0.0.1"],
  ["a metadata service under a public name", "metadata.example.com", "169.254.169.254"],
];

describe("an address that leads inside", () => {
  const policy = outgoingPolicy(null, unreachable);

  it("is told in at least 60 ways", () => {
    expect(new Set(asWritten.map(([, address]) => address)).size).toBeGreaterThan(150);
  });

  it.each(asWritten)("is refused when it is saved and when it is asked: %s, %s", async (_trick, address) => {
    await expect(checkEndpointAddress(address, policy)).rejects.toMatchObject(refusal);
    await expect(guardedFetch(address, request, policy)).rejects.toMatchObject(refusal);
    await expect(guardedFetchHead(address, request, policy)).rejects.toMatchObject(refusal);
  });

  it.each(REFUSED_AS_RESOLVED)("is refused when only its name leads there: %s, %s %s %s", async (_trick, host, ...addresses) => {
    const policyOfName = outgoingPolicy(null, resolvesTo(...addresses));
    await expect(checkEndpointAddress(`https://${host}/hook`, policyOfName)).rejects.toMatchObject(refusal);
    await expect(guardedFetch(`https://${host}/hook`, request, policyOfName)).rejects.toMatchObject(refusal);
    await expect(guardedFetchHead(`https://${host}/hook`, request, policyOfName)).rejects.toMatchObject(refusal);
  });

  it("is refused by the fetch when its name was public at the save and private after it", async () => {
    await using inside = await receiver((_incoming, reply) => reply.end("secret"));
    let asked = 0;
    const rebinding = outgoingPolicy(null, async () => [asked++ === 0 ? PUBLIC : LOOPBACK]);
    const address = `http://rebinding.example.com:${inside.port}/`;
    await expect(checkEndpointAddress(address, rebinding)).resolves.toBe(address);
    await expect(guardedFetch(address, request, rebinding)).rejects.toMatchObject(refusal);
    await expect(guardedFetchHead(address, request, rebinding)).rejects.toMatchObject(refusal);
    expect(inside.seen).toEqual([]);
  });

  it("is asked for once a connection, so that the address that was checked is the one connected to", async () => {
    await using inside = await receiver((_incoming, reply) => reply.end("fine"));
    let asked = 0;
    const counting = outgoingPolicy("127.0.0.1", async () => {
      asked++;
      return [LOOPBACK];
    });
    await guardedFetch(`http://counting.example.com:${inside.port}/`, request, counting);
    expect(asked).toBe(1);
  });
});

describe("an address that leads to the public", () => {
  it.each([
    "https://example.com/a.wav",
    "http://example.com:8080/",
    "https://93.184.215.14/",
    "https://[2606:2800:21f:cb07::1]:8443/x",
    "HTTPS://Example.COM./",
  ])("is taken: %s", async (address) => {
    await expect(checkAddress(address, outgoingPolicy(null, resolvesTo("93.184.215.14", "2606:2800:21f:cb07::1")))).resolves.toBeInstanceOf(
      URL,
    );
  });

  it("is taken at the save though its name does not resolve yet", async () => {
    await expect(checkAddress("https://example.com/", outgoingPolicy(null, unreachable))).resolves.toBeInstanceOf(URL);
    await expect(guardedFetch("https://example.com/", request, outgoingPolicy(null, unreachable))).rejects.toMatchObject({
      code: "FETCH_FAILED",
    });
  });
});

describe("the address of an endpoint", () => {
  const policy = outgoingPolicy(null, resolvesTo("93.184.215.14"));

  it("is told back in its plain form", async () => {
    expect(await checkEndpointAddress("HTTPS://Hooks.Example.COM:443/a/../b?c=d", policy)).toBe("https://hooks.example.com/b?c=d");
  });

  it.each(["\0", "\n", "\r", "\t", "\x1b", "\x7f", "\x85"])(
    "is refused with the control character %j anywhere in it",
    async (character) => {
      for (const text of [
        `${character}https://hooks.example.com/a`,
        `https://hooks.${character}example.com/a`,
        `https://hooks.example.com/${character}a`,
        `https://hooks.example.com/a${character}`,
      ])
        await expect(checkEndpointAddress(text, policy), JSON.stringify(text)).rejects.toMatchObject(refusal);
    },
  );

  it("is refused with a fragment, which would never be sent", async () => {
    await expect(checkEndpointAddress("https://hooks.example.com/#part", policy)).rejects.toMatchObject(refusal);
  });
});

describe("the list of allowed private hosts", () => {
  it("lets addresses, ranges and names through, and nothing beside them", async () => {
    const policy = outgoingPolicy("10.1.0.0/16, 192.168.7.9, hooks.internal, fd00:1::/32", resolvesTo("10.200.0.1"));
    for (const address of [
      "http://10.1.2.3/",
      "http://192.168.7.9/",
      "http://hooks.internal/",
      "http://[fd00:1::5]/",
      "http://0x0a010203/",
    ])
      await expect(checkAddress(address, policy), address).resolves.toBeInstanceOf(URL);
    for (const address of [
      "http://10.2.0.1/",
      "http://192.168.7.10/",
      "http://a.hooks.internal/",
      "http://[fd00:2::5]/",
      "http://elsewhere.example.com/",
    ])
      await expect(checkAddress(address, policy), address).rejects.toMatchObject(refusal);
  });

  it("opens no port that is closed to everybody", async () => {
    await expect(checkAddress("http://10.1.2.3:25/", outgoingPolicy("10.1.2.3", unreachable))).rejects.toMatchObject(refusal);
  });

  it.each(["10.0.0.0/33", "10.0.0.0/x", "http://a", "300.1.1.1", "a b", "::1/129"])("is refused when it holds %s", (entry) => {
    expect(() => outgoingPolicy(entry, unreachable)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });
});
