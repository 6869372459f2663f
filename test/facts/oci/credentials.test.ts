import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Credentials, type Credential } from "../../../src/facts/oci/credentials.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "anyarch-login-"));
  mkdirSync(join(home, ".docker"));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");

function config(content: unknown): void {
  writeFileSync(join(home, ".docker/config.json"), JSON.stringify(content));
}

function find(domain: string, repository = "team/app", reviewed?: string): Promise<Credential | undefined> {
  return new Credentials({ env: { HOME: home, PATH: join(home, "bin") }, reviewed }).for(domain, repository);
}

describe("a stored login", () => {
  it("is for its host and for no other", async () => {
    config({ auths: { "registry.example.com": { auth: base64("ann:a:b\0") }, "https://old.example.com/v1/": { username: "bob", password: "pw" } } });
    expect(await find("registry.example.com")).toEqual({ kind: "password", user: "ann", password: "a:b" });
    expect(await find("old.example.com")).toEqual({ kind: "password", user: "bob", password: "pw" });
    for (const other of ["example.com", "evil.example.com", "registry.example.com:5000", "docker.io"]) expect(await find(other)).toBeUndefined();
  });

  it("of Docker Hub is under the name that it has had from the first", async () => {
    config({ auths: { "https://index.docker.io/v1/": { auth: base64("ann:pw") } } });
    expect(await find("docker.io")).toMatchObject({ user: "ann" });
    expect(await find("ghcr.io")).toBeUndefined();
  });

  it("may be a token of two kinds", async () => {
    config({ auths: { "a.example": { identitytoken: "refresh" }, "b.example": { registrytoken: "access" } } });
    expect([await find("a.example"), await find("b.example")]).toEqual([{ kind: "refresh", token: "refresh" }, { kind: "bearer", token: "access" }]);
  });

  it("for a namespace is for what lies in it", async () => {
    config({ auths: { "quay.example/team": { auth: base64("ann:pw") } } });
    expect(await find("quay.example", "team/app")).toMatchObject({ user: "ann" });
    expect(await find("quay.example", "other/app")).toBeUndefined();
  });

  it("below the folder under review is not the user's", async () => {
    config({ auths: { "registry.example.com": { auth: base64("ann:pw") } } });
    expect(await find("registry.example.com", "team/app", home)).toBeUndefined();
  });

  it("that can't be read is none", async () => {
    writeFileSync(join(home, ".docker/config.json"), '{"auths": [');
    expect(await find("registry.example.com")).toBeUndefined();
    config({ auths: { "registry.example.com": { auth: "%%%" }, __proto__: { auth: "x" } }, credsStore: 7 });
    expect(await find("registry.example.com")).toBeUndefined();
  });
});

describe("a login helper", () => {
  function helper(name: string, script: string): void {
    mkdirSync(join(home, "bin"), { recursive: true });
    const file = join(home, "bin", `docker-credential-${name}`);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  it("is given the host and asked for its login", async () => {
    config({ credHelpers: { "registry.example.com": "vault" }, auths: { "registry.example.com": { auth: base64("old:old") } } });
    helper("vault", 'read host; [ "$1" = get ] && echo "{\\"ServerURL\\":\\"$host\\",\\"Username\\":\\"$host\\",\\"Secret\\":\\"pw\\"}"');
    expect(await find("registry.example.com")).toEqual({ kind: "password", user: "registry.example.com", password: "pw" });
  });

  it("may have a token for an answer, or none", async () => {
    config({ credsStore: "keys" });
    helper("keys", 'read host; case $host in a.example) echo \'{"Username":"<token>","Secret":"t"}\' ;; *) echo "credentials not found in native keychain"; exit 1 ;; esac');
    expect([await find("a.example"), await find("b.example")]).toEqual([{ kind: "refresh", token: "t" }, undefined]);
  });

  it("is run by its name only, from the user's path", async () => {
    config({ credsStore: "../../evil" });
    expect(await find("a.example")).toBeUndefined();
    config({ credsStore: "missing" });
    expect(await find("a.example")).toBeUndefined();
  });
});
