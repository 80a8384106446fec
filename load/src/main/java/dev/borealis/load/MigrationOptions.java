package dev.borealis.load;

import dev.borealis.dialect.DsqlVersion;

/**
 * What to migrate, and how.
 *
 * @param load the source, and how its rows are loaded; its table is not used
 * @param mysql whether the dump is mysqldump's
 * @param version what the service accepts
 * @param skipUnsupported whether what cannot be migrated is left out, instead of nothing being done
 */
public record MigrationOptions(
    LoadOptions load, boolean mysql, DsqlVersion version, boolean skipUnsupported) {

  /** These options with the batches of a job that was begun with others. */
  MigrationOptions withBatchesOf(LoadOptions begun) {
    return new MigrationOptions(begun.withPolicyOf(load), mysql, version, skipUnsupported);
  }
}
