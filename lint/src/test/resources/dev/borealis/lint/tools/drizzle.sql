CREATE TABLE "dz_notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" integer,
	"body" text,
	"n" integer GENERATED ALWAYS AS IDENTITY (sequence name "dz_notes_n_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"at" timestamp DEFAULT now()
);
--> statement-breakpoint
CREATE TABLE "dz_users" (
	"id" serial PRIMARY KEY NOT NULL,
	"email" varchar(256) NOT NULL,
	"active" boolean DEFAULT true
);
--> statement-breakpoint
ALTER TABLE "dz_notes" ADD CONSTRAINT "dz_notes_user_id_dz_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."dz_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dz_at_idx" ON "dz_notes" USING btree ("at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "dz_email_idx" ON "dz_users" USING btree ("email");