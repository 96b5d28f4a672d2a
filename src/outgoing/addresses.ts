import ipaddr from "ipaddr.js";

type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** Global unicast; everything else of IPv6 is local, reserved, or another protocol's address in disguise. */
const IPV6_GLOBAL = ipaddr.IPv6.parseCIDR("2000::/3");
/** Inside global unicast and still nobody's server: protocol assignments (Teredo among them), documentation, 6to4. */
const IPV6_REFUSED = ["2001::/23", "2001:db8::/32", "3fff::/20", "2002::/16"].map((range) => ipaddr.IPv6.parseCIDR(range));
/** Azure answers metadata and agent requests at a public address. */
const IPV4_METADATA = ipaddr.IPv4.parse("168.63.129.16");

/** Names that mean this machine, this network or a metadata service, whatever a resolver says of them today. */
const NAME_SUFFIXES_REFUSED = [
  "localhost",
  "localdomain",
  "local",
  "internal",
  "intranet",
  "lan",
  "corp",
  "home",
  "private",
  "home.arpa",
  "in-addr.arpa",
  "ip6.arpa",
  "onion",
];
/** Public services whose names lead to whatever address the name itself spells. */
const NAME_SUFFIXES_WILDCARD = [
  "nip.io",
  "sslip.io",
  "xip.io",
  "xip.name",
  "traefik.me",
  "localtest.me",
  "lvh.me",
  "vcap.me",
  "lacolhost.com",
  "local.gd",
  "backname.io",
  "1u.ms",
  "rbndr.us",
];

/** Ports past 1023 that databases, remote control and other line-based services are known to listen on. */
const PORTS_REFUSED: ReadonlySet<number> = new Set([
  1080, 1433, 1521, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3128, 3306, 3389, 3659, 4045, 4190, 4369, 5060, 5061, 5432, 5672, 5900,
  5984, 5985, 5986, 6000, 6379, 6380, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 8500, 9042, 9092, 9200, 9300, 10080, 10250,
  10255, 11211, 15672, 16379, 26379, 27017, 27018, 27019, 50000,
]);
const PORT_UNPRIVILEGED_MIN = 1_024;

/** Only web ports, and ports from 1024 that no well-known inside service uses. */
export const isPortRefused = (port: number): boolean =>
  port !== 80 && port !== 443 && (port < PORT_UNPRIVILEGED_MIN || PORTS_REFUSED.has(port));

/** An address as ipaddr.js has it, IPv4 inside IPv4-mapped IPv6 taken out. Not an address: undefined. */
export function parseAddress(text: string): IpAddress | undefined {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (bare.includes("%")) return undefined;
  if (!ipaddr.IPv6.isValid(bare) && !ipaddr.IPv4.isValidFourPartDecimal(bare)) return undefined;
  return ipaddr.process(bare);
}

/** Whether anything but a public server may be at this address. Text that is no address at all is refused as well. */
export function isAddressRefused(text: string): boolean {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  // A mapped address is nobody's real one; whoever spells it so hides something.
  if (ipaddr.IPv6.isValid(bare) && ipaddr.IPv6.parse(bare).isIPv4MappedAddress()) return true;
  const address = parseAddress(text);
  if (address === undefined) return true;
  if (address instanceof ipaddr.IPv4) return address.range() !== "unicast" || address.match(IPV4_METADATA, 32);
  return address.range() !== "unicast" || !address.match(IPV6_GLOBAL) || IPV6_REFUSED.some((range) => address.match(range));
}

/** Whether a host name is refused before anybody resolves it. `host` in lower case, without a trailing dot. */
export function isNameRefused(host: string): boolean {
  if (!host.includes(".")) return true;
  const endsIn = (suffix: string): boolean => host === suffix || host.endsWith(`.${suffix}`);
  return NAME_SUFFIXES_REFUSED.some(endsIn) || NAME_SUFFIXES_WILDCARD.some(endsIn);
}

/** Private hosts that may be reached all the same. */
export class AllowList {
  readonly #names: ReadonlySet<string>;
  readonly #ranges: readonly [IpAddress, number][];

  /** @param entries host names, addresses and CIDR ranges, comma-separated; what is none of these throws a TypeError */
  constructor(entries: string) {
    const names = new Set<string>();
    const ranges: [IpAddress, number][] = [];
    for (const entry of entries.split(",").map((part) => part.trim().toLowerCase())) {
      if (entry === "") continue;
      const range = readRange(entry);
      if (range !== undefined) ranges.push(range);
      else if (/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/.test(entry) && !/^[\d.]+$/.test(entry)) names.add(entry);
      else throw new TypeError(`"${entry}" is neither a host name nor an address nor a CIDR range.`);
    }
    this.#names = names;
    this.#ranges = ranges;
  }

  hasName(host: string): boolean {
    return this.#names.has(host);
  }

  hasAddress(text: string): boolean {
    const address = parseAddress(text);
    if (address === undefined) return false;
    return this.#ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
  }
}

function readRange(entry: string): [IpAddress, number] | undefined {
  const slash = entry.indexOf("/");
  const base = parseAddress(slash < 0 ? entry : entry.slice(0, slash));
  if (base === undefined) return undefined;
  const bitsMax = base.kind() === "ipv4" ? 32 : 128;
  if (slash < 0) return [base, bitsMax];
  const bits = entry.slice(slash + 1);
  return /^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax ? [base, Number(bits)] : undefined;
}
