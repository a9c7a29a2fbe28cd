CREATE TABLE "learning_proofs" (
	"project_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"proof" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "learning_proofs_pkey" PRIMARY KEY("project_id","version")
);
--> statement-breakpoint
CREATE TABLE "rescorings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"requested_by" uuid,
	"report" jsonb,
	"fault" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "reward_models" ADD COLUMN "updated_from" integer;--> statement-breakpoint
ALTER TABLE "score_services" ADD COLUMN "fingerprint" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "score_services" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "score_services" ADD COLUMN "retry_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "learning_proofs" ADD CONSTRAINT "learning_proofs_model_fkey" FOREIGN KEY ("project_id","version") REFERENCES "public"."reward_models"("project_id","version") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rescorings" ADD CONSTRAINT "rescorings_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rescorings" ADD CONSTRAINT "rescorings_model_fkey" FOREIGN KEY ("project_id","version") REFERENCES "public"."reward_models"("project_id","version") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rescorings_project_index" ON "rescorings" USING btree ("project_id","created_at");