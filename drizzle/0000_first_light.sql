CREATE TYPE "public"."arm" AS ENUM('active', 'control', 'holdout', 'gold', 'repeat');--> statement-breakpoint
CREATE TYPE "public"."assignment_state" AS ENUM('leased', 'judged', 'skipped', 'released', 'expired');--> statement-breakpoint
CREATE TYPE "public"."export_state" AS ENUM('running', 'done', 'failed');--> statement-breakpoint
CREATE TYPE "public"."import_state" AS ENUM('running', 'done', 'failed');--> statement-breakpoint
CREATE TYPE "public"."pair_status" AS ENUM('open', 'settled', 'dead');--> statement-breakpoint
CREATE TYPE "public"."project_status" AS ENUM('open', 'paused');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('owner', 'manager', 'reviewer', 'annotator');--> statement-breakpoint
CREATE TYPE "public"."skip_reason" AS ENUM('not_my_field', 'unclear', 'broken', 'offensive');--> statement-breakpoint
CREATE TYPE "public"."slice" AS ENUM('train', 'holdout');--> statement-breakpoint
CREATE TYPE "public"."verdict" AS ENUM('first', 'second', 'tie', 'both_bad');--> statement-breakpoint
CREATE TABLE "assignments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"pair_id" bigint NOT NULL,
	"annotator_id" uuid NOT NULL,
	"repeat_index" integer DEFAULT 0 NOT NULL,
	"left_is_first" boolean NOT NULL,
	"arm" "arm" NOT NULL,
	"policy" text NOT NULL,
	"arm_share" double precision NOT NULL,
	"propensity" double precision NOT NULL,
	"model_version" integer,
	"guideline_version" integer NOT NULL,
	"state" "assignment_state" DEFAULT 'leased' NOT NULL,
	"skip_reason" "skip_reason",
	"leased_until" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "assignments_propensity_bounds" CHECK ("assignments"."propensity" > 0 and "assignments"."propensity" <= 1)
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" uuid,
	"actor_id" uuid,
	"action" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "completion_features" (
	"completion_id" bigint NOT NULL,
	"feature_version" integer NOT NULL,
	"features" "bytea" NOT NULL,
	CONSTRAINT "completion_features_pkey" PRIMARY KEY("completion_id","feature_version")
);
--> statement-breakpoint
CREATE TABLE "completions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "completions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"prompt_id" bigint NOT NULL,
	"model_id" bigint NOT NULL,
	"text" text NOT NULL,
	"content_hash" text NOT NULL,
	"generation" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "completions_content_unique" UNIQUE("prompt_id","model_id","content_hash")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "models_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "models_name_unique" UNIQUE("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "export_chunks" (
	"file_id" uuid NOT NULL,
	"index" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "export_chunks_pkey" PRIMARY KEY("file_id","index")
);
--> statement-breakpoint
CREATE TABLE "export_files" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"export_id" uuid NOT NULL,
	"name" text NOT NULL,
	"rows" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "export_files_name_unique" UNIQUE("export_id","name")
);
--> statement-breakpoint
CREATE TABLE "exports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"options" jsonb NOT NULL,
	"state" "export_state" DEFAULT 'running' NOT NULL,
	"sequence_max" bigint NOT NULL,
	"manifest" jsonb,
	"fault" text,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "exports_version_unique" UNIQUE("project_id","version")
);
--> statement-breakpoint
CREATE TABLE "import_rejections" (
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"reason" text NOT NULL,
	"excerpt" text DEFAULT '' NOT NULL,
	CONSTRAINT "import_rejections_pkey" PRIMARY KEY("import_id","line")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"created_by" uuid,
	"file_name" text NOT NULL,
	"state" "import_state" DEFAULT 'running' NOT NULL,
	"bytes_read" bigint DEFAULT 0 NOT NULL,
	"bytes_total" bigint,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"rows_rejected" integer DEFAULT 0 NOT NULL,
	"rows_duplicate" integer DEFAULT 0 NOT NULL,
	"prompts_added" integer DEFAULT 0 NOT NULL,
	"completions_added" integer DEFAULT 0 NOT NULL,
	"pairs_added" integer DEFAULT 0 NOT NULL,
	"fault" text,
	"alive_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "judgments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "judgments_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"assignment_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"pair_id" bigint NOT NULL,
	"annotator_id" uuid NOT NULL,
	"repeat_index" integer DEFAULT 0 NOT NULL,
	"verdict" "verdict" NOT NULL,
	"strength" smallint,
	"flags" jsonb,
	"rationale" text,
	"timings" jsonb,
	"idempotency_key" uuid NOT NULL,
	"is_late" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"superseded_by" uuid,
	CONSTRAINT "judgments_sequence_unique" UNIQUE("sequence"),
	CONSTRAINT "judgments_idempotency_unique" UNIQUE("annotator_id","idempotency_key"),
	CONSTRAINT "judgments_strength_decisive" CHECK ("judgments"."strength" is null or ("judgments"."strength" between 1 and 4 and "judgments"."verdict" in ('first', 'second')))
);
--> statement-breakpoint
CREATE TABLE "invites" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" text NOT NULL,
	"project_id" uuid NOT NULL,
	"role" "role" NOT NULL,
	"label" text DEFAULT '' NOT NULL,
	"uses_max" integer DEFAULT 1 NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invites_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "invites_uses_capped" CHECK ("invites"."uses" between 0 and "invites"."uses_max")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"project_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" "role" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_pkey" PRIMARY KEY("project_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "pairs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pairs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" uuid NOT NULL,
	"prompt_id" bigint NOT NULL,
	"first_id" bigint NOT NULL,
	"second_id" bigint NOT NULL,
	"slice" "slice" NOT NULL,
	"target_judgments" integer NOT NULL,
	"open_slots" integer NOT NULL,
	"status" "pair_status" DEFAULT 'open' NOT NULL,
	"dead_reason" text,
	"imported_preference" text,
	"shuffle_key" double precision DEFAULT random() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pairs_completions_unique" UNIQUE("first_id","second_id"),
	CONSTRAINT "pairs_canonical_order" CHECK ("pairs"."first_id" < "pairs"."second_id"),
	CONSTRAINT "pairs_open_slots_bounds" CHECK ("pairs"."open_slots" between 0 and "pairs"."target_judgments")
);
--> statement-breakpoint
CREATE TABLE "queue_entries" (
	"pair_id" bigint PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"prompt_id" bigint NOT NULL,
	"key" double precision NOT NULL,
	"weight" double precision NOT NULL,
	"prompt_weight" double precision NOT NULL,
	"p_first" double precision NOT NULL,
	"epistemic" double precision NOT NULL,
	"aleatoric" double precision NOT NULL,
	"policy" text NOT NULL,
	"model_version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "point_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "point_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"judgment_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"points" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "point_events_judgment_unique" UNIQUE("judgment_id","reason")
);
--> statement-breakpoint
CREATE TABLE "guidelines" (
	"project_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"markdown" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "guidelines_pkey" PRIMARY KEY("project_id","version")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"form" jsonb NOT NULL,
	"policy" jsonb NOT NULL,
	"guidelines_version" integer DEFAULT 1 NOT NULL,
	"status" "project_status" DEFAULT 'open' NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "prompts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "prompts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" uuid NOT NULL,
	"source_id" text,
	"messages" jsonb NOT NULL,
	"category" text,
	"language" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"content_hash" text NOT NULL,
	"slice" "slice" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "prompts_content_unique" UNIQUE("project_id","content_hash")
);
--> statement-breakpoint
CREATE TABLE "reward_models" (
	"project_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"state" "bytea" NOT NULL,
	"content_hash" text NOT NULL,
	"trained_on" integer NOT NULL,
	"sequence_max" bigint NOT NULL,
	"metrics" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reward_models_pkey" PRIMARY KEY("project_id","version")
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sign_in_attempts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"attempted_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"provider" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identities_pkey" PRIMARY KEY("provider","subject")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"email_verified_at" timestamp with time zone,
	"name" text NOT NULL,
	"alias" text,
	"password_hash" text,
	"is_administrator" boolean DEFAULT false NOT NULL,
	"deactivated_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_email_lowercase" CHECK ("users"."email" = lower("users"."email"))
);
--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_pair_id_pairs_id_fk" FOREIGN KEY ("pair_id") REFERENCES "public"."pairs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_annotator_id_users_id_fk" FOREIGN KEY ("annotator_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "completion_features" ADD CONSTRAINT "completion_features_completion_id_completions_id_fk" FOREIGN KEY ("completion_id") REFERENCES "public"."completions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "completions" ADD CONSTRAINT "completions_prompt_id_prompts_id_fk" FOREIGN KEY ("prompt_id") REFERENCES "public"."prompts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "completions" ADD CONSTRAINT "completions_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_chunks" ADD CONSTRAINT "export_chunks_file_id_export_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."export_files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_files" ADD CONSTRAINT "export_files_export_id_exports_id_fk" FOREIGN KEY ("export_id") REFERENCES "public"."exports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rejections" ADD CONSTRAINT "import_rejections_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgments" ADD CONSTRAINT "judgments_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgments" ADD CONSTRAINT "judgments_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgments" ADD CONSTRAINT "judgments_pair_id_pairs_id_fk" FOREIGN KEY ("pair_id") REFERENCES "public"."pairs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgments" ADD CONSTRAINT "judgments_annotator_id_users_id_fk" FOREIGN KEY ("annotator_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgments" ADD CONSTRAINT "judgments_superseded_by_fkey" FOREIGN KEY ("superseded_by") REFERENCES "public"."judgments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_prompt_id_prompts_id_fk" FOREIGN KEY ("prompt_id") REFERENCES "public"."prompts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_first_id_completions_id_fk" FOREIGN KEY ("first_id") REFERENCES "public"."completions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairs" ADD CONSTRAINT "pairs_second_id_completions_id_fk" FOREIGN KEY ("second_id") REFERENCES "public"."completions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_entries" ADD CONSTRAINT "queue_entries_pair_id_pairs_id_fk" FOREIGN KEY ("pair_id") REFERENCES "public"."pairs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_entries" ADD CONSTRAINT "queue_entries_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "point_events" ADD CONSTRAINT "point_events_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "point_events" ADD CONSTRAINT "point_events_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "point_events" ADD CONSTRAINT "point_events_judgment_id_judgments_id_fk" FOREIGN KEY ("judgment_id") REFERENCES "public"."judgments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guidelines" ADD CONSTRAINT "guidelines_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prompts" ADD CONSTRAINT "prompts_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_models" ADD CONSTRAINT "reward_models_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_links" ADD CONSTRAINT "sign_in_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_live_unique" ON "assignments" USING btree ("annotator_id","pair_id","repeat_index") WHERE state in ('leased', 'judged', 'skipped');--> statement-breakpoint
CREATE INDEX "assignments_pair_index" ON "assignments" USING btree ("pair_id");--> statement-breakpoint
CREATE INDEX "assignments_lease_index" ON "assignments" USING btree ("leased_until") WHERE state = 'leased';--> statement-breakpoint
CREATE INDEX "assignments_annotator_index" ON "assignments" USING btree ("annotator_id","project_id","state");--> statement-breakpoint
CREATE INDEX "audit_events_project_index" ON "audit_events" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "completions_model_index" ON "completions" USING btree ("model_id");--> statement-breakpoint
CREATE UNIQUE INDEX "judgments_current_unique" ON "judgments" USING btree ("annotator_id","pair_id","repeat_index") WHERE superseded_by is null and withdrawn_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "judgments_assignment_unique" ON "judgments" USING btree ("assignment_id") WHERE superseded_by is null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "judgments_pair_index" ON "judgments" USING btree ("pair_id");--> statement-breakpoint
CREATE INDEX "judgments_project_index" ON "judgments" USING btree ("project_id","sequence");--> statement-breakpoint
CREATE INDEX "judgments_annotator_index" ON "judgments" USING btree ("project_id","annotator_id","sequence");--> statement-breakpoint
CREATE INDEX "invites_project_index" ON "invites" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "memberships_user_index" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "pairs_prompt_index" ON "pairs" USING btree ("prompt_id");--> statement-breakpoint
CREATE INDEX "pairs_servable_index" ON "pairs" USING btree ("project_id","slice","shuffle_key") WHERE status = 'open' and open_slots > 0;--> statement-breakpoint
CREATE INDEX "queue_entries_project_index" ON "queue_entries" USING btree ("project_id","key" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "point_events_board_index" ON "point_events" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE INDEX "prompts_slice_index" ON "prompts" USING btree ("project_id","slice");--> statement-breakpoint
CREATE INDEX "sign_in_attempts_key_index" ON "sign_in_attempts" USING btree ("key","attempted_at");