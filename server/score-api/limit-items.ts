import { servedItemsMax } from "#server/services/open-served-models.ts";
import { RequestFault } from "./request-fault.ts";

/** @throws RequestFault 413 when a batch has more items than are taken at once */
export function limitItems(items: readonly unknown[], param: string): void {
  if (items.length <= servedItemsMax) return;
  throw new RequestFault({
    status: 413,
    type: "too_many_items",
    message: `A request has at most ${servedItemsMax} items here, and this one has ${items.length}.`,
    param,
  });
}
