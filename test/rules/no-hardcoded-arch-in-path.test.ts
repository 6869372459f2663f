import { describe, expect, test } from "vitest";
import { judgeOf, onDebian } from "../support/judging.ts";

const { met, words, fixed } = judgeOf("no-hardcoded-arch-in-path");

const LIB = "/usr/lib/x86_64-linux-gnu";

describe("where a path can stand", () => {
  test.each([
    ["ENV", `ENV LD_LIBRARY_PATH=${LIB}:/opt/lib`],
    ["ARG", `ARG LIBDIR=${LIB}\nRUN cp /src/libmeter.so \${LIBDIR}/`],
    ["RUN", `RUN ln -s ${LIB}/libz.so.1 /usr/local/lib/libz.so`],
    ["a variable of the shell", `RUN export LD_LIBRARY_PATH=${LIB} && ./configure`],
    ["an option", `RUN gcc -o /app main.c -L${LIB} -lssl`],
    ["COPY --from", `COPY --from=debian:bookworm ${LIB}/libpq.so.5 /opt/lib/`],
    ["VOLUME", `VOLUME ["${LIB}/plugins"]`],
    ["WORKDIR", `WORKDIR ${LIB}/plugins`],
    ["CMD", `CMD ["${LIB}/meter/server"]`],
    ["ENTRYPOINT", `ENTRYPOINT LD_PRELOAD=${LIB}/libtcmalloc.so.4 /app/server`],
    ["a file that is written", `RUN echo ${LIB}/libjemalloc.so.2 > /etc/ld.so.preload`],
  ])("is seen: %s", (_, lines) => {
    expect(words(onDebian(lines))).toEqual(["x86_64-linux-gnu"]);
  });

  test.each([
    ["a message", `RUN echo "plugins are in ${LIB}"`],
    ["a label", `LABEL libraries=${LIB}`],
    ["an argument that nothing reads", `ARG LIBDIR=${LIB}`],
    ["a folder of one's own in a step", "RUN mkdir -p /tmp/out-x86_64 && touch /tmp/out-x86_64/done"],
    ["a platform", "ENV DEFAULT_PLATFORM=linux/amd64"],
  ])("is not seen: %s", (_, line) => {
    expect(words(onDebian(line))).toEqual([]);
  });
});

describe("kinds of path", () => {
  test.each([
    ["amd64", "ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64"],
    ["x86_64", "ENV JAVA_HOME=/usr/lib/jvm/java-17-amazon-corretto.x86_64"],
    ["x86-64", "COPY --from=debian:bookworm /lib64/ld-linux-x86-64.so.2 /lib64/"],
    ["/lib/ld-musl-x86_64.so.1", "COPY --from=alpine:3.19 /lib/ld-musl-x86_64.so.1 /lib/"],
    ["x86_64-linux", "ENV LD_LIBRARY_PATH=/usr/local/cuda/targets/x86_64-linux/lib"],
    ["amd64", "COPY bin/agent-linux-amd64 /usr/local/bin/agent"],
  ])("%s of %s", (word, line) => {
    expect(words(onDebian(line))).toEqual([word]);
  });

  test("the link that every platform has is no finding", () => {
    expect(words(onDebian("ENV JAVA_HOME=/usr/lib/jvm/default-java"))).toEqual([]);
  });

  test("a file of the build context is there on every platform, and the message says so", () => {
    const [context, stage] = met(onDebian("COPY bin/agent-linux-amd64 /usr/local/bin/agent", "COPY --from=debian:bookworm /opt/agent-linux-amd64 /usr/local/bin/agent2"));
    expect(context?.finding.message).toContain("every platform gets");
    expect(stage?.finding.message).toContain("written into the path");
  });

  test("package files are not judged as paths", () => {
    expect(words(onDebian("COPY meter_2.1_amd64.deb /tmp/"))).toEqual([]);
  });
});

describe("what comes of it", () => {
  test.each([
    ["build-fails", `COPY --from=debian:bookworm ${LIB}/libpq.so.5 /opt/lib/`],
    ["run-fails", `COPY --from=debian:bookworm ${LIB}/libpq.so* /opt/lib/`],
    ["run-fails", `COPY --from=debian:bookworm /opt/libpq.so.5 ${LIB}/`],
    ["wrong-binary", "COPY bin/agent-linux-amd64 /usr/local/bin/agent"],
    ["build-fails", `RUN cp ${LIB}/libz.so.1 /opt/`],
    ["build-fails", `RUN ln ${LIB}/libz.so.1 /opt/`],
    ["run-fails", `RUN ln -sf ${LIB}/libz.so.1 /opt/`],
    ["run-fails", "ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64"],
    ["build-fails", "ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64\nRUN cp config/cacerts $JAVA_HOME/lib/security/"],
    ["run-fails", `RUN echo ${LIB}/libjemalloc.so.2 > /etc/ld.so.preload`],
    ["run-fails", `CMD ["${LIB}/meter/server"]`],
  ])("%s: %s", (consequence, lines) => {
    expect(met(onDebian(lines)).map(({ finding }) => finding.consequence)).toEqual([consequence]);
  });

  test.each([
    ["LD_LIBRARY_PATH", `ENV LD_LIBRARY_PATH=/opt/lib:${LIB}`],
    ["LD_LIBRARY_PATH that is added to", `ENV LD_LIBRARY_PATH=${LIB}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}`],
    ["PKG_CONFIG_PATH", `ENV PKG_CONFIG_PATH=${LIB}/pkgconfig`],
  ])("the platform's own folder is searched without being told: %s is only worth a note", (_, line) => {
    expect(met(onDebian(line)).map(({ finding: { level, consequence } }) => [level, consequence])).toEqual([["note", "none"]]);
  });

  test("a folder below it is not", () => {
    expect(met(onDebian(`ENV LD_LIBRARY_PATH=${LIB}/meter`)).map(({ finding: { level, consequence } }) => [level, consequence])).toEqual([["error", "run-fails"]]);
  });
});

