import { describe, expect, test } from "vitest";
import { readCargoLock } from "../../../src/syntax/manifest/cargo-lock.ts";
import { readGemfileLock } from "../../../src/syntax/manifest/gemfile-lock.ts";
import { readGoMod } from "../../../src/syntax/manifest/go-mod.ts";
import { readGradle } from "../../../src/syntax/manifest/gradle.ts";
import { readMsbuild } from "../../../src/syntax/manifest/msbuild.ts";
import { readPackageJson } from "../../../src/syntax/manifest/package-json.ts";
import { readPom } from "../../../src/syntax/manifest/pom.ts";

interface At {
  readonly start: number;
  readonly end: number;
}
const cut = (text: string, at: At | undefined): string | undefined => (at === undefined ? undefined : text.slice(at.start, at.end));

describe("package.json", () => {
  const text = '{\n  "dependencies": {"canvas": "2.11.2"},\n  "optionalDependencies": {"fsevents": "^2"},\n  "pnpm": {"supportedArchitectures": {"cpu": ["x64"], "os": "linux"}},\n  "engines": {"node": ">=18"}\n}\n';
  const manifest = readPackageJson("package.json", text);

  test("tells what is asked for and where", () => {
    expect(manifest.asked).toEqual([{ name: "canvas", range: "2.11.2", list: "dependencies" }, { name: "fsevents", range: "^2", list: "optionalDependencies" }]);
    expect(cut(text, manifest.places.valueAt("dependencies", "canvas"))).toBe("2.11.2");
    expect(manifest.node).toBe(">=18");
  });

  test("tells for which platforms a manager installs, and nothing where it doesn't say", () => {
    expect(manifest.supportedArchitectures).toEqual({ cpu: ["x64"], os: ["linux"] });
    expect(readPackageJson("package.json", "{}").supportedArchitectures).toBeUndefined();
  });
});

describe("Gemfile.lock", () => {
  const text = `GIT
  remote: https://git.example/tools.git
  specs:
    tools (0.1.0)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.15.4-x86_64-linux)
      racc (~> 1.4)
    puma (6.4.0)
      nio4r (~> 2.0)
    racc (1.7.1)

PLATFORMS
  x86_64-linux

DEPENDENCIES
  nokogiri
  puma (~> 6.0)
  tools!

BUNDLED WITH
   2.4.19
`;
  const lock = readGemfileLock("Gemfile.lock", text);

  test("tells gems, the platform they were built for, and what they need", () => {
    expect(lock.gems.map(({ name, version, platform, source }) => [name, version, platform?.text, source])).toEqual([
      ["tools", "0.1.0", undefined, "GIT"],
      ["nokogiri", "1.15.4", "x86_64-linux", "GEM"],
      ["puma", "6.4.0", undefined, "GEM"],
      ["racc", "1.7.1", undefined, "GEM"],
    ]);
    expect(lock.gems[2]?.needs).toEqual(["nio4r"]);
    expect([...lock.direct]).toEqual(["nokogiri", "puma", "tools"]);
    expect(lock.bundler).toBe("2.4.19");
  });

  test("tells where gems, platforms and the place of a next platform stand", () => {
    expect(cut(text, lock.gems[1]?.platform?.at)).toBe("x86_64-linux");
    expect(cut(text, lock.gems[1]?.nameAt)).toBe("nokogiri");
    expect(cut(text, lock.gems[1]?.versionAt)).toBe("1.15.4-x86_64-linux");
    expect(cut(text, lock.gems[1]?.at)).toBe("    nokogiri (1.15.4-x86_64-linux)\n      racc (~> 1.4)\n");
    expect(cut(text, lock.platforms[0]?.at)).toBe("x86_64-linux");
    expect(text.slice(0, lock.platformsEnd?.start).endsWith("PLATFORMS\n  x86_64-linux\n")).toBe(true);
  });

  test("reads the lines of Windows", () => {
    const windows = text.replaceAll("\n", "\r\n");
    const lock = readGemfileLock("Gemfile.lock", windows);
    expect(lock.platforms.map((one) => one.text)).toEqual(["x86_64-linux"]);
    expect(cut(windows, lock.gems[1]?.platform?.at)).toBe("x86_64-linux");
  });

  test("without PLATFORMS is not the whole of one", () => {
    expect(readGemfileLock("Gemfile.lock", text.slice(0, 200)).problem?.message).toContain("has no PLATFORMS");
    expect(readGemfileLock("Gemfile.lock", "").problem).toBeUndefined();
  });
});

