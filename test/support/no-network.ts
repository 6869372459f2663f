import { Socket } from "node:net";

interface Connectable {
  connect: (this: Socket, ...args: unknown[]) => Socket;
}

// Tests never reach the network: what they need of it is recorded in fixtures.
// A local socket (a path, no port) stays possible: the test runner itself may use one.
const prototype = Socket.prototype as unknown as Connectable;
const open = prototype.connect;

prototype.connect = function (...args) {
  const [first] = args.flat();
  const path = typeof first === "object" && first !== null && "path" in first ? first.path : undefined;
  if (typeof path !== "string" && typeof first !== "string") throw new Error("the network is closed to tests");

  return Reflect.apply(open, this, args);
};