describe("who takes care already", () => {
  test("a query answers", () => {
    expect(words(onDebian("RUN ln -s /usr/lib/$(uname -m)-linux-gnu/libz.so.1 /usr/local/lib/"))).toEqual([]);
  });

  test("a condition looks whether the folder is there", () => {
    expect(words(onDebian(`RUN if [ -d ${LIB} ]; then ln -s ${LIB}/libz.so.1 /usr/local/lib/; fi`))).toEqual([]);
  });

  test("a list has the folders of all", () => {
    expect(words(onDebian(`ENV LD_LIBRARY_PATH=${LIB}:/usr/lib/aarch64-linux-gnu`))).toEqual([]);
  });

  test("a list with the folder of a third CPU does not help", () => {
    expect(words(onDebian(`ENV LD_LIBRARY_PATH=${LIB}:/usr/lib/s390x-linux-gnu`)).length).toBeGreaterThan(0);
  });

  test("the files of all platforms are copied", () => {
    expect(words(onDebian("COPY bin/agent-amd64 bin/agent-arm64 /opt/agent/"))).toEqual([]);
  });

  test("a cross compiler is installed for that CPU", () => {
    const cross = "ENV PKG_CONFIG_PATH=/usr/lib/aarch64-linux-gnu/pkgconfig";
    expect(words(onDebian("RUN apt-get install -y gcc-aarch64-linux-gnu", cross))).toEqual([]);
    expect(words(onDebian("RUN apt-get install -y gcc", cross))).toEqual(["aarch64-linux-gnu"]);
  });

  test("a step of the builder uses the builder's folder", () => {
    const text = `FROM --platform=$BUILDPLATFORM debian:bookworm AS build\nRUN cp ${LIB}/libz.so.1 /tmp/\nFROM debian:bookworm\nCOPY --from=build /srv/pages /srv/pages\n`;
    expect(words(text)).toEqual([]);
  });
});

describe("fixes", () => {
  test("Debian's JVM follows TARGETARCH", () => {
    expect(fixed(onDebian("ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64"))).toEqual(["ARG TARGETARCH", "ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-${TARGETARCH}"]);
  });

  test("in RUN the machine is asked", () => {
    expect(fixed(onDebian(`RUN ln -s ${LIB}/libz.so.1 /usr/local/lib/`))).toEqual(["RUN ln -s /usr/lib/$(uname -m)-linux-gnu/libz.so.1 /usr/local/lib/"]);
  });

  test("where the kernel's word is not the folder's, the whole folder is mapped", () => {
    const lines = fixed(onDebian(`RUN ln -s ${LIB}/libz.so.1 /usr/local/lib/`), { platforms: ["linux/amd64", "linux/arm/v7"] });
    expect(lines.map((line) => line.trim())).toContain("arm) arch='arm-linux-gnueabihf' ;; \\");
  });

  test("in ENV the word is derived, which older frontends can't do", () => {
    const text = onDebian(`ENV LD_LIBRARY_PATH=${LIB}`);
    expect(fixed(text)).toEqual([]);
    expect(fixed(text, { unsafe: true }).at(-1)).toBe("ENV LD_LIBRARY_PATH=/usr/lib/${MACHINE}-linux-gnu");
  });

  test("CUDA's servers on Arm have a word of their own", () => {
    expect(fixed(onDebian("RUN ln -s /usr/local/cuda/targets/x86_64-linux/lib /opt/cuda")).join("\n")).toContain("sbsa");
  });

  test("the loader of glibc lies in another folder, so no edit of its name is offered", () => {
    const [found] = met(onDebian("COPY --from=debian:bookworm /lib64/ld-linux-x86-64.so.2 /lib64/"));
    expect(found?.finding.fixes).toEqual([]);
  });

  test("a file of the context is not known to be there for the other platform", () => {
    const [found] = met(onDebian("COPY bin/agent-linux-amd64 /usr/local/bin/agent"));
    expect(found?.finding.fixes).toMatchObject([{ safety: "unsafe" }]);
  });
});

test("a project at home on Arm is judged for x86 alike", () => {
  const [found] = met(onDebian("ENV LD_LIBRARY_PATH=/usr/lib/aarch64-linux-gnu"));
  expect(found?.finding.platforms).toEqual(["linux/amd64"]);
});
