/**
 * The address of a path on a server whose URL may already end with the path, or with its first part:
 * people enter `https://host`, `https://host/v1` and `https://host/v1/rewards` for the same thing.
 */
export function joinUrl(base: URL, path: string): URL {
  const start = base.pathname.replace(/\/+$/, "");
  const url = new URL(base);
  if (path === "" || start.endsWith(path)) {
    url.pathname = start;
    return url;
  }
  const [first = ""] = /^\/v\d+(?=\/)/.exec(path) ?? [];
  const isRepeated = first !== "" && start.endsWith(first);
  url.pathname = start + (isRepeated ? path.slice(first.length) : path);
  return url;
}
