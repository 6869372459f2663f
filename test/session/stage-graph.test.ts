import { describe, expect, it } from "vitest";
import { stageGraph } from "../../src/session/stage-graph.ts";
import { buildFor } from "../support/dockerfiles.ts";

const TEXT = `FROM --platform=$BUILDPLATFORM golang:1.22 AS build
RUN go build -o /out/server ./cmd/server
FROM debian:12 AS base-amd64
FROM debian:12 AS base-arm64
FROM scratch AS unused
FROM base-\${TARGETARCH}
COPY --from=build /out/server /usr/bin/server
`;

describe("the graph of a Dockerfile's stages", () => {
  const { stages } = stageGraph("Dockerfile", [buildFor("linux/amd64", TEXT), buildFor("linux/arm64", TEXT)]);

  it("names each stage, its base and its line", () => {
    expect(stages.map(({ name, base, line }) => [name, base, line])).toEqual([
      ["build", "golang:1.22", 1],
      ["base-amd64", "debian:12", 3],
      ["base-arm64", "debian:12", 4],
      ["unused", "scratch", 5],
      ["4", "base-amd64 or base-arm64", 6],
    ]);
  });

  it("says on which platform each runs for each target, and whether it is needed", () => {
    expect(stages[0]?.builds).toEqual([
      { target: "linux/amd64", runsOn: "linux/amd64", use: "needed" },
      { target: "linux/arm64", runsOn: "linux/amd64", use: "needed" },
    ]);
    expect(stages[2]?.builds.map(({ use }) => use)).toEqual(["unused", "shipped"]);
    expect(stages[4]?.builds.map(({ runsOn }) => runsOn)).toEqual(["linux/amd64", "linux/arm64"]);
  });

  it("says what each takes from which, and for which platforms", () => {
    expect(stages[4]?.takes).toEqual([
      { stage: 0, by: "copy", targets: ["linux/amd64", "linux/arm64"] },
      { stage: 1, by: "from", targets: ["linux/amd64"] },
      { stage: 2, by: "from", targets: ["linux/arm64"] },
    ]);
  });
});
