import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { front, hasRegistry, startRegistry, type Interceptor, type TestServer } from "./servers.ts";

/** A folder of each test's own, and the servers that it opens: both go when it ends. */
export interface Scratch {
  readonly folder: () => string;
  readonly keep: (server: TestServer) => TestServer;
}

/** Prepares a scratch for every test of the file or of the block that calls it. */
export function scratch(name: string): Scratch {
  let folder = "";
  const open: TestServer[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), `anyarch-${name}-`));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    for (const server of open.splice(0)) await server.close();
  });
  return {
    folder: () => folder,
    keep(server) {
      open.push(server);
      return server;
    },
  };
}

/** A registry for all tests of the file, and servers in front of it for one test each. */
export function scratchRegistry({ keep }: Scratch): { readonly registry: () => TestServer; readonly behind: (intercept?: Interceptor) => Promise<TestServer> } {
  let registry: TestServer | undefined;
  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(async () => {
    if (hasRegistry) await registry?.close();
  });
  const started = (): TestServer => {
    if (registry === undefined) throw new Error("there is no registry on this machine");
    return registry;
  };
  return { registry: started, behind: async (intercept) => keep(await front(started(), intercept === undefined ? {} : { intercept })) };
}
