import { describe, expect, it } from "vitest";
import { findingsIn, mended } from "./support.ts";

describe("numpy 1.18.5 in requirements.txt", () => {
  it("names the first version with a wheel for the Python and libc of the stage", async () => {
    expect(await findingsIn("forecast-pinned-numpy")).toMatchObject([
      {
        rule: "wheel-lacks-platform",
        file: "requirements.txt",
        word: "1.18.5",
        message: expect.stringContaining("(CPython 3.8 and glibc 2.31), so it is compiled; 1.19.0 is the first that has one") as string,
        platforms: ["linux/arm64"],
        fix: "raise numpy to 1.19.0",
      },
    ]);
  });

  it("is mended in the pin", async () => {
    expect(await mended("forecast-pinned-numpy")).toEqual(["requirements.txt: numpy==1.19.0"]);
  });
});

describe("confluent-kafka 2.0.2 on Amazon Linux 2023", () => {
  it("has no wheel, and no library new enough to compile against; the first wheel that brings it along is named", async () => {
    const found = await findingsIn("kafka-consumer");
    expect(found).toMatchObject([{ rule: "library-too-old", file: "Dockerfile", word: "2.0.2", level: "warning", platforms: ["linux/arm64"], fix: "raise confluent-kafka to 2.1.0" }]);
    expect(found[0]?.message).toMatch(/compiled against librdkafka 2\.0\.2 or later, but amazonlinux 2023 has no package of it; 2\.1\.0 is the first whose wheel brings the library along$/);
  });

  it("is mended in the command", async () => {
    expect(await mended("kafka-consumer")).toEqual(["Dockerfile: RUN pip3 install confluent-kafka==2.1.0"]);
  });
});

describe("numpy 1.21.6, scikit-learn 1.2.0 and matplotlib 3.6.1 on Ubuntu 20.04", () => {
  it("are clean", async () => {
    expect(await findingsIn("lift-and-shift")).toEqual([]);
  });
});
