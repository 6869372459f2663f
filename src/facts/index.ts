export type { FactCounts } from "./counts.ts";
export { ImageFacts, type KnownImage } from "./images.ts";
