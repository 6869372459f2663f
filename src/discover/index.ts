export * from "./context.ts";
export * from "./discover.ts";
export * from "./file-system.ts";
export * from "./kind.ts";
export * from "./memory-file-system.ts";
export * from "./node-file-system.ts";
export * from "./read.ts";
export * from "./write.ts";
