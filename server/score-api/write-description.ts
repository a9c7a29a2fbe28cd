import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describeScoreApi } from "./openapi-document.ts";

// For people who read the protocol before they start a service; a test fails when it is stale.
const file = path.join(import.meta.dirname, "../../docs/reward-protocol.openapi.json");
await writeFile(file, `${JSON.stringify(describeScoreApi(), null, 2)}\n`);
