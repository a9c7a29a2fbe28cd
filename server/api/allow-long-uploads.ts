import { subscribe } from "node:diagnostics_channel";
import { Server } from "node:http";

const uploadHoursMax = 12;

/**
 * Node ends a request whose body has not arrived whole within five minutes, and an import slows its
 * upload down to the pace of the database. Next gives no way to the server that it makes, so it is
 * taken from the first request. An upload that stands still is ended by the import itself.
 */
export function allowLongUploads(): void {
  subscribe("http.server.request.start", (message) => {
    const server = serverOf(message);
    if (server !== null) server.requestTimeout = uploadHoursMax * 3_600_000;
  });
}

function serverOf(message: unknown): Server | null {
  if (typeof message !== "object" || message === null || !("server" in message)) return null;
  return message.server instanceof Server ? message.server : null;
}
