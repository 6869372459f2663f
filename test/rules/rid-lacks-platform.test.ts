import { describe, expect, test } from "vitest";
import { lintText } from "../../src/session/index.ts";

const project = (runtime: string, more = ""): string => `<Project Sdk="Microsoft.NET.Sdk">\n<PropertyGroup>\n<RuntimeIdentifier>${runtime}</RuntimeIdentifier>${more}\n</PropertyGroup>\n</Project>\n`;
const findings = (lines: readonly string[], context: Readonly<Record<string, string>>, platforms?: readonly string[]) =>
  lintText("Dockerfile", `FROM mcr.microsoft.com/dotnet/sdk:8.0\n${lines.join("\n")}\n`, { context, ...(platforms && { platforms }) }).findings.filter(({ ruleId }) => ruleId === "rid-lacks-platform");

describe("rid-lacks-platform", () => {
  test("reports a project that is made for another CPU", () => {
    const text = project("linux-x64");
    const [found] = findings(["WORKDIR /src", "COPY src/Shop/Shop.csproj ./", "RUN dotnet publish -c Release -o /app"], { "src/Shop/Shop.csproj": text });
    expect(found).toMatchObject({ level: "warning", confidence: "likely", platforms: ["linux/arm64"], at: { file: "src/Shop/Shop.csproj" } });
    expect(text.slice(found?.at.start, found?.at.end)).toBe("linux-x64");
  });

  test("is sure of one that brings its runtime along", () => {
    const context = { "Shop.csproj": project("linux-musl-x64", "<SelfContained>true</SelfContained>") };
    expect(findings(["COPY Shop.csproj /src/", "RUN cd /src && dotnet publish"], context)).toMatchObject([{ level: "error", confidence: "certain" }]);
    expect(findings(["COPY Shop.csproj /src/", "RUN cd /src && dotnet publish --self-contained"], { "Shop.csproj": project("linux-x64") })).toMatchObject([{ level: "error" }]);
  });

  test("finds the project by the command, by its folder, and by the program that is started", () => {
    const context = { "Shop/Shop.csproj": project("linux-x64") };
    expect(findings(["COPY . /src", "RUN dotnet publish /src/Shop/Shop.csproj -o /app"], context)).toHaveLength(1);
    expect(findings(["COPY . /src", "WORKDIR /src", "RUN dotnet publish ./Shop"], context)).toHaveLength(1);
    expect(findings(["COPY Shop /src", "WORKDIR /src", "RUN dotnet publish -o /app", 'ENTRYPOINT ["dotnet", "/app/Shop.dll"]'], context)).toHaveLength(1);
  });

  test("keeps silent where the command chooses the runtime", () => {
    const context = { "Shop.csproj": project("linux-x64") };
    for (const command of ["dotnet publish -a $TARGETARCH", "dotnet publish -r linux-arm64", "dotnet publish -p:RuntimeIdentifier=linux-arm64"]) {
      expect(findings(["ARG TARGETARCH", "COPY Shop.csproj /src/", "WORKDIR /src", `RUN ${command}`], context)).toEqual([]);
    }
  });

  test("keeps silent on the runtime of this CPU, of another system, and on a list to choose from", () => {
    const lines = ["COPY Shop.csproj /src/", "WORKDIR /src", "RUN dotnet publish"];
    expect(findings(lines, { "Shop.csproj": project("linux-arm64") }, ["linux/arm64"])).toEqual([]);
    expect(findings(lines, { "Shop.csproj": project("win-x64") })).toEqual([]);
    expect(findings(lines, { "Shop.csproj": "<Project><PropertyGroup><RuntimeIdentifiers>linux-x64;win-x64</RuntimeIdentifiers></PropertyGroup></Project>" })).toEqual([]);
  });
});
