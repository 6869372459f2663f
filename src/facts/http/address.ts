import { BlockList, isIP } from "node:net";

/** Ranges that are no place on the public internet (IANA special-purpose registries, 2026). */
const NOT_PUBLIC_4 = [
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
  "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
];
/** Only 2000::/3 is handed out; inside of it these lead elsewhere: Teredo, ORCHID, documentation, 6to4. */
const NOT_PUBLIC_6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const blocked = new BlockList();
const global6 = new BlockList();
for (const range of NOT_PUBLIC_4) blocked.addSubnet(...parts(range), "ipv4");
for (const range of NOT_PUBLIC_6) blocked.addSubnet(...parts(range), "ipv6");
global6.addSubnet("2000::", 3, "ipv6");

function parts(range: string): [string, number] {
  const [net = "", prefix = ""] = range.split("/");
  return [net, Number(prefix)];
}

/** Whether an IP address is a place on the public internet. Text that is no address is none. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  const version = isIP(mapped ?? plain);
  if (version === 4) return !blocked.check(mapped ?? plain, "ipv4");
  return version === 6 && global6.check(plain, "ipv6") && !blocked.check(plain, "ipv6");
}

/** Whether a host is this machine by its own words: `localhost`, 127.0.0.0/8, ::1. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || hostname === "::1" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Whether a host of a URL is written as an address. */
export function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;
}
