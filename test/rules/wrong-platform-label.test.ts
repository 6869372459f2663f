import { expect, it } from "vitest";
import { digest, indexAt, known } from "../support/answers.ts";
import { judgeOf } from "../support/judging.ts";

const { met, words } = judgeOf("wrong-platform-label");
const label = (n: number, platform: string, name = "ghcr.io/acme/app"): ReturnType<typeof known> => known({ kind: "image-label", subject: `${name}@${digest(n)}` }, { platform });
const index = indexAt("ghcr.io/acme/app:2", ["linux/amd64", "linux/arm64"]);

it("reports an image that names another CPU than its index does", () => {
  expect(met("FROM ghcr.io/acme/app:2\n", { answers: [index, label(17, "linux/amd64"), label(18, "linux/amd64")] })).toMatchObject([
    { finding: { platforms: ["linux/arm64"], level: "warning", confidence: "likely", evidence: [{ statement: "the index of ghcr.io/acme/app:2 has it for linux/arm64, its configuration says linux/amd64" }] } },
  ]);
});

it("is silent where both agree, in a variant or in none", () => {
  expect(words("FROM ghcr.io/acme/app:2\n", { answers: [index, label(17, "linux/amd64"), label(18, "linux/arm64/v8")] })).toEqual([]);
});

it("is silent on what nobody answers, and on Docker Hub, which is not asked", () => {
  expect(words("FROM ghcr.io/acme/app:2\n", { answers: [index] })).toEqual([]);
  const hub = indexAt("docker.io/acme/app:2", ["linux/amd64", "linux/arm64"]);
  expect(words("FROM acme/app:2\n", { answers: [hub, label(18, "linux/amd64", "docker.io/acme/app")] })).toEqual([]);
});
