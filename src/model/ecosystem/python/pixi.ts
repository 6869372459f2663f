import { tomlAt, tomlEntries, tomlItems, tomlText } from "../../../syntax/manifest/toml.ts";
import type { Dependency, Manifest } from "../types.ts";
import { normalName } from "./requirements.ts";
import { fromToml, placedText, placeOf } from "./toml-manifest.ts";

/** pixi.toml: its platforms and the packages that it takes from PyPI. */
export function readPixi(file: string, text: string): Manifest {
  return fromToml({ kind: "pixi", file, text }, (root) => {
    const workspace = tomlAt(root, "workspace") ?? tomlAt(root, "project");
    const list = tomlAt(workspace, "platforms");
    const platforms = tomlItems(list).flatMap((item) => placedText(file, item) ?? []);
    return {
      dependencies: tomlEntries(tomlAt(root, "pypi-dependencies")).map(([name, { keyAt, value }]): Dependency => {
        const version = value.kind === "string" ? value : tomlAt(value, "version");
        const written = tomlText(version) ?? "*";
        const pin = /^==\s*([\w.+!-]+)$/.exec(written)?.[1];
        const inner = version?.kind === "string" ? version.inner : undefined;
        return {
          name: normalName(name),
          at: placeOf(file, { start: keyAt.start, end: value.at.end }),
          nameAt: placeOf(file, keyAt),
          requirement: pin !== undefined ? { kind: "pin", version: pin } : written === "*" ? { kind: "any" } : { kind: "range", specifier: written },
          ...(inner === undefined ? {} : { requirementAt: placeOf(file, pin === undefined ? inner : { start: inner.end - pin.length, end: inner.end }) }),
          extras: [],
          groups: [],
          optional: false,
        };
      }),
      ...(platforms.length === 0 ? {} : { platforms }),
      ...(list === undefined ? {} : { platformsAt: placeOf(file, { start: list.at.end - 1, end: list.at.end - 1 }) }),
    };
  });
}
