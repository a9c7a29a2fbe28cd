CREATE TYPE "public"."gold_use" AS ENUM('quiz', 'work');--> statement-breakpoint
CREATE TYPE "public"."safety_bin" AS ENUM('preferred_safe_other_unsafe', 'both_safe', 'both_unsafe');--> statement-breakpoint
CREATE TABLE "completion_scores" (
	"completion_id" bigint NOT NULL,
	"service_id" uuid NOT NULL,
	"model_version" text NOT NULL,
	"mean" double precision,
	"deviation" double precision,
	"members" "bytea",
	"embedding" "bytea",
	"fault" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "completion_scores_pkey" PRIMARY KEY("completion_id","service_id","model_version")
);
--> statement-breakpoint
CREATE TABLE "gold" (
	"pair_id" bigint PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"verdict" "verdict" NOT NULL,
	"strength_min" smallint,
	"explanation" text DEFAULT '' NOT NULL,
	"use" "gold_use" DEFAULT 'work' NOT NULL,
	"is_trap" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quiz_answers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "quiz_answers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"pair_id" bigint NOT NULL,
	"attempt" integer NOT NULL,
	"verdict" "verdict" NOT NULL,
	"is_right" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "quiz_answers_attempt_unique" UNIQUE("project_id","user_id","pair_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "guideline_acknowledgements" (
	"project_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "guideline_acknowledgements_pkey" PRIMARY KEY("project_id","version","user_id")
);
--> statement-breakpoint
CREATE TABLE "rankings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"prompt_id" bigint NOT NULL,
	"annotator_id" uuid NOT NULL,
	"completion_ids" bigint[] NOT NULL,
	"tiers" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "score_services" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"project_id" uuid NOT NULL,
	"config" jsonb NOT NULL,
	"sealed_tokens" text,
	"model_version" text,
	"scale" text,
	"probe" jsonb,
	"failing_since" timestamp with time zone,
	"fault" text,
	"answered_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "score_services_project_unique" UNIQUE("project_id")
);
--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "ranking_id" uuid;--> statement-breakpoint
ALTER TABLE "completions" ADD COLUMN "edit_of" bigint;--> statement-breakpoint
ALTER TABLE "completions" ADD COLUMN "edited_by" uuid;--> statement-breakpoint
ALTER TABLE "judgments" ADD COLUMN "strength_levels" smallint;--> statement-breakpoint
ALTER TABLE "judgments" ADD COLUMN "safety" "safety_bin";--> statement-breakpoint
ALTER TABLE "judgments" ADD COLUMN "attributes" jsonb;--> statement-breakpoint
ALTER TABLE "judgments" ADD COLUMN "reasons" text[];--> statement-breakpoint
ALTER TABLE "judgments" ADD COLUMN "edit_id" bigint;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "qualified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "qualification" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "live_model_version" integer;--> statement-breakpoint
ALTER TABLE "reward_models" ADD COLUMN "basis" jsonb;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "preferences" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "completion_scores" ADD CONSTRAINT "completion_scores_completion_id_completions_id_fk" FOREIGN KEY ("completion_id") REFERENCES "public"."completions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "completion_scores" ADD CONSTRAINT "completion_scores_service_id_score_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."score_services"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gold" ADD CONSTRAINT "gold_pair_id_pairs_id_fk" FOREIGN KEY ("pair_id") REFERENCES "public"."pairs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gold" ADD CONSTRAINT "gold_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gold" ADD CONSTRAINT "gold_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quiz_answers" ADD CONSTRAINT "quiz_answers_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quiz_answers" ADD CONSTRAINT "quiz_answers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quiz_answers" ADD CONSTRAINT "quiz_answers_pair_id_pairs_id_fk" FOREIGN KEY ("pair_id") REFERENCES "public"."pairs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guideline_acknowledgements" ADD CONSTRAINT "guideline_acknowledgements_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guideline_acknowledgements" ADD CONSTRAINT "guideline_acknowledgements_guidelines_fkey" FOREIGN KEY ("project_id","version") REFERENCES "public"."guidelines"("project_id","version") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rankings" ADD CONSTRAINT "rankings_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rankings" ADD CONSTRAINT "rankings_prompt_id_prompts_id_fk" FOREIGN KEY ("prompt_id") REFERENCES "public"."prompts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rankings" ADD CONSTRAINT "rankings_annotator_id_users_id_fk" FOREIGN KEY ("annotator_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_services" ADD CONSTRAINT "score_services_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "completion_scores_version_index" ON "completion_scores" USING btree ("service_id","model_version");--> statement-breakpoint
CREATE INDEX "gold_project_index" ON "gold" USING btree ("project_id","use");--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_ranking_id_rankings_id_fk" FOREIGN KEY ("ranking_id") REFERENCES "public"."rankings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "completions" ADD CONSTRAINT "completions_edited_by_users_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "completions" ADD CONSTRAINT "completions_edit_of_fkey" FOREIGN KEY ("edit_of") REFERENCES "public"."completions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgments" ADD CONSTRAINT "judgments_edit_id_completions_id_fk" FOREIGN KEY ("edit_id") REFERENCES "public"."completions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assignments_ranking_index" ON "assignments" USING btree ("ranking_id") WHERE ranking_id is not null;