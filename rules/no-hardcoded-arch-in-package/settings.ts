/** Lines of files that tell an installer which architecture's packages to fetch: the file's path, and the line. */
const SETTINGS: readonly (readonly [path: RegExp, line: RegExp])[] = [
  // TeX Live's profile: `binary_x86_64-linux 1`.
  [/\.profile$/, /^\s*binary_[\w-]+\s+1\s*$/m],
  [/\/apt\.conf(?:\.d\/[^/]*)?$/, /^\s*APT::Architectures?\b.*$/m],
  [/\/\.?condarc$/, /^\s*subdir:.*$/m],
  [/\/pacman\.conf$/, /^\s*Architecture\s*=.*$/m],
  [/\/(?:yum|dnf)\/vars\/(?:base)?arch$/, /^.*$/m],
];

/** Where such a line stands in what is written to a file: offsets, `end` exclusive; undefined where none does. */
export function settingIn(path: string, content: string): readonly [start: number, end: number] | undefined {
  for (const [file, line] of SETTINGS) {
    const match = file.test(path) ? line.exec(content.slice(0, LONGEST)) : null;
    if (match !== null) return [match.index, match.index + match[0].length];
  }
  return undefined;
}

/** How much of a written text is read. */
const LONGEST = 20_000;