describe("go.mod", () => {
  const text = `module shop.example/api

go 1.22.1

require github.com/mattn/go-sqlite3 v1.14.22 // indirect

require (
	github.com/gin-gonic/gin v1.9.1
	// github.com/commented/out v1.0.0
	"github.com/quoted/module" v0.1.0
)

replace github.com/gin-gonic/gin => ../gin
exclude github.com/old/thing v1.0.0
`;

  test("tells the modules that it requires and no others", () => {
    const mod = readGoMod("go.mod", text);
    expect(mod.modules.map(({ path, version, indirect }) => [path, version, indirect])).toEqual([
      ["github.com/mattn/go-sqlite3", "v1.14.22", true],
      ["github.com/gin-gonic/gin", "v1.9.1", false],
      ["github.com/quoted/module", "v0.1.0", false],
    ]);
    expect(mod.go).toBe("1.22.1");
    expect(mod.modules.map(({ pathAt, versionAt }) => [cut(text, pathAt), cut(text, versionAt)])).toEqual(mod.modules.map(({ path, version }) => [path, version]));
  });
});

describe("Cargo.lock", () => {
  const text = `version = 3

[[package]]
name = "openssl-sys"
version = "0.9.99"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "aa"
dependencies = [
 "cc",
 "libc 0.2.150",
]

[[package]]
name = "shop"
version = "0.1.0"
dependencies = ["openssl-sys"]
`;

  test("tells crates, what they need, and which come from a registry", () => {
    const { crates } = readCargoLock("Cargo.lock", text);
    expect(crates.map(({ name, version, registry, needs }) => [name, version, registry, needs])).toEqual([
      ["openssl-sys", "0.9.99", true, ["cc", "libc"]],
      ["shop", "0.1.0", false, ["openssl-sys"]],
    ]);
    expect(cut(text, crates[0]?.nameAt)).toBe("openssl-sys");
    expect(cut(text, crates[0]?.versionAt)).toBe("0.9.99");
  });

  test("of an unknown version is a problem", () => {
    expect(readCargoLock("Cargo.lock", 'version = 12\n\n[[package]]\nname = "a"\nversion = "1.0.0"\n').problem?.message).toBe("is of version 12, which is not known");
  });
});

describe("a project of MSBuild", () => {
  const text = `<Project Sdk="Microsoft.NET.Sdk">
  <!-- <RuntimeIdentifier>osx-x64</RuntimeIdentifier> -->
  <PropertyGroup>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <RuntimeIdentifiers>linux-x64;
      win-x64</RuntimeIdentifiers>
  </PropertyGroup>
  <PropertyGroup Condition="'$(Configuration)' == 'Debug'">
    <SelfContained>true</SelfContained>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Grpc.Tools" Version="2.60.0" />
    <PackageReference Include="Serilog"><Version>3.1.1</Version></PackageReference>
  </ItemGroup>
</Project>
`;

  test("tells its runtimes and packages with their places, and no conditional property", () => {
    const project = readMsbuild("shop.csproj", text);
    expect(project.problem).toBeUndefined();
    expect(cut(text, project.runtimeIdentifier?.at)).toBe("linux-x64");
    expect(project.runtimeIdentifiers.map(({ text: word, at }) => [word, cut(text, at)])).toEqual([["linux-x64", "linux-x64"], ["win-x64", "win-x64"]]);
    expect(project.properties.has("SelfContained")).toBe(false);
    expect(project.packages.map(({ name, version, versionAt }) => [name, version, cut(text, versionAt)])).toEqual([["Grpc.Tools", "2.60.0", "2.60.0"], ["Serilog", "3.1.1", "3.1.1"]]);
  });

  test("keeps silent on a runtime that is computed", () => {
    expect(readMsbuild("a.csproj", "<Project><PropertyGroup><RuntimeIdentifier>$(Rid)</RuntimeIdentifier></PropertyGroup></Project>").runtimeIdentifier).toBeUndefined();
  });

  test("that is cut off says which element has no end", () => {
    const { problem } = readMsbuild("a.csproj", "<Project>\n  <PropertyGroup>\n    <A>1</A>\n");
    expect(problem).toEqual({ message: "ends before <PropertyGroup> does", at: { file: "a.csproj", start: 12, end: 26 } });
  });

  test("whose elements cross says where", () => {
    expect(readMsbuild("a.csproj", "<Project><A></B></Project>").problem?.message).toBe("has </B> where another element ends");
  });
});

