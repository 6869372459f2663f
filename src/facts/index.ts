export { FactCache } from "./cache.ts";
export type { FactCounts } from "./counts.ts";
export { REASONS, unknownFact, type Fact, type UnknownReason } from "./fact.ts";
export { cacheFolder } from "./folder.ts";
export { ImageFacts, type KnownImage } from "./images.ts";
export {
  keyOf, type FactKind, type FactTypes, type ImageLabel, type ImageOffer, type NearTag, type NodePackage, type NodeRelease, type OfferedImage, type ParentIndex,
  type PythonFile, type PythonProject, type Question, type RemoteFile,
} from "./question.ts";
export { DEFAULT_TIMEOUT_MS, OFFLINE, type FactSettings } from "./settings.ts";
export { FactStore, type Answer, type Facts } from "./store.ts";
