import type { Range } from "../../text/index.ts";
import type { PlacedWord } from "./gemfile-lock.ts";
import type { ManifestProblem } from "./problem.ts";
import { elementsNamed, readXml, type XmlElement } from "./xml.ts";

/** A project of MSBuild, or properties that projects take in. */
export interface MsbuildProject {
  readonly file: string;
  /** `RuntimeIdentifier` of a property group without a condition. */
  readonly runtimeIdentifier: PlacedWord | undefined;
  /** The words of `RuntimeIdentifiers`, without a condition. */
  readonly runtimeIdentifiers: readonly PlacedWord[];
  /** Behind the last word of `RuntimeIdentifiers`. */
  readonly runtimeIdentifiersEnd: Range | undefined;
  /** Properties without a condition, the last of a name. */
  readonly properties: ReadonlyMap<string, PlacedWord>;
  readonly packages: readonly { readonly name: string; readonly version: string; readonly nameAt: Range; readonly versionAt: Range | undefined }[];
  readonly problem: ManifestProblem | undefined;
}

/** Reads a project of MSBuild. Never throws; what can't be read is its problem. */
export function readMsbuild(file: string, text: string): MsbuildProject {
  const { root, problem } = readXml(file, text);
  const properties = propertiesIn(root);
  const runtime = properties.get("RuntimeIdentifier");
  const several = properties.get("RuntimeIdentifiers");
  return {
    file,
    runtimeIdentifier: runtime === undefined || /[$;]|^$/.test(runtime.text) ? undefined : runtime,
    runtimeIdentifiers: several === undefined || several.text.includes("$") ? [] : wordsIn(several),
    runtimeIdentifiersEnd: several === undefined ? undefined : { ...several.at, start: several.at.end },
    properties,
    packages: problem === undefined ? elementsNamed(root, "PackageReference").flatMap(packageOf) : [],
    problem,
  };
}

function propertiesIn(root: XmlElement): ReadonlyMap<string, PlacedWord> {
  const properties = new Map<string, PlacedWord>();
  for (const group of elementsNamed(root, "PropertyGroup")) {
    if (group.attributes.has("Condition")) continue;
    for (const { name, attributes, children, text, textAt } of group.children) {
      if (!attributes.has("Condition") && children.length === 0) properties.set(name, { text, at: textAt });
    }
  }
  return properties;
}

function wordsIn({ text, at }: PlacedWord): PlacedWord[] {
  return [...text.matchAll(/[^;\s]+/g)].map((match) => ({ text: match[0], at: { file: at.file, start: at.start + match.index, end: at.start + match.index + match[0].length } }));
}

function packageOf({ attributes, children }: XmlElement): MsbuildProject["packages"] {
  const name = attributes.get("Include") ?? attributes.get("Update");
  const child = children.find((one) => one.name === "Version");
  const version = attributes.get("Version") ?? (child === undefined ? undefined : { text: child.text, at: child.textAt });
  return name === undefined ? [] : [{ name: name.text, version: version?.text ?? "", nameAt: name.at, versionAt: version?.at }];
}
