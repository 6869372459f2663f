import { describe, expect, test } from "vitest";
import { fixText, lintText } from "../../src/session/index.ts";

const platforms = ["linux/amd64", "linux/arm64"];
const options = { rules: ["build-platform-leak"], platforms };
const file = (...lines: string[]): string => `${lines.join("\n")}\n`;
const reported = (...lines: string[]): readonly string[] => {
  const text = file(...lines);
  return lintText("Dockerfile", text, options).findings.map(({ at, platforms: on }) => `${text.slice(at.start, at.end)} @ ${on.join()}`);
};
const levels = (...lines: string[]) => lintText("Dockerfile", file(...lines), options).findings.map(({ level }) => level);

const ON_BUILDER = "FROM --platform=$BUILDPLATFORM";

describe("an image that is built on the builder's platform", () => {
  test("is reported at the platform, for the platforms with another CPU", () => {
    expect(reported(`${ON_BUILDER} python:3.13-slim`, 'CMD ["python"]')).toEqual(["$BUILDPLATFORM @ linux/arm64"]);
  });

  test("is reported through the stages it is built from, each written platform once", () => {
    expect(reported(`${ON_BUILDER} python:3.13-slim AS base`, "RUN pip install flask", `${ON_BUILDER} base`, 'CMD ["flask"]')).toHaveLength(2);
  });

  test("loses both platforms at once", () => {
    const text = file(`${ON_BUILDER} python:3.13-slim AS base`, `${ON_BUILDER} base`, 'CMD ["flask"]');
    expect(fixText("Dockerfile", text, { ...options, unsafe: true })).toBe(file("FROM python:3.13-slim AS base", "FROM base", 'CMD ["flask"]'));
  });

  test("is mended safely only where the base is known to be there", () => {
    const text = (image: string) => file(`${ON_BUILDER} ${image}`, 'CMD ["python"]');
    expect(fixText("Dockerfile", text("python:3.12-slim"), options)).toBe(file("FROM python:3.12-slim", 'CMD ["python"]'));
    expect(fixText("Dockerfile", text("registry.example.com/python"), options)).toBe(text("registry.example.com/python"));
  });

  test("is no finding on a builder with the image's CPU", () => {
    const text = file(`${ON_BUILDER} python:3.13-slim`, 'CMD ["python"]');
    expect(lintText("Dockerfile", text, { ...options, platforms: ["linux/arm64"], buildPlatform: "linux/arm64" }).findings).toEqual([]);
  });

  test("is found for amd64 where the builder is an Arm machine", () => {
    const text = file(`${ON_BUILDER} python:3.13-slim`, 'CMD ["python"]');
    expect(lintText("Dockerfile", text, { ...options, buildPlatform: "linux/arm64" }).findings.map((finding) => finding.platforms)).toEqual([["linux/amd64"]]);
  });

  test("is only likely where nothing says that it is ever started", () => {
    expect(levels(`${ON_BUILDER} debian:12`, "RUN apt-get update")).toEqual(["warning"]);
  });

  test("is none where the last stage is a task", () => {
    expect(reported(`${ON_BUILDER} golangci/golangci-lint:v2 AS lint`, "COPY . .", "RUN golangci-lint run")).toEqual([]);
  });

  test("is told where a default stands for the builder's platform too", () => {
    const text = (run: string, copy: string) => ["ARG BUILDPLATFORM=linux/amd64", `${ON_BUILDER} node:22 AS build`, run, "FROM node:22", copy, 'CMD ["node", "."]'];
    expect(reported("ARG BUILDPLATFORM=linux/amd64", `${ON_BUILDER} python:3.13-slim`, 'CMD ["python"]')).toEqual(["$BUILDPLATFORM @ linux/arm64"]);
    expect(reported(...text("RUN npm ci", "COPY --from=build /node_modules /node_modules"))).toEqual(["$BUILDPLATFORM @ linux/arm64"]);
    expect(reported(...text("RUN npm run build", "COPY --from=build /app/dist /dist"))).toEqual([]);
  });

  test("is none on a base without programs, but for what is copied there", () => {
    const text = (go: string) => [`${ON_BUILDER} golang:1.24 AS build`, "ARG TARGETARCH", `RUN ${go} build -o /app .`, `${ON_BUILDER} gcr.io/distroless/static:nonroot`, "COPY --from=build /app /app", 'ENTRYPOINT ["/app"]'];
    expect(reported(...text("CGO_ENABLED=0 GOARCH=$TARGETARCH go"))).toEqual([]);
    expect(reported(...text("CGO_ENABLED=0 go"))).toEqual(["CGO_ENABLED=0 go build -o /app . @ linux/arm64"]);
    expect(reported(`${ON_BUILDER} gcr.io/distroless/base:nonroot`, "COPY app.jar /", 'ENTRYPOINT ["/app"]')).toEqual(["$BUILDPLATFORM @ linux/arm64"]);
  });

  test("is none without code in it", () => {
    expect(reported(`${ON_BUILDER} alpine:3.20 AS gen`, "RUN date > /date.txt", "FROM scratch", "COPY --from=gen /date.txt /")).toEqual([]);
  });
});

