import { Socket } from "node:net";

// Tests never reach the network: what they need of it is recorded in fixtures.
// A local socket (a path, no port) stays possible: the test runner itself may use one.
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const [first] = args.flat();
  const path = typeof first === "object" && first !== null ? (first as { path?: string }).path : undefined;
  if (path === undefined && typeof first !== "string") throw new Error("the network is closed to tests");

  return Reflect.apply(connect, this, args) as Socket;
} as typeof connect;
