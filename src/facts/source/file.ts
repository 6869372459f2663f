import type { RemoteFile } from "../question.ts";
import type { Source } from "./sources.ts";

/** Whether there is a file at an address. Only its head is asked for. */
export const fileSource: Source = async ({ subject }, { client, today }) => {
  const answer = await client.request({ url: subject, method: "HEAD", maxBytes: 0 });
  if ("failure" in answer) return answer;
  const place = { source: new URL(subject).host, observedAt: today };
  if (answer.status === 404 || answer.status === 410) return { fact: { state: "absent", ...place }, holds: "minutes" };
  if (answer.status === 401 || answer.status === 403) return { failure: "denied" };
  if (answer.status !== 200) return { failure: "unsupported" };
  const size = Number(answer.headers["content-length"] ?? Number.NaN);
  const value: RemoteFile = Number.isSafeInteger(size) ? { size } : {};
  return { fact: { state: "known", value, ...place }, holds: "hour" };
};