describe("what a compiler makes", () => {
  const go = (run: string, copied = "/out/app") => reported(`${ON_BUILDER} golang:1.24 AS build`, "WORKDIR /src", "COPY . .", run, "FROM debian:12", `COPY --from=build ${copied} /app`, 'ENTRYPOINT ["/app"]');

  test("leaks when Go is not told the architecture", () => {
    expect(go("RUN go build -o /out/app .")).toEqual(["go build -o /out/app . @ linux/arm64"]);
  });

  test("is right when Go follows the platform asked for", () => {
    expect(reported(`${ON_BUILDER} golang:1.24 AS build`, "ARG TARGETARCH", "RUN GOARCH=$TARGETARCH go build -o /out/app .", "FROM debian:12", "COPY --from=build /out/app /app")).toEqual([]);
  });

  test("leaks when Go follows the builder", () => {
    expect(reported(`${ON_BUILDER} golang:1.24 AS build`, "ARG BUILDARCH", "RUN GOARCH=$BUILDARCH go build -o /out/app .", "FROM debian:12", "COPY --from=build /out/app /app")).toHaveLength(1);
  });

  test("leaks under its default name", () => {
    expect(go("RUN go build ./cmd/tool", "/src/tool")).toHaveLength(1);
    expect(go("RUN go build", "/src/whatever")).toHaveLength(1);
  });

  test("is followed when it is moved first, and into another stage on the builder", () => {
    expect(go("RUN go build -o tool . && mv tool /out/app")).toHaveLength(1);
    expect(
      reported(`${ON_BUILDER} golang:1.24 AS build`, "RUN go build -o /out/app .", `${ON_BUILDER} alpine AS pack`, "COPY --from=build /out /pack", "FROM debian:12", "COPY --from=pack /pack/app /app"),
    ).toHaveLength(1);
  });

  test("is no matter when it stays in its stage", () => {
    expect(go("RUN go build -o /tmp/generate ./tools && /tmp/generate > /out/app")).toEqual([]);
    expect(go("RUN go test ./... && go vet ./...")).toEqual([]);
    expect(go("RUN go build -o /out/app . && rm -rf /out && echo > /out/app")).toEqual([]);
  });

  test("is no matter when it is for another system", () => {
    expect(go("RUN GOOS=js GOARCH=wasm go build -o /out/app .")).toEqual([]);
  });

  test("leaks out of cargo's folder, unless cargo is told the target", () => {
    const cargo = (run: string, copied: string) => reported(`${ON_BUILDER} rust:1 AS build`, "WORKDIR /src", run, "FROM debian:12", `COPY --from=build ${copied} /app`);
    expect(cargo("RUN cargo build --release", "/src/target/release/app")).toHaveLength(1);
    expect(cargo("RUN cp Cargo.toml x && cargo build --release && cp target/release/app /app", "/app")).toHaveLength(1);
    expect(cargo("RUN cargo build --release --target wasm32-wasip1", "/src/target/wasm32-wasip1/release/app.wasm")).toEqual([]);
  });

  test("leaks out of make, unless the stage knows what the image is for", () => {
    const make = (...lines: string[]) => reported(`${ON_BUILDER} debian:12 AS build`, "WORKDIR /src", ...lines, "FROM debian:12", "COPY --from=build /usr/local/bin/tool /usr/local/bin/tool");
    expect(make("RUN ./configure && make && make install")).toEqual(["make install @ linux/arm64"]);
    expect(make("ARG TARGETARCH", "RUN make ARCH=$TARGETARCH install")).toEqual([]);
    expect(make("RUN xx-apt-get install -y gcc && make install")).toEqual([]);
  });

  test("is portable when dotnet makes libraries, and not when they bring the runtime along", () => {
    const dotnet = (options: string, start: string) => reported(`${ON_BUILDER} mcr.microsoft.com/dotnet/sdk:9.0 AS build`, "WORKDIR /src", `RUN dotnet publish ${options} -o /app`, "FROM mcr.microsoft.com/dotnet/aspnet:9.0", "WORKDIR /app", "COPY --from=build /app .", `ENTRYPOINT ${start}`);
    expect(dotnet("-c Release", '["dotnet", "app.dll"]')).toEqual([]);
    expect(dotnet("-c Release --self-contained true", '["./app"]')).toHaveLength(1);
    expect(dotnet("-c Release", '["./app"]')).toHaveLength(1);
    expect(dotnet("-a $TARGETARCH --self-contained true", '["./app"]')).toEqual([]);
  });
});

