import { describe, expect, it } from "vitest";
import { textOf } from "../../../src/evaluate/index.ts";
import { build, effects, type Asked } from "./support.ts";

const urls = (text: string, asked: Asked = {}): readonly string[] => effects(build(text, asked), "download").map(({ url }) => textOf(url));

describe("ENTRYPOINT", () => {
  const files = { "start.sh": '#!/bin/sh\nif [ "$1" = update ]; then curl -O https://dl.example/update; fi\ncurl -O "https://dl.example/$1"\nexec "$@"\n' };
  const text = (last: string): string => `FROM debian:12\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n${last}\n`;

  it("is given the words of CMD", () => {
    expect(urls(text('CMD ["serve", "--port=80"]'), { files })).toEqual(["https://dl.example/serve"]);
    expect(urls(text('CMD ["update"]'), { files })).toEqual(["https://dl.example/update", "https://dl.example/update"]);
  });

  it("runs them where it hands over to them", () => {
    const runs = effects(build(text('CMD ["/usr/lib/x86_64-linux-gnu/server"]'), { files }), "run").filter(({ by }) => by === "entrypoint");
    expect(runs.map(({ argv }) => argv.map(textOf).join(" "))).toContain("exec /usr/lib/x86_64-linux-gnu/server");
  });

  it("is given none of a CMD in the shell's form", () => {
    expect(urls(text("CMD serve"), { files })).toEqual(["https://dl.example/"]);
  });
});

describe("RUN", () => {
  it("sees arguments and variables of the stage", () => {
    expect(urls("FROM debian:12\nARG TARGETARCH V=1\nENV HOST=dl.example\nRUN curl -LO https://$HOST/$V/tool-$TARGETARCH\n")).toEqual([
      "https://dl.example/1/tool-arm64",
    ]);
  });

  it("asks the machine that the stage runs on", () => {
    const text = "FROM --platform=$BUILDPLATFORM debian:12 AS a\nRUN curl -LO https://dl.example/$(uname -m)\nFROM debian:12\nCOPY --from=a /x /x\nRUN curl -LO https://dl.example/$(uname -m)\n";

    expect(urls(text)).toEqual(["https://dl.example/x86_64", "https://dl.example/aarch64"]);
  });

  it("points into the here-document that is its script", () => {
    const source = "FROM debian:12\nRUN <<END\ncurl -LO https://dl.example/amd64\nEND\n";
    const [download] = effects(build(source), "download");

    const piece = download?.url.pieces[0];
    expect(source.slice(piece?.from.start, piece?.from.end)).toBe("https://dl.example/amd64");
    expect(piece).toMatchObject({ verbatim: true });
  });

  it("points into a here-document beside a command", () => {
    const source = "FROM debian:12\nRUN <<END bash\ncurl -LO https://dl.example/amd64\nEND\nRUN <<END cat > /etc/x\namd64\nEND\n";
    const built = build(source);

    const [write] = effects(built, "write");
    expect(write?.content.pieces[0]).toMatchObject({ text: expect.stringContaining("amd64") as unknown, from: { start: source.lastIndexOf("amd64") } });
  });

  it("knows what SHELL switched on", () => {
    const script = "RUN false | true\nRUN curl -LO https://dl.example/x\n";

    expect(effects(build(`FROM debian:12\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\n${script}`), "fail")).toHaveLength(1);
    expect(effects(build(`FROM debian:12\n${script}`), "fail")).toHaveLength(0);
  });

  it("runs the JSON form without a shell", () => {
    const built = build('FROM debian:12\nENV A=b\nRUN ["curl", "-LO", "https://dl.example/$A"]\n');

    expect(effects(built, "download").map(({ url }) => textOf(url))).toEqual(["https://dl.example/$A"]);
    expect(effects(built, "run")).toMatchObject([{ by: "exec" }]);
  });
});

describe("scripts that a step runs", () => {
  const files = { "scripts/get.sh": '#!/bin/sh\ncurl -LO "https://dl.example/$1-amd64"\n' };

  it.each([
    ["copied under its name", "COPY scripts/get.sh /usr/local/bin/get\nRUN get tool\n"],
    ["copied with its folder", "WORKDIR /src\nCOPY . .\nRUN ./scripts/get.sh tool\n"],
    ["given to sh", "COPY scripts /s/\nRUN sh /s/get.sh tool\n"],
    ["mounted from the context", "RUN --mount=target=/ctx /ctx/scripts/get.sh tool\n"],
    ["mounted by its name", "RUN --mount=type=bind,source=scripts/get.sh,target=/get.sh sh /get.sh tool\n"],
  ])("are followed into: %s", (_how, steps) => {
    const [download] = effects(build(`FROM debian:12\n${steps}`, { files }), "download");

    expect(textOf(download?.url ?? { pieces: [] })).toBe("https://dl.example/tool-amd64");
    expect(download?.at.file).toBe("scripts/get.sh");
  });

  it("are gone with the mount", () => {
    expect(urls("FROM debian:12\nRUN --mount=target=/ctx true\nRUN /ctx/scripts/get.sh tool\n", { files })).toEqual([]);
  });

  it("are handed from stage to stage", () => {
    expect(urls("FROM debian:12 AS a\nCOPY scripts /s/\nFROM debian:12\nCOPY --from=a /s /t\nRUN sh /t/get.sh tool\n", { files })).toEqual(["https://dl.example/tool-amd64"]);
    expect(urls("FROM debian:12 AS a\nCOPY scripts /s/\nFROM a\nRUN sh /s/get.sh tool\n", { files })).toEqual(["https://dl.example/tool-amd64"]);
  });

  it("are not found where nobody put them", () => {
    expect(urls("FROM debian:12\nRUN sh /s/get.sh tool\n", { files })).toEqual([]);
  });

  it("may be written by COPY", () => {
    expect(urls("FROM debian:12\nCOPY <<END /get.sh\ncurl -LO https://dl.example/amd64\nEND\nRUN sh /get.sh\n")).toEqual(["https://dl.example/amd64"]);
  });
});

describe("commands of the image", () => {
  const run = (text: string, asked: Asked = {}) => effects(build(text, asked), "run").map(({ by, argv }) => [by, argv.map(textOf).join(" ")]);

  it("count only where the image ships, and only the last of each", () => {
    const text = 'FROM debian:12 AS make\nCMD make\nFROM debian:12\nENTRYPOINT ["/old"]\nCMD old\nENTRYPOINT ["/lib64/ld-linux-x86-64.so.2", "/app"]\nCMD new\nHEALTHCHECK --interval=5s CMD ["check"]\nCOPY --from=make /app /app\n';

    expect(run(text)).toEqual([
      ["entrypoint", "/lib64/ld-linux-x86-64.so.2 /app"],
      ["cmd", "new"],
      ["healthcheck", "check"],
    ]);
  });

  it("see ENV but no ARG", () => {
    expect(run("FROM debian:12\nARG A=arg\nENV E=env\nCMD app $E $A\n")[0]?.[1]).toMatch(/^app env/);
    expect(run("FROM debian:12\nARG A=arg\nENV E=env\nCMD app $E $A\n")[0]?.[1]).not.toContain("arg");
  });

  it("do not fail for want of a variable that may be given when they run", () => {
    const files = { "start.sh": '#!/bin/sh\nif [ -z "$TOKEN" ]; then exit 1; fi\ncurl -LO https://dl.example/x\n' };
    const built = build('FROM debian:12\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n', { files });

    expect(effects(built, "download")).toMatchObject([{ at: { file: "start.sh" } }]);
  });
});
