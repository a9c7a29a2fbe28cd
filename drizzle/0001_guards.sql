-- Append-only tables refuse direct updates and deletes. Cascades from a deleted project arrive at a
-- trigger depth above one and pass.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() > 1 THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE FUNCTION "guard_judgment_change"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kept judgments := NEW;
BEGIN
  IF (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
    OR (OLD.superseded_by IS NOT NULL AND NEW.superseded_by IS DISTINCT FROM OLD.superseded_by) THEN
    RAISE EXCEPTION 'a judgment is withdrawn or superseded once' USING ERRCODE = 'restrict_violation';
  END IF;
  kept.withdrawn_at := OLD.withdrawn_at;
  kept.superseded_by := OLD.superseded_by;
  IF kept IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'judgments is append-only' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "judgments_guard_update" BEFORE UPDATE ON "judgments"
  FOR EACH ROW EXECUTE FUNCTION "guard_judgment_change"();
--> statement-breakpoint
CREATE TRIGGER "judgments_guard_delete" BEFORE DELETE ON "judgments"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "point_events_guard" BEFORE UPDATE OR DELETE ON "point_events"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "audit_events_guard" BEFORE UPDATE OR DELETE ON "audit_events"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
--> statement-breakpoint
-- An amendment names its successor before that row exists, so that at no moment two are current.
ALTER TABLE "judgments" ALTER CONSTRAINT "judgments_superseded_by_fkey" DEFERRABLE INITIALLY DEFERRED;
