import { describe, expect, test } from "vitest";
import { lintRepository } from "../support/repository.ts";

const findings = async (file: string, text: string) => (await lintRepository({ [file]: text })).findings.filter(({ ruleId }) => ruleId === "jar-lacks-platform");
const pom = (...dependencies: readonly string[]): string => `<project><dependencies>${dependencies.join("")}</dependencies></project>\n`;
const dependency = (group: string, artifact: string, version: string, classifier?: string): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>${classifier === undefined ? "" : `<classifier>${classifier}</classifier>`}</dependency>`;

describe("jar-lacks-platform", () => {
  test("reports a classifier for another CPU, in pom.xml and in build.gradle", async () => {
    const text = pom(dependency("io.netty", "netty-transport-native-epoll", "4.1.100.Final", "linux-x86_64"));
    const [found] = await findings("pom.xml", text);
    expect(found).toMatchObject({ level: "warning", platforms: ["linux/arm64"], message: "the classifier linux-x86_64 takes the file of io.netty:netty-transport-native-epoll for another CPU" });
    expect(text.slice(found?.at.start, found?.at.end)).toBe("linux-x86_64");
    expect(await findings("build.gradle", 'implementation "io.netty:netty-transport-native-epoll:4.1.100.Final:linux-x86_64"\n')).toHaveLength(1);
  });

  test("reports one for arm64 on amd64", async () => {
    expect(await findings("pom.xml", pom(dependency("io.netty", "netty-transport-native-epoll", "4.1.100.Final", "linux-aarch_64")))).toMatchObject([{ platforms: ["linux/amd64"] }]);
  });

  test("keeps silent where the file for this CPU is taken beside it, the machine decides, or the classifier names no machine", async () => {
    const epoll = (classifier: string): string => dependency("io.netty", "netty-transport-native-epoll", "4.1.100.Final", classifier);
    for (const text of [pom(epoll("linux-x86_64"), epoll("linux-aarch_64")), pom(epoll("${os.detected.classifier}")), pom(epoll("sources")), pom(epoll("osx-x86_64"))]) expect(await findings("pom.xml", text)).toEqual([]);
  });

  test("reports versions that are known to have nothing for arm64, and how bad it is", async () => {
    expect(await findings("pom.xml", pom(dependency("org.rocksdb", "rocksdbjni", "5.17.2")))).toMatchObject([{ level: "warning", consequence: "wrong-binary", platforms: ["linux/arm64"] }]);
    expect(await findings("pom.xml", pom(dependency("io.netty", "netty-tcnative-boringssl-static", "2.0.25.Final")))).toMatchObject([{ level: "note" }]);
    expect(await findings("build.gradle.kts", 'protoc { artifact = "com.google.protobuf:protoc:3.3.0" }\n')).toEqual([]);
    expect(await findings("build.gradle", 'runtimeOnly "org.fusesource.leveldbjni:leveldbjni-all:1.8"\n')).toHaveLength(1);
  });

  test("reports the executable that a build fetches for the machine it runs on", async () => {
    const text = '<project><build><plugins><plugin><artifactId>protobuf-maven-plugin</artifactId><configuration><protocArtifact>com.google.protobuf:protoc:3.3.0:exe:${os.detected.classifier}</protocArtifact></configuration></plugin></plugins></build></project>';
    const [found] = await findings("pom.xml", text);
    expect(found).toMatchObject({ level: "error", consequence: "build-fails" });
    expect(text.slice(found?.at.start, found?.at.end)).toBe("3.3.0");
    expect(await findings("pom.xml", text.replace("3.3.0", "3.21.7"))).toEqual([]);
  });

  test("keeps silent on later versions and on versions that are not known", async () => {
    expect(await findings("pom.xml", pom(dependency("org.rocksdb", "rocksdbjni", "7.9.2"), dependency("org.rocksdb", "rocksdbjni", "${rocksdb.version}")))).toEqual([]);
  });
});
