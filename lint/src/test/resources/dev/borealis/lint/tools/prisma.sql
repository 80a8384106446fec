-- CreateTable
CREATE TABLE "pr_User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pr_User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pr_Post" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "published" BOOLEAN NOT NULL DEFAULT false,
    "meta" JSONB,
    "authorId" INTEGER NOT NULL,

    CONSTRAINT "pr_Post_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "pr_User_email_key" ON "pr_User"("email");

-- CreateIndex
CREATE INDEX "pr_Post_authorId_idx" ON "pr_Post"("authorId" ASC);

-- AddForeignKey
ALTER TABLE "pr_Post" ADD CONSTRAINT "pr_Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "pr_User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
