import type { Consequence } from "../rulekit/types.ts";

/** What a consequence means, for people; empty for none. */
export const consequenceWords: Readonly<Record<Consequence, string>> = {
  "build-fails": "the build stops here",
  "run-fails": "the image doesn't find its files",
  "wrong-binary": "the image holds code for another CPU",
  "wrong-platform": "the image is for another platform than asked",
  "emulated": "works, under emulation",
  "compiles": "works, from source",
  "unpublished": "never published",
  "none": "",
};
