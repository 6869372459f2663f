export * from "./choose.ts";
export * from "./digest.ts";
export * from "./prove.ts";
export * from "./shift.ts";
