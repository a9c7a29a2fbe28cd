CREATE TABLE "open_pair_tallies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "open_pair_tallies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" uuid NOT NULL,
	"slice" "slice" NOT NULL,
	"change" integer NOT NULL,
	"id_min" bigint NOT NULL,
	"id_max" bigint NOT NULL
);
--> statement-breakpoint
DROP INDEX "pairs_servable_index";--> statement-breakpoint
DROP INDEX "queue_entries_project_index";--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "pairs_dead" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "pairs" ADD COLUMN "is_gold" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "open_pair_tallies" ADD CONSTRAINT "open_pair_tallies_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "open_pair_tallies_project_index" ON "open_pair_tallies" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "pairs_servable_index" ON "pairs" USING btree ("project_id","slice","id") WHERE status = 'open' and open_slots > 0 and not is_gold;--> statement-breakpoint
CREATE INDEX "queue_entries_project_index" ON "queue_entries" USING btree ("project_id");--> statement-breakpoint
ALTER TABLE "pairs" DROP COLUMN "shuffle_key";--> statement-breakpoint
ALTER TABLE "queue_entries" DROP COLUMN "key";--> statement-breakpoint
UPDATE "pairs" SET "is_gold" = true WHERE "id" IN (SELECT "pair_id" FROM "gold");--> statement-breakpoint
DELETE FROM "queue_entries" USING "pairs"
  WHERE "pairs"."id" = "queue_entries"."pair_id" AND ("pairs"."is_gold" OR "pairs"."slice" = 'holdout');--> statement-breakpoint
INSERT INTO "open_pair_tallies" ("project_id", "slice", "change", "id_min", "id_max")
  SELECT "project_id", "slice", count(*), min("id"), max("id") FROM "pairs"
  WHERE "status" = 'open' AND "open_slots" > 0 AND NOT "is_gold" GROUP BY 1, 2;
--> statement-breakpoint
-- What a statement opens and closes among the pairs becomes one row a slice. Rows are only ever
-- added here, so that no two writers wait for one another.
CREATE FUNCTION "tally_opened_pairs"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO open_pair_tallies (project_id, slice, change, id_min, id_max)
    SELECT project_id, slice, count(*), min(id), max(id) FROM added
    WHERE status = 'open' AND open_slots > 0 AND NOT is_gold GROUP BY 1, 2;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "tally_changed_pairs"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO open_pair_tallies (project_id, slice, change, id_min, id_max)
    WITH before AS (SELECT project_id, slice, id FROM removed
        WHERE status = 'open' AND open_slots > 0 AND NOT is_gold),
      after AS (SELECT project_id, slice, id FROM added
        WHERE status = 'open' AND open_slots > 0 AND NOT is_gold),
      opened AS (SELECT * FROM after EXCEPT SELECT * FROM before),
      closed AS (SELECT * FROM before EXCEPT SELECT * FROM after)
    SELECT project_id, slice, sum(change), min(id), max(id)
    FROM (SELECT *, 1 AS change FROM opened UNION ALL SELECT *, -1 FROM closed) AS changes
    GROUP BY 1, 2;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "tally_deleted_pairs"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A project that is deleted takes its tallies along, and none may be left behind.
  INSERT INTO open_pair_tallies (project_id, slice, change, id_min, id_max)
    SELECT project_id, slice, -count(*), min(id), max(id) FROM removed
    WHERE status = 'open' AND open_slots > 0 AND NOT is_gold
      AND EXISTS (SELECT 1 FROM projects WHERE projects.id = removed.project_id) GROUP BY 1, 2;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "pairs_tally_insert" AFTER INSERT ON "pairs" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "tally_opened_pairs"();
--> statement-breakpoint
CREATE TRIGGER "pairs_tally_update" AFTER UPDATE ON "pairs" REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "tally_changed_pairs"();
--> statement-breakpoint
CREATE TRIGGER "pairs_tally_delete" AFTER DELETE ON "pairs" REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION "tally_deleted_pairs"();
--> statement-breakpoint
CREATE FUNCTION "mark_gold_pair"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE pairs SET is_gold = false WHERE id = OLD.pair_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    DELETE FROM queue_entries WHERE pair_id = NEW.pair_id;
    UPDATE pairs SET is_gold = true WHERE id = NEW.pair_id;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "gold_mark" AFTER INSERT OR DELETE OR UPDATE OF "pair_id" ON "gold"
  FOR EACH ROW EXECUTE FUNCTION "mark_gold_pair"();
--> statement-breakpoint
-- What a reward model has chosen can never be a pair of the hold-out slice, or gold.
CREATE FUNCTION "guard_chosen_pair"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pairs WHERE id = NEW.pair_id AND (slice = 'holdout' OR is_gold)) THEN
    RAISE EXCEPTION 'pair % is held out or gold and cannot be chosen', NEW.pair_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "queue_entries_guard" BEFORE INSERT OR UPDATE ON "queue_entries"
  FOR EACH ROW EXECUTE FUNCTION "guard_chosen_pair"();
--> statement-breakpoint
CREATE TRIGGER "assignments_guard" BEFORE INSERT OR UPDATE OF "arm", "pair_id" ON "assignments"
  FOR EACH ROW WHEN (NEW.arm = 'active') EXECUTE FUNCTION "guard_chosen_pair"();
