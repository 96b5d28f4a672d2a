import { lookup } from "node:dns/promises";
import { AppError } from "../domain/errors.ts";
import { AllowList, isAddressRefused, isNameRefused, isPortRefused, parseAddress } from "./addresses.ts";

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a host name. Rejects when there is none. */
export type Resolver = (host: string) => Promise<readonly ResolvedAddress[]>;

/** Where outgoing requests that a tenant steers may go. */
export interface OutgoingPolicy {
  readonly allow: AllowList;
  readonly resolve: Resolver;
}

const ADDRESS_CHARACTERS_MAX = 2_048;
/** A save never waits longer for a name; what cannot be resolved yet is checked when it is fetched. */
const SAVE_RESOLVE_MS_MAX = 5_000;

const systemResolver: Resolver = async (host) => {
  const found = await lookup(host, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * @param allow comma-separated hosts, addresses and CIDR ranges that may be reached although private; null: none
 * @throws AppError CONFIG_INVALID
 */
export function outgoingPolicy(allow: string | null, resolve: Resolver = systemResolver): OutgoingPolicy {
  try {
    return { allow: new AllowList(allow ?? ""), resolve };
  } catch (cause) {
    throw new AppError("CONFIG_INVALID", `OUTGOING_ALLOW: ${cause instanceof Error ? cause.message : "unreadable"}`, { cause });
  }
}

const refused = (message: string): AppError => new AppError("ADDRESS_REFUSED", message, { field: "url" });

/** `URL.hostname` in the form that rules are written in: lower case, no trailing dots. */
const hostOf = (url: URL): string => url.hostname.toLowerCase().replace(/\.+$/, "");

/**
 * Reads an address and refuses what can be refused without asking a resolver: other protocols, users in the address, ports,
 * names of this machine and network, and addresses in any spelling (`URL` has already made dotted decimals of them).
 * @throws AppError ADDRESS_REFUSED
 */
export function readAddress(text: string, policy: OutgoingPolicy): URL {
  if (text.length > ADDRESS_CHARACTERS_MAX) throw refused(`The address is longer than ${ADDRESS_CHARACTERS_MAX} characters.`);
  if (!URL.canParse(text)) throw refused("This is not an address.");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw refused("Only http and https addresses are fetched.");
  if (url.username !== "" || url.password !== "") throw refused("An address with a user or a password in it is not fetched.");
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  if (isPortRefused(port)) throw refused(`Port ${port} is not reached.`);
  const host = hostOf(url);
  if (host === "") throw refused("The address names no host.");
  if (policy.allow.hasName(host)) return url;
  const isRefused = parseAddress(host) === undefined ? isNameRefused(host) : !policy.allow.hasAddress(host) && isAddressRefused(host);
  if (isRefused) throw refused(`The host "${host}" is inside a private or reserved network.`);
  return url;
}

/**
 * The addresses that a host may be reached at; all of them are fine, or none is used, so that a name with one public and one
 * private address gains nothing. @throws AppError ADDRESS_REFUSED, and whatever the resolver throws
 */
export async function resolveChecked(hostname: string, policy: OutgoingPolicy): Promise<readonly ResolvedAddress[]> {
  const host = hostname.toLowerCase().replace(/\.+$/, "");
  const addresses = await policy.resolve(hostname);
  if (addresses.length === 0) throw new Error(`no address for ${host}`);
  if (policy.allow.hasName(host)) return addresses;
  for (const { address } of addresses) {
    if (!policy.allow.hasAddress(address) && isAddressRefused(address)) {
      throw refused(`The host "${host}" leads into a private or reserved network.`);
    }
  }
  return addresses;
}

/**
 * For refusing an address when it is saved. A name that does not resolve now is let through: the fetch itself checks the
 * very addresses it connects to. @throws AppError ADDRESS_REFUSED
 */
export async function checkAddress(text: string, policy: OutgoingPolicy): Promise<URL> {
  const url = readAddress(text, policy);
  if (parseAddress(hostOf(url)) !== undefined) return url;
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), SAVE_RESOLVE_MS_MAX);
  });
  try {
    await Promise.race([resolveChecked(url.hostname, policy), waited]);
  } catch (error) {
    if (error instanceof AppError) throw error;
  } finally {
    clearTimeout(timer);
  }
  return url;
}
