import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { isIP, Socket } from "node:net";

interface Connectable {
  connect: (this: Socket, ...args: unknown[]) => Socket;
}

interface Guard {
  /** Ports of this machine at which a test has a server of its own. */
  readonly open: Set<number>;
  /** Connections and name look-ups that were tried, whether they were let through or not. */
  tried: number;
}

const guarded = globalThis as { networkGuard?: Guard };

/** One for all test files of a thread. */
export const guard: Guard = (guarded.networkGuard ??= close());

// Tests never reach the network: what they need of it they serve themselves, on this machine, at ports that they open here.
// A local socket (a path, no port) stays possible: the test runner itself may use one.
function close(): Guard {
  const made: Guard = { open: new Set(), tried: 0 };
  const prototype = Socket.prototype as unknown as Connectable;
  const open = prototype.connect;
  prototype.connect = function (...args) {
    const [first] = args.flat();
    const { path, port } = typeof first === "object" && first !== null ? (first as { path?: unknown; port?: unknown }) : { path: first, port: first };
    if (typeof path === "string") return Reflect.apply(open, this, args);
    made.tried++;
    if (made.open.has(Number(port))) return Reflect.apply(open, this, args);
    throw new Error("the network is closed to tests");
  };
  const look = dns.lookup;
  dns.lookup = ((hostname: string, ...rest: unknown[]) => {
    made.tried++;
    if (hostname === "localhost" || isIP(hostname) !== 0) return Reflect.apply(look, dns, [hostname, ...rest]) as unknown;
    const callback = rest.at(-1) as (error: Error) => void;
    process.nextTick(() => callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: "ENOTFOUND" })));
    return {};
  }) as typeof dns.lookup;
  syncBuiltinESMExports();
  return made;
}
