import { describe, expect, it } from "vitest";
import { isPublicAddress } from "../../../src/facts/http/address.ts";
import { mayAsk } from "../../../src/facts/http/hosts.ts";

describe("a public address", () => {
  it.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "172.32.0.1", "100.128.0.1"])("is %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
    "::1", "::", "fe80::1", "fd00::1", "fc00::", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "", "localhost", "1.2.3",
  ])("is not %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("a host", () => {
  const rules = { listed: new Set(["registry.corp.example", "10.0.0.5:5000", "localhost:5000"]), insecure: new Set(["10.0.0.5:5000"]) };
  const may = (url: string, way: "asked" | "redirected" = "asked"): boolean => mayAsk(new URL(url), rules, way);

  it("may be asked when the user listed it, with its port", () => {
    expect(["https://registry.corp.example/v2/", "https://10.0.0.5:5000/", "http://10.0.0.5:5000/", "http://localhost:5000/"].map((url) => may(url))).toEqual([true, true, true, true]);
    expect(["https://registry.corp.example:8443/", "http://registry.corp.example/", "https://10.0.0.5/", "http://localhost:5001/"].map((url) => may(url))).toEqual([false, false, false, false]);
  });

  it("of rented names may be where somebody is sent, and not where a file says to go", () => {
    const bucket = "https://prod-registry.s3.us-east-1.amazonaws.com/blob";
    expect([may(bucket), may(bucket, "redirected")]).toEqual([false, true]);
    expect(may("https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/v2/")).toBe(true);
  });

  it("is no other for ending in the same letters", () => {
    expect(["https://evilquay.io/", "https://ghcr.io.evil.example/", "https://pypi.org.evil.example/"].map((url) => may(url))).toEqual([false, false, false]);
  });
});
