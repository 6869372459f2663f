import type { Range } from "../../text/index.ts";
import type { PlacedWord } from "./gemfile-lock.ts";
import type { JvmDependency, JvmProject } from "./jvm-dependency.ts";
import { childNamed, elementsNamed, readXml, type XmlElement } from "./xml.ts";

/** Reads a pom.xml. Profiles are left out: which of them is active is not the file's to say. */
export function readPom(file: string, text: string): JvmProject {
  const { root, problem } = readXml(file, text);
  const project = childNamed(root, "project");
  if (problem !== undefined || project === undefined) return { file, dependencies: [], problem };
  const properties = new Map<string, PlacedWord>();
  for (const { name, children, text: value, textAt } of childNamed(project, "properties")?.children ?? []) if (children.length === 0) properties.set(name, { text: value, at: textAt });
  const outside = { ...project, children: project.children.filter(({ name }) => name !== "profiles") };
  const managed = new Set((childNamed(project, "dependencyManagement") === undefined ? [] : elementsNamed(outside, "dependencyManagement")).flatMap((one) => elementsNamed(one, "dependency")));
  const all = elementsNamed(outside, "dependency");
  const versions = new Map(all.filter((one) => managed.has(one)).map((one) => [coordinates(one), childNamed(one, "version")]));
  const artifacts = ["protocArtifact", "pluginArtifact"].flatMap((name) => elementsNamed(outside, name)).flatMap((one) => artifactIn(one, properties));
  return { file, dependencies: [...all.filter((one) => !managed.has(one)).flatMap((one) => dependencyOf(one, properties, versions)), ...artifacts], problem };
}

/** `com.google.protobuf:protoc:3.3.0:exe:${os.detected.classifier}`: an executable that a plugin fetches. */
function artifactIn({ text, textAt }: XmlElement, properties: ReadonlyMap<string, PlacedWord>): JvmDependency[] {
  const [group, artifact, version, type, classifier] = text.split(":");
  if (group === undefined || artifact === undefined || version === undefined || type === undefined || classifier === undefined) return [];
  const place = (from: number, word: string): PlacedWord => ({ text: word, at: { file: textAt.file, start: textAt.start + from, end: textAt.start + from + word.length } });
  const versionFrom = group.length + artifact.length + 2;
  const name = /^\$\{([^${}]+)\}$/.exec(version)?.[1];
  const found = (name === undefined ? undefined : properties.get(name)) ?? place(versionFrom, version);
  return [{ group, artifact, artifactAt: place(group.length + 1, artifact).at, version: found.text, versionAt: found.at, classifier: place(versionFrom + version.length + type.length + 2, classifier), scope: undefined }];
}

function coordinates(element: XmlElement): string {
  return `${childNamed(element, "groupId")?.text ?? ""}:${childNamed(element, "artifactId")?.text ?? ""}`;
}

function dependencyOf(element: XmlElement, properties: ReadonlyMap<string, PlacedWord>, managed: ReadonlyMap<string, XmlElement | undefined>): JvmDependency[] {
  const group = childNamed(element, "groupId");
  const artifact = childNamed(element, "artifactId");
  if (group === undefined || artifact === undefined) return [];
  const version = resolved(childNamed(element, "version") ?? managed.get(coordinates(element)), properties);
  const classifier = resolved(childNamed(element, "classifier"), properties);
  return [
    {
      group: group.text,
      artifact: artifact.text,
      artifactAt: artifact.textAt,
      version: version?.text,
      versionAt: version?.at,
      classifier: classifier,
      scope: childNamed(element, "scope")?.text,
    },
  ];
}

/** A text, or the value of the one property that it consists of. */
function resolved(element: XmlElement | undefined, properties: ReadonlyMap<string, PlacedWord>): PlacedWord | undefined {
  if (element === undefined || element.text === "") return undefined;
  const name = /^\$\{([^${}]+)\}$/.exec(element.text)?.[1];
  const at: Range = element.textAt;
  return (name === undefined ? undefined : properties.get(name)) ?? { text: element.text, at };
}
