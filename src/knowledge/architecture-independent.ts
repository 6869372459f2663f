import { architectureWordsIn } from "./architecture-words.ts";

const SIGNATURE = /\.(?:asc|sig|sign|minisig|sigstore|sha1|sha224|sha256|sha384|sha512|md5)(?:sums?)?(?:\.txt)?$/i;
const CHECKSUM_LIST = /^(?:(?:sha|md)\d*(?:sums?|_checksums?)?\d*|shasums?\d*|checksums?)(?:[._-](?:asc|txt|sig))*$/i;
const TEXT = /\.(?:gpg|key|pub|pem|crt|cer|list|repo|sources|txt|md|rst|patch|diff|html?|xml|ya?ml|json|toml|csv|conf|cfg|ini|service)$/i;
const PACKAGE = /[._-]noarch\.rpm$|_all\.deb$|-any\.whl$|[._-](?:noarch|universal|multiarch)(?:\.[a-z0-9]+)*$/i;
const JAVA = /\.(?:jar|war|ear|pom)$/i;

/**
 * Whether the file that a URL or path names is the same for every CPU, whatever its folder says: `x86_64/tool-1.0.noarch.rpm`.
 * Checksums and signatures are as the file they belong to. False when the name is not known to the end.
 */
export function isArchitectureIndependentFile(urlOrPath: string): boolean {
  const path = urlOrPath.replace(/[?#].*$/s, "").replace(/\/+$/, "");
  let name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "" || CHECKSUM_LIST.test(name)) return name !== "";
  for (let bare = name.replace(SIGNATURE, ""); bare !== name; bare = bare.replace(SIGNATURE, "")) name = bare;
  if (name.endsWith("\uFFFC")) return false;
  if (JAVA.test(name)) return architectureWordsIn(name).length === 0;
  return TEXT.test(name) || PACKAGE.test(name);
}
