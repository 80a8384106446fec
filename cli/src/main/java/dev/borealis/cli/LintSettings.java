package dev.borealis.cli;

import dev.borealis.dialect.DsqlVersion;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code dsql lint} is to do with each file.
 *
 * @param mysql whether the files are in MySQL's SQL
 * @param fixing whether they are to be mended
 * @param dryRun whether nothing is to be written
 * @param output where to write the only file's mended script; null for beside it
 * @param keepsText whether the mended script of standard input is part of the answer
 */
record LintSettings(
    DsqlVersion version,
    boolean mysql,
    boolean fixing,
    boolean dryRun,
    @Nullable Path output,
    boolean keepsText) {}
