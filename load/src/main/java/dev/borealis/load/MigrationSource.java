package dev.borealis.load;

import dev.borealis.load.MigrationReport.TableResult;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A dump to migrate: what it defines, and the rows of its tables. */
interface MigrationSource {
  /** The dump that the options name. */
  static MigrationSource open(MigrationOptions options, LoadProgress progress) {
    Source file = DumpTables.only(options.load().sources().getFirst(), options.load().s3());
    progress.totalBytes.set(file.size());
    return options.mysql()
        ? new MysqlDump(file, options.version(), progress)
        : new PostgresDump(file, options.version(), progress);
  }

  String name();

  /** Its definitions, as the service takes them. */
  DumpOutline outline() throws IOException;

  /** Gives each block of rows to {@code visit}, which reads it to its end. */
  void forEachBlock(Visit visit) throws IOException, SQLException;

  /** Takes the rows of one table. */
  interface Visit {
    void of(CopyBlock block, Records records) throws IOException, SQLException;
  }

  /** How many rows each table has. */
  default List<TableResult> count() throws IOException {
    List<TableResult> counts = new ArrayList<>();
    try {
      forEachBlock((block, records) -> {
        long rows = 0;
        while (records.nextReadable() != null) {
          rows++;
        }
        counts.add(new TableResult(block.qualifiedName(), rows, 0, -1, true, null));
      });
    } catch (SQLException e) {
      throw new IllegalStateException("counting asks no cluster", e);
    }
    return counts;
  }
}
