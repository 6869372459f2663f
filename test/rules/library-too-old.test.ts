import { describe, expect, it } from "vitest";
import { findingsOf, fixedBy, linesOf } from "../support/findings.ts";

const RULE = "library-too-old";
const BULLSEYE = ["FROM python:3.10-slim-bullseye", "RUN apt-get update && apt-get install -y gcc librdkafka-dev"];
const INSTALL = "RUN pip install confluent-kafka==2.0.2";

describe("a package that is compiled against a library", () => {
  it("fails where the distribution's is older", () => {
    expect(findingsOf(RULE, [...BULLSEYE, INSTALL])).toMatchObject([{ line: 3, text: "2.0.2", platforms: ["linux/arm64"], fix: "unsafe", message: expect.stringContaining("librdkafka 2.0.2 or later, but debian 11 has 1.6.0") as string }]);
  });

  it("compiles where it is new enough", () => {
    expect(linesOf(RULE, ["FROM python:3.10-slim-bookworm", INSTALL])).toEqual([]);
    expect(linesOf(RULE, [...BULLSEYE, "RUN pip install confluent-kafka==1.6.0"])).toEqual([]);
  });

  it("is no matter where a wheel brings the library along", () => {
    expect(linesOf(RULE, [...BULLSEYE, "RUN pip install confluent-kafka==2.1.0"])).toEqual([]);
  });

  it("may get the library elsewhere", () => {
    expect(linesOf(RULE, [...BULLSEYE, "RUN git clone --depth 1 -b v2.0.2 https://github.com/confluentinc/librdkafka && make -C librdkafka install", INSTALL])).toEqual([]);
    expect(linesOf(RULE, [...BULLSEYE, "RUN echo 'deb https://packages.confluent.io/clients/deb bullseye main' > /etc/apt/sources.list.d/c.list", INSTALL])).toEqual([]);
  });

  it("is left alone on a distribution of which nothing is known", () => {
    expect(linesOf(RULE, ["FROM python:3.10-alpine3.18", INSTALL])).toEqual([]);
    expect(linesOf(RULE, ["FROM company.example/base:1", INSTALL])).toEqual([]);
  });

  it("is raised to the release whose wheel has it", () => {
    expect(fixedBy(RULE, [...BULLSEYE, INSTALL])[2]).toBe("RUN pip install confluent-kafka==2.1.0");
  });
});
