import type { ManifestSettings } from "../../../model/ecosystem/index.ts";
import { isPublicIndex, namesIn } from "../../../model/ecosystem/python/requirements.ts";
import type { EffectOf } from "../../effect.ts";
import { textOf } from "../../value.ts";

const INDEX_OPTIONS = /^(?:-i|--index-url|--default-index|--index|--pypi-url|--extra-index-url|-f|--find-links|--no-index|--torch-backend)$/;
const INDEX_VARIABLES = ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "UV_INDEX", "UV_FIND_LINKS"];

/** What the options of pip or uv and their variables say about indexes and about building from source. */
export function commandSettings({ call }: EffectOf<"install">): ManifestSettings {
  const options = call?.options ?? [];
  const valuesOf = (...names: readonly string[]): string[] => options.filter(({ name }) => names.includes(name)).map(({ value }) => (value === undefined ? "" : textOf(value)));
  const variable = (name: string): string[] => {
    const value = call?.env.get(name);
    return value === undefined || textOf(value) === "" ? [] : [textOf(value)];
  };
  const indexes = [...options.filter(({ name }) => INDEX_OPTIONS.test(name)).map(({ value }) => (value === undefined ? "" : textOf(value))), ...INDEX_VARIABLES.flatMap(variable)];
  const noBuild = options.some(({ name }) => name === "--no-build") || variable("UV_NO_BUILD").some(isOn);
  const noBinary = options.some(({ name, value }) => name === "--no-binary" && value === undefined) || variable("UV_NO_BINARY").some(isOn);
  return {
    otherIndex: indexes.some((url) => !isPublicIndex(url)),
    onlyBinary: [...[...valuesOf("--only-binary", "--no-build-package"), ...variable("PIP_ONLY_BINARY")].flatMap(namesIn), ...(noBuild ? [":all:"] : [])],
    noBinary: [...[...valuesOf("--no-binary", "--no-binary-package"), ...variable("PIP_NO_BINARY")].flatMap(namesIn), ...(noBinary ? [":all:"] : [])],
  };
}

function isOn(value: string): boolean {
  return /^(?:1|true|yes|on)$/i.test(value);
}

/** All of them together. */
export function mergeSettings(all: readonly ManifestSettings[]): ManifestSettings {
  return {
    otherIndex: all.some(({ otherIndex }) => otherIndex),
    onlyBinary: all.flatMap(({ onlyBinary }) => onlyBinary),
    noBinary: all.flatMap(({ noBinary }) => noBinary),
  };
}