describe("pom.xml", () => {
  const text = `<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <properties><tcnative.version>2.0.25.Final</tcnative.version></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.rocksdb</groupId><artifactId>rocksdbjni</artifactId><version>5.17.2</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>io.netty</groupId>
      <artifactId>netty-tcnative-boringssl-static</artifactId>
      <version>\${tcnative.version}</version>
      <classifier>linux-x86_64</classifier>
    </dependency>
    <dependency><groupId>org.rocksdb</groupId><artifactId>rocksdbjni</artifactId></dependency>
    <dependency><groupId>com.example</groupId><artifactId>own</artifactId><version>\${project.version}</version><scope>test</scope></dependency>
  </dependencies>
  <profiles><profile><dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId></dependency></dependencies></profile></profiles>
</project>
`;

  test("resolves properties and managed versions of its own, and leaves profiles out", () => {
    const { dependencies } = readPom("pom.xml", text);
    expect(dependencies.map(({ artifact, version, classifier, scope }) => [artifact, version, classifier?.text, scope])).toEqual([
      ["netty-tcnative-boringssl-static", "2.0.25.Final", "linux-x86_64", undefined],
      ["rocksdbjni", "5.17.2", undefined, undefined],
      ["own", "${project.version}", undefined, "test"],
    ]);
    expect(cut(text, dependencies[0]?.versionAt)).toBe("2.0.25.Final");
    expect(cut(text, dependencies[0]?.classifier?.at)).toBe("linux-x86_64");
  });
});

describe("build.gradle", () => {
  const text = `dependencies {
  // implementation "io.netty:netty-all:4.1.0:osx-x86_64"
  implementation "io.netty:netty-transport-native-epoll:4.1.100.Final:linux-x86_64"
  implementation 'org.rocksdb:rocksdbjni:5.17.2'
  implementation("com.google.protobuf:protoc:\${protocVersion}:linux-x86_64@exe")
  /* runtimeOnly "a:b:1" */
  def url = "https://repo.example:8443/maven"
}
`;

  test("tells libraries by their coordinates, and none in comments or addresses", () => {
    const { dependencies } = readGradle("build.gradle", text);
    expect(dependencies.map(({ artifact, version, classifier }) => [artifact, version, classifier?.text])).toEqual([
      ["netty-transport-native-epoll", "4.1.100.Final", "linux-x86_64"],
      ["rocksdbjni", "5.17.2", undefined],
      ["protoc", undefined, "linux-x86_64"],
    ]);
    expect(cut(text, dependencies[0]?.classifier?.at)).toBe("linux-x86_64");
    expect(cut(text, dependencies[1]?.versionAt)).toBe("5.17.2");
  });

  test("without an end to a comment or string ends there", () => {
    expect(readGradle("build.gradle", '"a:b:1"\n/* "c:d:2"').dependencies.map(({ artifact }) => artifact)).toEqual(["b"]);
    expect(readGradle("build.gradle", '"a:b:1"\n"""x "c:d:2"').dependencies.map(({ artifact }) => artifact)).toEqual(["b"]);
  });
});
