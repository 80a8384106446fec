package dev.borealis.load;

import dev.borealis.sql.Quoted;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to load, and how. Kept in the job's manifest, so that a job can be resumed with nothing but
 * its name.
 *
 * @param sources paths, patterns and {@code s3://} addresses
 * @param format null: as the names tell
 * @param csv how CSV and TSV files are written; its encoding is that of JSON lines, too
 * @param createTable whether the table is made if it is missing
 * @param uuidKey the name of a key column that is made together with the table; null: none
 * @param primaryKey columns of the file that are the key of a table that is made
 * @param sampleRows how many records tell the types of such a table; 0: all
 * @param columnMap names in the file to names in the table
 * @param excludedColumns names in the file that are left out
 * @param quarantineFile where records go that cannot be loaded, with {@link OnError#QUARANTINE}
 * @param batchRows in one transaction, 1 to {@value #MAX_BATCH_ROWS}
 * @param maxConnections in use at once
 */
public record LoadOptions(
    List<String> sources,
    S3Access s3,
    @Nullable DataFormat format,
    CsvOptions csv,
    String schema,
    String table,
    boolean createTable,
    @Nullable String uuidKey,
    List<String> primaryKey,
    int sampleRows,
    Map<String, String> columnMap,
    List<String> excludedColumns,
    DateOrder dateOrder,
    OnConflict onConflict,
    OnError onError,
    @Nullable String quarantineFile,
    int batchRows,
    int maxConnections,
    VerifyMode verify) {

  /** 3,000 rows are allowed in a transaction, and one says that the others are done. */
  public static final int MAX_BATCH_ROWS = 2_999;

  /** Refuses names that no table has on purpose. */
  public LoadOptions {
    sources = List.copyOf(sources);
    primaryKey = List.copyOf(primaryKey);
    columnMap = Map.copyOf(columnMap);
    excludedColumns = List.copyOf(excludedColumns);
    SqlNames.require("schema", schema);
    SqlNames.require("table", table);
    if (batchRows < 1 || batchRows > MAX_BATCH_ROWS) {
      throw new LoadException(
          "A batch has 1 to %,d rows: Aurora DSQL changes at most 3,000 in a transaction, and one of them records the batch."
              .formatted(MAX_BATCH_ROWS));
    }
  }

  /**
   * These options, with those that may change from run to run of one job as in {@code other}: what
   * becomes of bad records, and how many connections there are.
   */
  LoadOptions withPolicyOf(LoadOptions other) {
    return new LoadOptions(
        sources,
        s3,
        format,
        csv,
        schema,
        table,
        createTable,
        uuidKey,
        primaryKey,
        sampleRows,
        columnMap,
        excludedColumns,
        dateOrder,
        onConflict,
        other.onError,
        other.quarantineFile,
        batchRows,
        other.maxConnections,
        verify);
  }

  /** The table as in SQL. */
  String qualifiedTable() {
    return Quoted.name(schema) + "." + Quoted.name(table);
  }

  DataFormat formatOf(Source source) {
    return format == null ? DataFormat.of(source.name()) : format;
  }
}
