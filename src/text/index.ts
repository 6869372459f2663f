export * from "./edit.ts";
export * from "./harmless.ts";
export * from "./mapped-text.ts";
export * from "./memo.ts";
export * from "./nearest.ts";
export * from "./range.ts";
export * from "./source-text.ts";
export * from "./nesting.ts";
