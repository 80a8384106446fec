CREATE TABLE IF NOT EXISTS "sq_users" ("id"   SERIAL , "name" VARCHAR(255) NOT NULL, "mail" VARCHAR(120) UNIQUE, "role" VARCHAR(10) DEFAULT 'user', "createdAt" TIMESTAMP WITH TIME ZONE NOT NULL, "updatedAt" TIMESTAMP WITH TIME ZONE NOT NULL, PRIMARY KEY ("id"));
CREATE TABLE IF NOT EXISTS "sq_tasks" ("id" UUID , "title" TEXT, "done" BOOLEAN DEFAULT false, "due" DATE, "createdAt" TIMESTAMP WITH TIME ZONE NOT NULL, "updatedAt" TIMESTAMP WITH TIME ZONE NOT NULL, "ownerId" INTEGER REFERENCES "sq_users" ("id") ON DELETE SET NULL ON UPDATE CASCADE, PRIMARY KEY ("id"));
CREATE INDEX "sq_tasks_due" ON "sq_tasks" ("due");
CREATE UNIQUE INDEX "sq_tasks_title_due" ON "sq_tasks" ("title", "due");
