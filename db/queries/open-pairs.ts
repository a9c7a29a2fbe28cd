import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { pairs } from "#db/schema/pairs.ts";

/** What may be served as ordinary work; the literals let the planner use the partial index. */
export const isOpen = sql`${pairs.status} = 'open' and ${pairs.openSlots} > 0 and not ${pairs.isGold}`;

/** A tally is folded once a project has this many rows, which still add up in a fraction of a ms. */
const tallyRowsMax = 64;

/**
 * Folds the tallies of open pairs to one row a slice. Rows that another worker holds are left to
 * it; readers see the rows or their sum, never both.
 */
export async function foldOpenPairTallies(db: Database): Promise<void> {
  await db.execute(sql`
    with folded as (
      delete from open_pair_tallies where id in (
        select id from open_pair_tallies
        where project_id in (
          select project_id from open_pair_tallies group by project_id
          having count(*) > ${tallyRowsMax}
        )
        for update skip locked
      )
      returning *
    )
    insert into open_pair_tallies (project_id, slice, change, id_min, id_max)
    select project_id, slice, sum(change), min(id_min), max(id_max) from folded group by 1, 2`);
}
