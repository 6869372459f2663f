import { checks, refuses, variable, vector } from "./vector.ts";

const PLATFORM = "FROM debian:12\nARG TARGETARCH TARGETPLATFORM TARGETVARIANT\n";

const expands = (id: string, written: string, is: string, target_platform = "linux/arm64") =>
  variable(id, `${PLATFORM}ENV OUT=${written}\nRUN probe`, { name: "OUT", is, target_platform });

const operands = (id: string, instruction: string, expected: readonly string[]) =>
  vector(id, `${PLATFORM}${instruction}\n`, { check: { kind: "args", stage: "stage-0", index: 1 }, expected });

const launches = (id: string, rest: string, expected: readonly string[], target_platform = "linux/arm64") =>
  vector(id, `FROM debian:12\n${rest}`, { target_platform, check: { kind: "exec", run: "probe" }, expected });

/** Forms of expansion, operands, here-documents, shells and BuildKit's own checks. */
export const INSTRUCTIONS = [
  expands("a default for the unset", "${NONE:-x}", "x"),
  expands("a default for the empty", "${TARGETVARIANT:-x}", "x"),
  expands("without a colon the empty is set", "${TARGETVARIANT-x}", ""),
  expands("an alternative for the set", "v${TARGETARCH:+-$TARGETARCH}", "v-arm64"),
  expands("an alternative without a colon", "${TARGETVARIANT+set}", "set"),
  expands("a default in a default", "${NONE:-${NADA:-$TARGETARCH}}", "arm64"),
  expands("the shortest prefix", "${TARGETPLATFORM#*/}", "arm/v7", "linux/arm/v7"),
  expands("the longest prefix", "${TARGETPLATFORM##*/}", "v7", "linux/arm/v7"),
  expands("the shortest suffix", "${TARGETPLATFORM%/*}", "linux/arm", "linux/arm/v7"),
  expands("the longest suffix", "${TARGETPLATFORM%%/*}", "linux", "linux/arm/v7"),
  expands("one character of any kind", "${TARGETARCH%?4}", "arm"),
  expands("a replacement", "${TARGETARCH/arm64/aarch64}", "aarch64"),
  expands("a replacement that finds nothing", "${TARGETARCH/amd64/x86_64}", "arm64"),
  expands("every occurrence", "${TARGETPLATFORM//\\//_}", "linux_arm_v7", "linux/arm/v7"),
  expands("the longest match is replaced", "${TARGETPLATFORM/i*\\//-}", "l-v7", "linux/arm/v7"),
  expands("single quotes keep the dollar", "'$TARGETARCH'", "$TARGETARCH"),
  expands("double quotes don't", '"$TARGETARCH box"', "arm64 box"),
  expands("an escaped dollar", "\\$TARGETARCH", "$TARGETARCH"),
  expands("a dollar before nothing", "5$", "5$"),
  refuses("an assignment in an expansion", "FROM debian:12\nENV A=${B:=c}\n", { message: "unsupported modifier (:=) in substitution" }),
  refuses("a slice", "FROM debian:12\nENV A=${B:0:3}\n", { message: "unsupported modifier" }),
  refuses("an indirection", "FROM debian:12\nENV A=${!B}\n", { message: "unsupported modifier" }),
  refuses("an open brace", "FROM debian:12\nENV A=${B\n", { message: "syntax error: missing '}'" }),

  operands("COPY is expanded", "COPY out/$TARGETARCH/app /bin/app-$TARGETARCH", ["from=", "out/arm64/app", "->", "/bin/app-arm64"]),
  operands("ADD is expanded", "ADD https://dl.example/${TARGETARCH}.tgz /", ["https://dl.example/arm64.tgz", "->", "/"]),
  operands("WORKDIR is expanded", "WORKDIR /src/$TARGETARCH", ["/src/arm64"]),
  operands("VOLUME is expanded", "VOLUME /data/$TARGETARCH", ["/data/arm64"]),
  operands("CMD is not expanded", "CMD run-$TARGETARCH", ["run-$TARGETARCH"]),
  operands("the JSON form of RUN is not expanded", 'RUN ["probe", "$TARGETARCH"]', ["probe", "$TARGETARCH"]),
  operands("ENTRYPOINT is not expanded", 'ENTRYPOINT ["/$TARGETARCH"]', ["/$TARGETARCH"]),
  vector("mounts are expanded", `${PLATFORM}RUN --mount=type=cache,id=go-$TARGETARCH,target=/go probe`, {
    check: { kind: "files", stage: "stage-0", index: 1 },
    expected: ["mount type=cache from= src= target=/go id=go-arm64"],
  }),
  vector("a cache is named by its target", "FROM debian:12\nRUN --mount=type=cache,target=/go probe", { check: { kind: "cache_id" }, expected: "/go" }),

  launches("the default shell", "RUN probe", ["/bin/sh", "-c", "probe"]),
  launches("SHELL replaces it", 'SHELL ["/bin/bash", "-c"]\nRUN probe', ["/bin/bash", "-c", "probe"]),
  launches("Windows has another", "RUN probe", ["cmd", "/S", "/C", "probe"], "windows/amd64"),
  launches("the JSON form needs none", 'SHELL ["/bin/bash", "-c"]\nRUN ["probe", "x"]', ["probe", "x"]),
  launches("a body alone is the script", "RUN <<END\nprobe\nmore\nEND\n", ["/bin/sh", "-c", "probe\nmore\n"]),
  launches("quotes around its word change nothing", "RUN <<'END'\nprobe $HOME\nEND\n", ["/bin/sh", "-c", "probe $HOME\n"]),
  launches("leading tabs go", "RUN <<-END\n\tprobe\n\tEND\n", ["/bin/sh", "-c", "probe\n"]),
  launches("beside other text the shell reads it", "RUN cat <<END > /f\nprobe\nEND\n", ["/bin/sh", "-c", "cat <<END > /f\nprobe\nEND"]),
  vector("COPY expands a body", `${PLATFORM}COPY <<END /f\ncpu=$TARGETARCH "quoted" \\$kept\nEND\n`, {
    check: { kind: "files", stage: "stage-0", index: 1 },
    expected: ['END:cpu=arm64 "quoted" $kept\n'],
  }),
  vector("COPY leaves a quoted body", `${PLATFORM}COPY <<'END' /f\ncpu=$TARGETARCH\nEND\n`, {
    check: { kind: "files", stage: "stage-0", index: 1 },
    expected: ["END:cpu=$TARGETARCH\n"],
  }),

  checks("a constant platform", "FROM --platform=linux/amd64 debian:12 AS tools\n", { rule: "FromPlatformFlagConstDisallowed", lines: [1] }),
  checks("a constant platform that the name announces", "FROM --platform=linux/amd64 debian:12 AS tools-amd64\n", { rule: "FromPlatformFlagConstDisallowed", lines: [] }),
  checks("a needless platform", "FROM --platform=$TARGETPLATFORM debian:12\n", { rule: "RedundantTargetPlatform", lines: [1] }),
  checks("a platform of parts", "FROM --platform=$TARGETOS/$TARGETARCH debian:12\n", { rule: "RedundantTargetPlatform", lines: [] }),
  checks("a name nobody declared in FROM", "ARG TAG=12\nFROM debian:${TAGG:-12}\n", { rule: "UndefinedArgInFrom", lines: [2] }),
  checks("a name nobody declared in COPY", "FROM debian:12\nCOPY $TARGETARCH /x\n", { rule: "UndefinedVar", lines: [2] }),
  checks("a name that is declared without value", "FROM debian:12\nARG DIR\nCOPY a$DIR /x\n", { rule: "UndefinedVar", lines: [] }),
  checks("a base of another platform", "FROM intel\n", { rule: "InvalidBaseImagePlatform", lines: [1], images: { intel: { single: "linux/amd64" } } }),
  checks("a default that is no image", "ARG BASE\nFROM $BASE\n", { rule: "InvalidDefaultArgInFrom", lines: [2], build_args: { BASE: "debian:12" } }),
  checks("a check switched off for all", "# check=skip=FromPlatformFlagConstDisallowed\nFROM --platform=linux/amd64 debian:12\n", {
    rule: "FromPlatformFlagConstDisallowed",
    lines: [],
  }),
  checks("a check switched off for one instruction", "FROM debian:12\n# check=skip=FromPlatformFlagConstDisallowed // built apart\nFROM --platform=linux/amd64 debian:12\nFROM --platform=linux/386 debian:12\n", {
    rule: "FromPlatformFlagConstDisallowed",
    lines: [4],
  }),
  checks("an empty comment ends what belongs to an instruction", "FROM debian:12\n# check=skip=all\n#\nFROM --platform=linux/amd64 debian:12\n", {
    rule: "FromPlatformFlagConstDisallowed",
    lines: [4],
  }),
];
