import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ask, settingsFor } from "../../support/asking.ts";
import { scratch } from "../../support/scratch.ts";
import { end, serve, type TestServer } from "../../support/servers.ts";
import { tarOf } from "../../support/tar.ts";

const { folder: home, keep } = scratch("home");

async function registry(listener: RequestListener): Promise<TestServer> {
  return keep(await serve(listener));
}

function npmrc(...lines: readonly string[]): void {
  writeFileSync(join(home(), ".npmrc"), `${lines.join("\n")}\n`);
}

const TARBALL = gzipSync(tarOf(["package/package.json", "package/prebuilds/linux-arm64/node.napi.node", `package/${"deep/".repeat(40)}long.js`]));
const INTEGRITY = `sha512-${createHash("sha512").update(TARBALL).digest("base64")}`;

function packument(host: string, integrity = INTEGRITY): string {
  const dist = { tarball: `http://${host}/sharp/-/sharp-0.33.0.tgz`, integrity };
  return JSON.stringify({
    name: "sharp",
    "dist-tags": { latest: "0.33.0" },
    versions: {
      "0.33.0": { name: "sharp", os: ["linux"], cpu: ["arm64"], libc: ["glibc"], hasInstallScript: true, optionalDependencies: { "@img/sharp-linux-arm64": "0.33.0" }, dist },
      "__proto__": { os: ["evil"] },
      "0.1.0": { scripts: { install: "node-gyp rebuild" }, os: "linux" },
    },
  });
}

function packages(integrity?: string): RequestListener {
  return (message, response) => {
    const { host = "" } = message.headers;
    if (message.url?.endsWith(".tgz") === true) response.writeHead(200).end(TARBALL);
    else if (message.url === "/sharp" || message.url === "/@img%2fcolour") end(response, 200, { "content-type": "application/json" }, packument(host, integrity));
    else end(response, 404, {});
  };
}

describe("a package", () => {
  it("is read with what each release is for", async () => {
    const server = await registry(packages());
    npmrc(`registry=http://${server.host}/`);
    const { fact } = await ask({ kind: "node-package", subject: "sharp" }, settingsFor([], { env: { HOME: home() } }));
    expect(fact).toMatchObject({
      state: "known",
      value: {
        tags: { latest: "0.33.0" },
        versions: {
          "0.33.0": { os: ["linux"], cpu: ["arm64"], libc: ["glibc"], hasInstallScript: true, optionalDependencies: { "@img/sharp-linux-arm64": "0.33.0" } },
          "0.1.0": { hasInstallScript: true },
        },
      },
    });
    expect(fact.state === "known" && Object.keys(fact.value.versions)).toEqual(["0.33.0", "0.1.0"]);
  });

  it("is absent when the registry doesn't know it; what is no name is not asked for", async () => {
    const server = await registry(packages());
    npmrc(`registry=http://${server.host}/`);
    const settings = settingsFor([], { env: { HOME: home() } });
    expect((await ask({ kind: "node-package", subject: "nothing" }, settings)).fact).toMatchObject({ state: "absent" });
    expect((await ask({ kind: "node-package", subject: "../../etc" }, settings)).fact).toEqual({ state: "unknown", because: "unsupported" });
    expect(server.seen).toEqual(["GET /nothing"]);
  });

  it("of a scope comes from the scope's registry, with the token for that address alone", async () => {
    const main = await registry(packages());
    const scoped = await registry(packages());
    npmrc(`registry=http://${main.host}/`, `@img:registry=http://${scoped.host}/`, `//${scoped.host}/:_authToken=\${NPM_TOKEN}`);
    const settings = settingsFor([], { env: { HOME: home(), NPM_TOKEN: "t0ken" } });
    expect((await ask({ kind: "node-package", subject: "@img/colour" }, settings)).fact.state).toBe("known");
    expect((await ask({ kind: "node-package", subject: "sharp" }, settings)).fact.state).toBe("known");
    expect([scoped.headers[0]?.authorization, main.headers[0]?.authorization]).toEqual(["Bearer t0ken", undefined]);
  });
});

describe("the files of a release", () => {
  it("are listed from its archive", async () => {
    const server = await registry(packages());
    npmrc(`registry=http://${server.host}/`);
    const settings = settingsFor([], { env: { HOME: home() } });
    const { fact } = await ask({ kind: "node-files", subject: "sharp@0.33.0" }, settings);
    expect(fact).toMatchObject({ state: "known", value: ["package.json", "prebuilds/linux-arm64/node.napi.node", `${"deep/".repeat(40)}long.js`] });
    expect((await ask({ kind: "node-files", subject: "sharp@9.9.9" }, settings)).fact).toMatchObject({ state: "absent" });
  });

  it("are not believed when the archive is another one", async () => {
    const server = await registry(packages(`sha512-${Buffer.alloc(64).toString("base64")}`));
    npmrc(`registry=http://${server.host}/`);
    expect((await ask({ kind: "node-files", subject: "sharp@0.33.0" }, settingsFor([], { env: { HOME: home() } }))).fact).toEqual({ state: "unknown", because: "broken-answer" });
  });
});
