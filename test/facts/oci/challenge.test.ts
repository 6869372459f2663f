import { expect, it } from "vitest";
import { parseChallenges } from "../../../src/facts/oci/challenge.ts";

const read = (header: string): unknown => parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

it("reads parameters in any order, quoted or not", () => {
  expect(read('Bearer service=registry.docker.io,realm="https://auth.docker.io/token", scope="repository:library/alpine:pull"')).toEqual([
    ["bearer", { service: "registry.docker.io", realm: "https://auth.docker.io/token", scope: "repository:library/alpine:pull" }],
  ]);
});

it("reads several challenges of one header", () => {
  expect(read('Basic realm="a \\"quoted\\" place", Bearer realm="https://t.example/",service="s"')).toEqual([
    ["basic", { realm: 'a "quoted" place' }],
    ["bearer", { realm: "https://t.example/", service: "s" }],
  ]);
});

it("makes nothing of what is no challenge", () => {
  expect(read("")).toEqual([]);
  expect(read('="')).toEqual([]);
  expect(read('realm="x"')).toEqual([]);
});

it("takes time in proportion to the header", () => {
  const before = performance.now();
  parseChallenges(`Bearer ${'a="'.repeat(100_000)}`);
  expect(performance.now() - before).toBeLessThan(1000);
});
