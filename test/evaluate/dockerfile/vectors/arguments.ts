import { executes, pulls, refuses, variable } from "./vector.ts";

const declared = (name: string): string => `FROM debian:12\nARG ${name}\nRUN probe\n`;

/** Automatic arguments, ARG, ENV and their scopes. */
export const ARGUMENTS = [
  variable("the target's architecture after a bare ARG", declared("TARGETARCH"), { name: "TARGETARCH", is: "arm64" }),
  variable("arm64 has an empty variant, which is set", declared("TARGETVARIANT"), { name: "TARGETVARIANT", is: "" }),
  variable("32-bit arm always has a variant", declared("TARGETVARIANT"), { name: "TARGETVARIANT", is: "v7", target_platform: "linux/arm" }),
  variable("armel means version 6", declared("TARGETPLATFORM"), { name: "TARGETPLATFORM", is: "linux/arm/v6", target_platform: "linux/armel" }),
  variable("an alias in the request is resolved", declared("TARGETARCH"), { name: "TARGETARCH", is: "amd64", target_platform: "linux/x86_64" }),
  variable("arm64/v8 is plain arm64", declared("TARGETPLATFORM"), { name: "TARGETPLATFORM", is: "linux/arm64", target_platform: "linux/arm64/v8" }),
  variable("amd64/v3 keeps its level", declared("TARGETVARIANT"), { name: "TARGETVARIANT", is: "v3", target_platform: "linux/amd64/v3" }),
  variable("s390x is passed on as it is", declared("TARGETPLATFORM"), { name: "TARGETPLATFORM", is: "linux/s390x", target_platform: "linux/s390x" }),
  variable("the builder's own platform", declared("BUILDARCH"), { name: "BUILDARCH", is: "amd64" }),
  variable("without --platform the builder's is the target", declared("TARGETPLATFORM"), {
    name: "TARGETPLATFORM",
    is: "linux/ppc64le",
    build_platform: "linux/ppc64le",
    target_platform: "",
  }),
  variable("the version of Windows stands in the target's argument", declared("TARGETPLATFORM"), {
    name: "TARGETPLATFORM",
    is: "windows(10.0.20348)/amd64",
    target_platform: "windows(10.0.20348)/amd64",
  }),
  variable("the version of Windows is left out of the builder's argument", declared("BUILDPLATFORM"), {
    name: "BUILDPLATFORM",
    is: "windows/amd64",
    build_platform: "windows(10.0.20348)/amd64",
    target_platform: "",
  }),
  variable("parts are not computed from each other", "FROM debian:12\nARG TARGETARCH TARGETPLATFORM\nRUN probe", {
    name: "TARGETPLATFORM",
    is: "linux/arm64",
    build_args: { TARGETARCH: "riscv64" },
  }),
  variable("the name of the last stage", "FROM debian:12 AS Tools\nARG TARGETSTAGE\nRUN probe", { name: "TARGETSTAGE", is: "tools" }),
  variable("the asked-for stage as it was typed", "FROM debian:12 AS tools\nARG TARGETSTAGE\nRUN probe\nFROM tools", {
    name: "TARGETSTAGE",
    is: "TOOLS",
    target: "TOOLS",
  }),
  variable("a stage without name is called default", declared("TARGETSTAGE"), { name: "TARGETSTAGE", is: "default" }),

  variable("undeclared means unset", "FROM debian:12\nRUN probe", { name: "TARGETARCH", is: null }),
  variable("a default in the stage always wins", "FROM debian:12\nARG TARGETARCH=amd64\nRUN probe", { name: "TARGETARCH", is: "amd64" }),
  variable("the command line beats a default", "FROM debian:12\nARG TARGETARCH=amd64\nRUN probe", {
    name: "TARGETARCH",
    is: "arm",
    build_args: { TARGETARCH: "arm" },
  }),
  variable("an empty argument beats a default", "FROM debian:12\nARG FLAVOUR=slim\nRUN probe", {
    name: "FLAVOUR",
    is: "",
    build_args: { FLAVOUR: "" },
  }),
  variable("a global default reaches a stage by a bare ARG", "ARG TARGETARCH=amd64\nFROM debian:12\nARG TARGETARCH\nRUN probe", {
    name: "TARGETARCH",
    is: "amd64",
  }),
  variable("a global ARG alone reaches no stage", "ARG FLAVOUR=slim\nFROM debian:12\nRUN probe", { name: "FLAVOUR", is: null }),
  variable("a bare global ARG changes nothing", "ARG TARGETARCH\nFROM debian:12\nARG TARGETARCH\nRUN probe", { name: "TARGETARCH", is: "arm64" }),
  variable("a default of itself in a stage sees nothing", "FROM debian:12\nARG TARGETARCH=${TARGETARCH:-386}\nRUN probe", {
    name: "TARGETARCH",
    is: "386",
  }),
  variable("a default of itself before FROM sees the platform", "ARG CPU=${TARGETARCH:-386}\nFROM debian:12\nARG CPU\nRUN probe", {
    name: "CPU",
    is: "arm64",
  }),
  variable("a bare ARG behind a default restores the platform", "FROM debian:12\nARG TARGETARCH=386\nARG TARGETARCH\nRUN probe", {
    name: "TARGETARCH",
    is: "arm64",
  }),
  variable("a default behind a bare ARG hides the platform", "FROM debian:12\nARG TARGETARCH\nARG TARGETARCH=386\nRUN probe", {
    name: "TARGETARCH",
    is: "386",
  }),
  variable("ARG words are read one after the other", "FROM debian:12\nARG A=1 B=$A-2\nRUN probe", { name: "B", is: "1-2" }),
  variable("ENV words all see what was before", "FROM debian:12\nENV A=old\nENV A=new B=$A\nRUN probe", { name: "B", is: "old" }),
  variable("ENV in its old form takes the rest of the line", "FROM debian:12\nENV GREETING good  day\nRUN probe", { name: "GREETING", is: "good  day" }),
  variable("names of ENV are expanded", "FROM debian:12\nARG N=CODE\nENV ${N}_PAGE=437\nRUN probe", { name: "CODE_PAGE", is: "437" }),
  variable("an ARG without value stays unset", "FROM debian:12\nARG CHANNEL\nRUN probe", { name: "CHANNEL", is: null }),
  variable("an ARG with nothing behind = is empty", "FROM debian:12\nARG CHANNEL=\nRUN probe", { name: "CHANNEL", is: "" }),
  variable("names are case-sensitive", "FROM debian:12\nARG targetarch\nRUN probe", { name: "targetarch", is: null }),
  variable("the last writer of ARG and ENV wins", "FROM debian:12\nENV MODE=image\nARG MODE=build\nRUN probe", { name: "MODE", is: "build" }),
  variable("a child stage begins with what the image kept", "FROM debian:12 AS one\nENV MODE=image\nARG MODE=build\nFROM one\nRUN probe", {
    name: "MODE",
    is: "image",
  }),
  variable("a child stage inherits arguments", "FROM debian:12 AS one\nARG TARGETARCH\nFROM one\nRUN probe", { name: "TARGETARCH", is: "arm64" }),
  variable("variables of the base image are there", "FROM jdk\nRUN probe", {
    name: "JAVA_HOME",
    is: "/opt/java",
    images: { jdk: { index: ["linux/arm64"], env: ["JAVA_HOME=/opt/java"] } },
  }),
  variable("an ARG of the platform beats the base image's variable", "FROM odd\nARG TARGETARCH\nRUN probe", {
    name: "TARGETARCH",
    is: "arm64",
    images: { odd: { env: ["TARGETARCH=sparc"] } },
  }),

  pulls("FROM sees automatic arguments undeclared", "FROM debian:12-$TARGETARCH\n", {
    images: ["docker.io/library/debian:12-arm64 @ linux/arm64"],
  }),
  pulls("FROM sees a global default instead", "ARG TARGETARCH=amd64\nFROM debian:12-$TARGETARCH\n", {
    images: ["docker.io/library/debian:12-amd64 @ linux/arm64"],
  }),
  pulls("global ARGs build upon each other", "ARG MAJOR=12\nARG TAG=${MAJOR}-slim\nARG MAJOR=13\nFROM debian:$TAG\n", {
    images: ["docker.io/library/debian:12-slim @ linux/arm64"],
  }),
  pulls("arguments and variables of a stage are no use to FROM", "FROM debian:12 AS one\nARG V=1\nENV W=2\nFROM debian:x$V$W\n", {
    images: ["docker.io/library/debian:x @ linux/arm64"],
  }),
  pulls("a quoted image is unquoted", 'FROM "debian:12"\n', { images: ["docker.io/library/debian:12 @ linux/arm64"] }),
  refuses("a required variable that is missing", "FROM scratch\nARG KEY\nENV OTHER=${KEY:?\"no key\"}\n", { message: "KEY: no key" }),
  executes("a requirement that the command line makes needless", "FROM debian:12\nARG KEY\nARG OTHER=${KEY:?\"no key\"}\nRUN probe", {
    runs: ["probe"],
    build_args: { OTHER: "x" },
  }),
];
