/** The absolute form of a path, `.` and `..` resolved; never leaves the root. No trailing slash except the root's own. */
export function absolutePath(path: string, cwd: string): string {
  const whole = path.startsWith("/") ? path : `${cwd}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** A path of the build context, relative to its root; the root itself is the empty path. */
export function contextPath(path: string): string {
  return absolutePath(path, "/").slice(1);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** What of `path` lies below `folder`; undefined when it doesn't. */
export function below(folder: string, path: string): string | undefined {
  if (folder === "" || folder === "/") return path.replace(/^\//, "");
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

/** `folder/name`, where an empty folder is the root of a build context. */
export function within(folder: string, name: string): string {
  if (folder === "") return name;
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}
