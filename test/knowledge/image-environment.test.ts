import { describe, expect, test } from "vitest";
import { imageEnvironment } from "../../src/knowledge/image-environment.ts";

describe("what an image sets", () => {
  test.each([
    ["openjdk", "8-jdk", "/usr/local/openjdk-8"],
    ["openjdk", "8-jre-alpine", "/usr/lib/jvm/java-1.8-openjdk"],
    ["openjdk", "11-slim", "/usr/local/openjdk-11"],
    ["openjdk", "17", "/usr/java/openjdk-17"],
    ["openjdk", "17-slim-bullseye", "/usr/local/openjdk-17"],
    ["openjdk", "17-alpine", "/opt/openjdk-17"],
    ["amazoncorretto", "17", "/usr/lib/jvm/java-17-amazon-corretto"],
    ["amazoncorretto", "8", "/usr/lib/jvm/java-1.8.0-amazon-corretto"],
    ["amazoncorretto", "21-alpine", "/usr/lib/jvm/default-jvm"],
    ["eclipse-temurin", "21-jre", "/opt/java/openjdk"],
    ["openjdk", "latest", undefined],
    ["amazoncorretto", "17-al2023-headless", undefined],
  ])("%s:%s has its Java in %s", (name, tag, expected) => {
    expect(imageEnvironment(name, tag).env["JAVA_HOME"]).toBe(expected);
  });

  test("a full version is known from the tag, and a part of it is not", () => {
    expect(imageEnvironment("nginx", "1.27.2-alpine").env["NGINX_VERSION"]).toBe("1.27.2");
    expect(imageEnvironment("nginx", "1.27").env["NGINX_VERSION"]).toBeUndefined();
    expect(imageEnvironment("postgres", "16-alpine").env["PG_MAJOR"]).toBe("16");
  });

  test("is all that there is for distributions alone", () => {
    expect(imageEnvironment("debian", "12").complete).toBe(true);
    expect(imageEnvironment("node", "20.1.0").complete).toBe(false);
    expect(imageEnvironment(undefined, "12")).toEqual({ env: {}, complete: false });
    expect(imageEnvironment("golang", "1.22.3-windowsservercore-ltsc2022")).toEqual({ env: {}, complete: false });
  });
});
