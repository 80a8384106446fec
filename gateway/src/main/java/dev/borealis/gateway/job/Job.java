package dev.borealis.gateway.job;

import org.jspecify.annotations.Nullable;

/**
 * A row of sys.borealis_jobs that is not finished. Identifiers of catalog objects are OIDs in
 * PostgreSQL's text form.
 *
 * @param id a UUID
 * @param tableId the table that the job works on; null for {@link JobType#DROP}
 * @param constraintId of {@link JobType#VALIDATE_CONSTRAINT}
 * @param loginRole the role that asked; null if it is the server's own job
 * @param setRole the role that it had set, if any
 */
record Job(
    String id,
    JobType type,
    @Nullable String tableId,
    @Nullable String constraintId,
    @Nullable String loginRole,
    @Nullable String setRole) {}
