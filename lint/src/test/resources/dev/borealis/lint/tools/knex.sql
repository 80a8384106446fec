create table "kx_users" ("id" serial primary key, "email" varchar(255) not null, "created_at" timestamptz not null default CURRENT_TIMESTAMP, "updated_at" timestamptz not null default CURRENT_TIMESTAMP, "meta" jsonb);
alter table "kx_users" add constraint "kx_users_email_unique" unique ("email");
create table "kx_posts" ("id" bigserial primary key, "user_id" integer, "body" text, "status" text check ("status" in ('draft', 'live')), "key" uuid default (gen_random_uuid()), "score" decimal(10, 3));
alter table "kx_posts" add constraint "kx_posts_user_id_foreign" foreign key ("user_id") references "kx_users" ("id") on delete CASCADE;
create index "kx_posts_user_id_index" on "kx_posts" ("user_id");
alter table "kx_posts" add constraint "kx_posts_user_id_key_unique" unique ("user_id", "key");
alter table "kx_users" add column "active" boolean;
create index "kx_users_email_idx" on "kx_users" using btree ("email");
