import type { BuildRequest, ImageTraits } from "../../../src/evaluate/build.ts";
import { type Build, evaluate, type Piece, type Value } from "../../../src/evaluate/index.ts";
import type { EffectKind, EffectOf } from "../../../src/evaluate/effect.ts";
import { parseDockerfile } from "../../../src/syntax/dockerfile/index.ts";

export interface Asked extends Partial<Omit<BuildRequest, "context" | "images" | "buildArgs">> {
  readonly files?: Readonly<Record<string, string>>;
  readonly images?: Readonly<Record<string, ImageTraits>>;
  readonly args?: Readonly<Record<string, string>>;
}

/** A request for linux/arm64, built on linux/amd64. Images are named by their normalised reference. */
export function request({ files = {}, images = {}, args = {}, ...rest }: Asked = {}): BuildRequest {
  return {
    target: { os: "linux", arch: "arm64" },
    builder: { os: "linux", arch: "amd64" },
    buildArgs: new Map(Object.entries(args)),
    context: {
      readText: (path) => (Object.hasOwn(files, path) ? { file: path, text: files[path] ?? "" } : undefined),
      manifest: (path) => (Object.hasOwn(files, path) ? { file: path, text: files[path] ?? "" } : undefined),
      has: (path) => Object.hasOwn(files, path),
    },
    images: { find: (reference) => images[reference] },
    ...rest,
  };
}

export function build(text: string, asked: Asked = {}): Build {
  return evaluate(parseDockerfile("Dockerfile", text), request(asked));
}

/** Effects of one kind in all stages, in order. */
export function effects<Kind extends EffectKind>(built: Build, kind: Kind): EffectOf<Kind>[] {
  return built.stages.flatMap((stage) => stage.effects).filter((effect): effect is EffectOf<Kind> => effect.kind === kind);
}

export function messages(built: Build): readonly string[] {
  return built.errors.map(({ message }) => message);
}

/** The pieces of a value with the text that stands at their place in the file. */
export function written(source: string, { pieces }: Value): readonly (readonly [Piece["kind"], string])[] {
  return pieces.map((piece) => [piece.kind, source.slice(piece.from.start, piece.from.end)] as const);
}
