import type { Vector } from "../../../../src/dev/vectors.ts";

type Told = Partial<Omit<Vector, "check" | "expected">>;

/** A vector for an arm64 build on an amd64 builder, unless told otherwise. */
export function vector(id: string, dockerfile: string, told: Told & Pick<Vector, "check" | "expected">): Vector {
  return { id, dockerfile, build_args: {}, build_platform: "linux/amd64", target_platform: "linux/arm64", status: "confirmed", ...told };
}

/** The value of a variable at the RUN whose text is `probe`; null for an unset one. */
export function variable(id: string, dockerfile: string, { name, is, ...told }: Told & { readonly name: string; readonly is: string | null }): Vector {
  return vector(id, dockerfile, { ...told, check: { kind: "run_env", run: "probe", var: name }, expected: is });
}

/** The images that are fetched. */
export function pulls(id: string, dockerfile: string, { images: expected, ...told }: Omit<Told, "images"> & { readonly images: readonly string[] }): Vector {
  return vector(id, dockerfile, { ...told, check: { kind: "pulled" }, expected });
}

/** The RUNs that are carried out. */
export function executes(id: string, dockerfile: string, { runs, ...told }: Told & { readonly runs: readonly string[] }): Vector {
  return vector(id, dockerfile, { ...told, check: { kind: "runs" }, expected: runs });
}

/** An error of the builder whose message holds `message`. */
export function refuses(id: string, dockerfile: string, { message, ...told }: Told & { readonly message: string }): Vector {
  return vector(id, dockerfile, { ...told, check: { kind: "error" }, expected: message });
}

/** BuildKit's own findings of one rule. */
export function checks(id: string, dockerfile: string, { rule, lines, ...told }: Told & { readonly rule: string; readonly lines: readonly number[] }): Vector {
  return vector(id, dockerfile, { ...told, check: { kind: "lint", rules: [rule] }, expected: lines.map((line) => `${rule}@${line}`) });
}
