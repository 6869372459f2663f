import { executes, pulls, refuses, variable, vector } from "./vector.ts";

/** Stages: which there are, what they need, and what they run on. */
export const STAGES = [
  pulls("a stage's name hides an image", "FROM debian:12 AS node\nFROM node\nRUN one", { images: ["docker.io/library/debian:12 @ linux/arm64"] }),
  pulls("its own name is no stage yet", "FROM node AS node\nRUN one", { images: ["docker.io/library/node:latest @ linux/arm64"] }),
  refuses("FROM compares names exactly", "FROM debian:12 AS Tools\nFROM Tools\n", { message: "must be lowercase" }),
  executes("COPY finds names in any case", "FROM debian:12 AS Tools\nRUN one\nFROM debian:12\nCOPY --from=TOOLS /a /a\nRUN two", { runs: ["one", "two"] }),
  executes("COPY finds stages by number", "FROM debian:12\nRUN one\nFROM debian:12\nRUN two\nFROM debian:12\nCOPY --from=1 /a /a\n", { runs: ["two"] }),
  executes("what nobody needs is not run", "FROM debian:12 AS spare\nRUN one\nFROM debian:12\nRUN two", { runs: ["two"] }),
  executes("the target may be any stage", "FROM debian:12 AS one\nRUN one\nFROM one AS two\nRUN two\nFROM two\nRUN three", { runs: ["one", "two"], target: "Two" }),
  refuses("the target can't be a number", "FROM debian:12 AS one\n", { message: "could not be found", target: "0" }),
  executes("the platform chooses the stage", "FROM debian:12 AS get-amd64\nRUN intel\nFROM debian:12 AS get-arm64\nRUN arm\nFROM get-${TARGETARCH}\nRUN all", {
    runs: ["all", "arm"],
  }),
  pulls("a stage missing for the platform becomes an image", "FROM debian:12 AS get-amd64\nFROM get-${TARGETARCH}\n", {
    images: ["docker.io/library/get-arm64:latest @ linux/arm64"],
  }),
  executes("a mount needs its stage", "FROM debian:12 AS tools\nRUN one\nFROM debian:12\nRUN --mount=from=tools,target=/t two", { runs: ["one", "two"] }),
  pulls("a mount knows no numbers", "FROM debian:12 AS a\nFROM debian:12 AS b\nRUN --mount=type=bind,from=0,target=/t one", {
    images: ["docker.io/library/0:latest @ linux/arm64", "docker.io/library/debian:12 @ linux/arm64"],
  }),
  executes("FROM binds to the nearest name above", "FROM debian:12 AS x\nRUN one\nFROM debian:12 AS x\nRUN two\nFROM x\nRUN three", { runs: ["three", "two"] }),
  executes("COPY binds to the last of a name", "FROM debian:12 AS x\nRUN one\nFROM debian:12 AS x\nRUN two\nFROM debian:12\nCOPY --from=x /a /a\n", { runs: ["two"] }),
  refuses("a circle", "FROM debian:12 AS hen\nCOPY --from=egg /a /a\nFROM debian:12 AS egg\nCOPY --from=hen /a /a\n", {
    message: "circular dependency detected on stage: hen",
  }),
  refuses("a stage that comes later", "FROM debian:12 AS app\nCOPY --from=tools /a /a\nFROM debian:12 AS tools\nFROM app\n", {
    message: 'cannot copy from stage "tools", it needs to be defined before current stage "app"',
  }),
  refuses("a number beyond the stages, even where nobody goes", "FROM debian:12 AS spare\nCOPY --from=7 /a /a\nFROM debian:12\n", { message: "invalid stage index 7" }),
  refuses("a name of an image that is none, even where nobody goes", "FROM Debian/Bookworm:12! AS spare\nFROM debian:12\n", { message: "invalid reference format" }),
  refuses("a variable in COPY --from", "FROM debian:12 AS a\nFROM debian:12\nARG S=a\nCOPY --from=${S} /a /a\n", { message: "variable expansion is not supported for --from" }),
  refuses("a variable in the from of a mount", "FROM debian:12 AS a\nFROM debian:12\nARG S=a\nRUN --mount=from=${S},target=/a one", { message: "doesn't support variable expansion" }),
  refuses("a blank image", "FROM ${NOTHING}\n", { message: "base name (${NOTHING}) should not be blank" }),
  refuses("no stage at all", "ARG A=1\n", { message: "dockerfile contains no stages to build" }),
  refuses("a name of 64 hexadecimal digits", `FROM ${"c0ffee00".repeat(8)}\n`, { message: "cannot specify 64-byte hexadecimal strings" }),

  variable("triggers of a parent stage run in the child", "FROM debian:12 AS parent\nONBUILD ARG TARGETARCH\nFROM parent\nRUN probe", { name: "TARGETARCH", is: "arm64" }),
  executes("triggers don't reach grandchildren", "FROM debian:12 AS a\nONBUILD RUN trigger\nFROM a AS b\nRUN one\nFROM b\nRUN two", { runs: ["one", "trigger", "two"] }),
  executes("a trigger may need a stage", "FROM debian:12 AS parent\nONBUILD COPY --from=files /a /a\nFROM debian:12 AS files\nRUN one\nFROM parent\n", { runs: ["one"] }),
  executes("triggers of a base image run", "FROM starter\nRUN own", {
    runs: ["RUN-less trigger", "own"],
    images: { starter: { index: ["linux/arm64"], onbuild: ["RUN RUN-less trigger"] } },
  }),

  vector("a stage on the builder's platform", "FROM --platform=$BUILDPLATFORM golang AS make\nFROM debian:12\nCOPY --from=make /a /a\n", {
    check: { kind: "stage_platform", stage: "make" },
    expected: "linux/amd64",
  }),
  vector("a child has its parent's platform", "FROM --platform=$BUILDPLATFORM golang AS a\nFROM --platform=linux/s390x a AS b\n", {
    check: { kind: "stage_platform", stage: "b" },
    expected: "linux/amd64",
  }),
  vector("scratch has the target's platform", "FROM --platform=linux/s390x scratch AS a\n", { check: { kind: "stage_platform", stage: "a" }, expected: "linux/arm64" }),
  vector("a written v8 is kept", "FROM --platform=linux/arm64/v8 debian:12 AS a\n", { check: { kind: "stage_platform", stage: "a" }, expected: "linux/arm64/v8" }),
  vector("an architecture alone means Linux", "FROM --platform=AARCH64 debian:12 AS a\n", { check: { kind: "stage_platform", stage: "a" }, expected: "linux/arm64" }),
  vector("an unknown architecture is taken as it is", "FROM --platform=linux/toaster debian:12 AS a\n", { check: { kind: "stage_platform", stage: "a" }, expected: "linux/toaster" }),
  vector("a variant only where there is one", "FROM --platform=linux/$TARGETARCH${TARGETVARIANT:+/$TARGETVARIANT} debian:12 AS a\n", {
    target_platform: "linux/arm/v5",
    check: { kind: "stage_platform", stage: "a" },
    expected: "linux/arm/v5",
  }),
  refuses("a variant that is empty", "FROM --platform=linux/$TARGETARCH/$TARGETVARIANT debian:12\n", { message: 'is an invalid component of "linux/arm64/"' }),
  refuses("an empty platform, even where nobody goes", "FROM --platform=${NOTHING} debian:12 AS spare\nFROM debian:12\n", { message: "empty platform value from expression ${NOTHING}" }),
  refuses("a wildcard", "FROM --platform=*/arm64 debian:12\n", { message: "wildcards not yet supported" }),
  pulls("other images are fetched for the target", "FROM --platform=$BUILDPLATFORM golang\nCOPY --from=certs /c /c\nRUN --mount=from=tools,target=/t one", {
    images: ["docker.io/library/certs:latest @ linux/arm64", "docker.io/library/golang:latest @ linux/amd64", "docker.io/library/tools:latest @ linux/arm64"],
  }),

  vector("an index falls back to 32-bit arm", "FROM old AS a\n", {
    images: { old: { index: ["linux/amd64", "linux/arm/v6", "linux/arm/v7"] } },
    check: { kind: "base_selected", stage: "a" },
    expected: "linux/arm/v7",
  }),
  refuses("an index without the platform", "FROM intel\n", { message: "no match for platform in manifest", images: { intel: { index: ["linux/amd64", "unknown/unknown"] } } }),
  vector("a single manifest of another platform is taken", "FROM intel\n", { images: { intel: { single: "linux/amd64" } }, check: { kind: "no_error" }, expected: true }),
  vector("an index nobody needs is not looked at", "FROM intel AS spare\nFROM debian:12\n", {
    images: { intel: { index: ["linux/amd64"] } },
    check: { kind: "no_error" },
    expected: true,
  }),
  vector("the result is labelled with the target", "FROM --platform=linux/amd64 debian:12\n", { check: { kind: "final_platform" }, expected: "linux/arm64" }),
  vector("without --platform the base's label stays", "FROM intel\n", {
    target_platform: "",
    build_platform: "linux/arm64",
    images: { intel: { single: "linux/amd64" } },
    check: { kind: "final_platform" },
    expected: "linux/amd64",
  }),
];
