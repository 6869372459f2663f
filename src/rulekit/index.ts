// The one door for rules: everything a rule may use comes through here (and src/knowledge).
export type * from "./types.ts";
export * from "../text/index.ts";
export type * from "../syntax/dockerfile/types.ts";
export * from "../model/index.ts";
export * from "./edits.ts";
export * from "../model/platform-match.ts";
export * from "../model/platform-names.ts";
export * from "../model/reference.ts";
export * from "../evaluate/value.ts";
export type * from "../evaluate/effect.ts";
export type {
  Base,
  BuildContext,
  BuildError,
  BuildRequest,
  ContextFile,
  ContextProgram,
  Dialect,
  ImageSource,
  ImageTraits,
} from "../evaluate/build.ts";
export * from "./edits.ts";
export * from "./effects.ts";
export { markerHolds } from "../model/ecosystem/python/marker.ts";
export * from "./python-index.ts";
export * from "./python-releases.ts";
export * from "./python-entries.ts";
export * from "./python-builds.ts";
export * from "./outdated-library.ts";
export { installsOf } from "../evaluate/install/index.ts";
export type * from "../evaluate/install/types.ts";
export * from "./build-tools.ts";
export * from "./install-packages.ts";
export * from "./install-scripts.ts";
export * from "./installed-place.ts";
export * from "./raised-pins.ts";
export * from "./source-builds.ts";
export { SYSTEM_MANAGERS, systemAt, type StageSystem } from "../evaluate/system/system.ts";
export * from "../model/ecosystem/index.ts";
export type * from "../model/pipeline/index.ts";
export * from "./counterpart-use.ts";
export * from "./cross-toolchain.ts";
export { isChosenByBranch } from "./deliberate.ts";
export * from "./fetched-file.ts";
export * from "./foreign-words.ts";
export { isMeantForOthers } from "./intended-platforms.ts";
export * from "./node-platforms.ts";
export * from "./on-purpose.ts";
export * from "./image-identity.ts";
export * from "./image-lack.ts";
export * from "./pass-only-on.ts";
export * from "./pinned-image.ts";
export type * from "../facts/question.ts";
export type { Fact, UnknownReason } from "../facts/fact.ts";
export type { Facts } from "../facts/store.ts";
export * from "./offers.ts";
export * from "./pipeline.ts";
export * from "./places.ts";
export { raiseVersion, replaceText, type RaisedVersion, type TextReplacement } from "./raise-version.ts";
export { standsInShadowedBranch } from "./shadowed-branch.ts";
export * from "./stage-platform.ts";
export * from "./rewrite/follow-platform.ts";
export type * from "./rewrite/request.ts";
export * from "./fix-foreign-uses.ts";
export * from "./foreign-use.ts";
export * from "./platform-arguments.ts";
export * from "./wanted-words.ts";
export { declareArg, isShadowed, parentStages } from "./rewrite/declare.ts";
export { fromParts, keyValues, operandWords, subOptions, type FromParts, type SubOption } from "../syntax/dockerfile/words.ts";
