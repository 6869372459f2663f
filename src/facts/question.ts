/** One entry of an index that can run, or the one image there is. */
export interface OfferedImage {
  /** `os/arch[/variant]` as the registry has it; empty where it says nothing. */
  readonly platform: string;
  readonly digest: string;
}

/** What a reference denotes at its registry. */
export interface ImageOffer {
  /** `artifact`: no image at all (a chart, a signature); `obsolete`: a manifest of 2014 that builders refuse. */
  readonly kind: "index" | "image" | "artifact" | "obsolete";
  /** Of the index or the manifest. */
  readonly digest: string;
  /** In the order of the index; attestations are not among them. */
  readonly images: readonly OfferedImage[];
  /** Of a single image: what its configuration brings along. */
  readonly env?: readonly string[];
  readonly onbuild?: readonly string[];
  readonly shell?: readonly string[];
}

/** What the configuration of one image says it is for: `os/arch[/variant]`, normalised. */
export interface ImageLabel {
  readonly platform: string;
}

/** A tag of the same image that has what another lacks. */
export interface NearTag {
  readonly tag: string;
  readonly digest: string;
}

/** The index that an image belongs to. */
export interface ParentIndex {
  readonly digest: string;
  readonly tag: string;
  /** Whether it lists the image; false for the newest index of a tag that has moved on. */
  readonly contains: boolean;
  /** Platforms that it has. */
  readonly platforms: readonly string[];
}

/** All releases of a Python project on an index. */
export interface PythonProject {
  readonly files: readonly PythonFile[];
}

export interface PythonFile {
  readonly name: string;
  readonly requiresPython?: string;
  readonly yanked?: true;
}

/** All releases of an npm package. */
export interface NodePackage {
  readonly versions: Readonly<Record<string, NodeRelease>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface NodeRelease {
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly hasInstallScript?: true;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly tarball?: string;
}

/** A file that can be fetched. */
export interface RemoteFile {
  /** In bytes, where the server tells. */
  readonly size?: number;
}

/** The kinds of questions and their answers. */
export interface FactTypes {
  /** What a normalised reference denotes. */
  "image": ImageOffer;
  /** `domain/path@digest` of a single manifest: what its configuration says. */
  "image-label": ImageLabel;
  /** Subject: a normalised reference with a tag; detail: platforms wanted, with commas. */
  "near-tag": NearTag;
  /** Subject: a normalised reference with a digest. */
  "parent-index": ParentIndex;
  /** Subject: a normalised name; detail: the index's address where the project names one. */
  "python-project": PythonProject;
  "node-package": NodePackage;
  /** Paths in the archive of a release; subject: `name@version`. */
  "node-files": readonly string[];
  /** Subject: an https URL. */
  "file": RemoteFile;
}

export type FactKind = keyof FactTypes;

/** A question about the world; equal questions are asked once a run. */
export interface Question<Kind extends FactKind = FactKind> {
  readonly kind: Kind;
  readonly subject: string;
  readonly detail?: string;
}

/** What tells questions apart. */
export function keyOf({ kind, subject, detail }: Question): string {
  return `${kind} ${subject}${detail === undefined ? "" : ` ${detail}`}`;
}