describe("packages", () => {
  const copied = (...lines: string[]) => reported(`${ON_BUILDER} node:22 AS build`, "WORKDIR /app", ...lines);

  test("leak with the folder they were put in", () => {
    expect(copied("RUN npm ci --omit=dev", "FROM node:22", "COPY --from=build /app/node_modules ./node_modules")).toEqual(["$BUILDPLATFORM @ linux/arm64"]);
    expect(copied("RUN npm ci", "FROM node:22", "COPY --from=build /app /app")).toHaveLength(1);
  });

  test("don't leak through what was bundled from them", () => {
    expect(copied("RUN npm ci && npm run build", "FROM nginx", "COPY --from=build /app/dist /usr/share/nginx/html")).toEqual([]);
    expect(copied("RUN npm ci && npm run build", "FROM nginx", "COPY --from=build /app/build /usr/share/nginx/html")).toEqual([]);
    expect(copied("RUN npm ci && npm run build && rm -rf node_modules", "FROM node:22", "COPY --from=build /app /app")).toEqual([]);
  });

  test("leak in virtual environments and folders of pip", () => {
    const pip = (run: string, taken: string) => reported(`${ON_BUILDER} python:3.13 AS build`, run, "FROM python:3.13-slim", `COPY --from=build ${taken} ${taken}`);
    expect(pip("RUN python -m venv /venv && /venv/bin/pip install flask", "/venv")).toHaveLength(1);
    expect(pip("RUN pip install flask", "/usr/local/lib/python3.13/site-packages")).toHaveLength(1);
    expect(pip("RUN pip install poetry && poetry export -o /requirements.txt", "/requirements.txt")).toEqual([]);
    expect(pip("RUN pip download --platform manylinux2014_aarch64 -d /wheels flask", "/wheels")).toEqual([]);
  });

  test("leak as programs of the distribution", () => {
    const apt = (taken: string) => reported(`${ON_BUILDER} debian:12 AS build`, "RUN apt-get update && apt-get install -y tini ca-certificates", "FROM debian:12", `COPY --from=build ${taken} ${taken}`);
    expect(apt("/usr/bin/tini")).toEqual(["$BUILDPLATFORM @ linux/arm64"]);
    expect(apt("/etc/ssl/certs/ca-certificates.crt")).toEqual([]);
  });
});

describe("downloads", () => {
  const fetched = (run: string) => reported(`${ON_BUILDER} debian:12 AS fetch`, "ARG TARGETARCH", run, "FROM debian:12", "COPY --from=fetch /usr/local/bin/tool /usr/local/bin/tool");

  test("leak when their address asks the machine", () => {
    expect(fetched("RUN curl -fsSLo /usr/local/bin/tool https://example.com/tool-$(uname -m)")).toHaveLength(1);
    expect(fetched("RUN curl -fsSL https://example.com/tool-$(dpkg --print-architecture).tar.gz | tar xz -C /usr/local/bin")).toHaveLength(1);
  });

  test("are right when it follows the platform asked for", () => {
    expect(fetched("RUN curl -fsSLo /usr/local/bin/tool https://example.com/tool-$TARGETARCH")).toEqual([]);
  });

  test("are the stage's own tools when they stay there", () => {
    expect(fetched("RUN curl -fsSLo /opt/protoc https://example.com/protoc-$(uname -m) && /opt/protoc --out /usr/local/bin/tool")).toEqual([]);
  });
});

describe("fixes", () => {
  const text = (run: string) => file(`${ON_BUILDER} golang:1.24 AS build`, run, "FROM debian:12", "COPY --from=build /app /app");

  test("tell Go the platform, with its declaration", () => {
    expect(fixText("Dockerfile", text("RUN CGO_ENABLED=0 go build -o /app ."), options)).toBe(
      file(`${ON_BUILDER} golang:1.24 AS build`, "ARG TARGETARCH", "RUN CGO_ENABLED=0 GOARCH=$TARGETARCH go build -o /app .", "FROM debian:12", "COPY --from=build /app /app"),
    );
  });

  test("are not safe where Go may use C, and leave the builder where it must", () => {
    const plain = text("RUN go build -o /app .");
    expect(fixText("Dockerfile", plain, options)).toBe(plain);
    expect(fixText("Dockerfile", plain, { ...options, unsafe: true })).toContain("GOARCH=$TARGETARCH go build");
    expect(fixText("Dockerfile", text("RUN CGO_ENABLED=1 go build -o /app ."), { ...options, unsafe: true })).toContain("FROM golang:1.24 AS build");
  });
});
