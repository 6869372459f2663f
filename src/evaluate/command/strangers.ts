import { does, download, isUrl } from "./answer.ts";
import type { Answer, Invocation } from "./invocation.ts";
import { textOfWord } from "./options.ts";

/**
 * A command that no model knows: a file's address among its words is fetched, or why would it be told
 * (`retry 3 curl URL`, `lynx -source URL`, `fetch.sh URL`).
 */
export function stranger(invocation: Invocation): Answer {
  const urls = invocation.args.filter((arg) => isUrl(arg) && NAMES_FILE.test(textOfWord(arg).replace(/[?#].*$/s, "")));
  return does(...urls.map((url) => download(invocation.name, url)));
}

/** An address with a file behind the host, and no repository's or index's. */
const NAMES_FILE = /^https?:\/\/[^/]+\/.*(?:\.(?:tgz|t?[bgx]z2?|zip|zst|deb|rpm|apk|whl|gem|jar|bin|run|sh|AppImage)|[-_./](?:amd64|x86_64|x64|arm64|aarch64))$/i;

/** `aws s3 cp s3://bucket/file .`, `gsutil cp`, `gcloud storage cp`, `az storage blob download`: what stands behind a cloud's scheme is fetched. */
export function cloudCopy(invocation: Invocation): Answer {
  const at = invocation.args.findIndex((arg) => CLOUD_COPY.has(textOfWord(arg)));
  if (at < 0) return does();
  const [from] = invocation.args.slice(at + 1).filter((arg) => !textOfWord(arg).startsWith("-"));
  return from === undefined || !/^(?:s3|gs|https?):\/\//.test(textOfWord(from)) ? does() : does(download(invocation.name, from));
}

const CLOUD_COPY: ReadonlySet<string> = new Set(["cp", "sync", "mv", "rsync"]);
