ALTER TABLE "completion_scores" ADD COLUMN "tries" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "completion_scores" ADD COLUMN "retry_at" timestamp with time zone;