package dev.borealis.cli;

import dev.borealis.load.CopyBlock;
import dev.borealis.load.DumpTables;
import java.util.ArrayList;
import java.util.List;

/** {@code dsql list-tables}: what a dump has data for. */
final class ListTablesCommand extends Subcommand {
  private final List<String> sources = new ArrayList<>();
  private final S3Options s3;

  ListTablesCommand() {
    super(
        "list-tables",
        "Lists the tables that a plain dump of pg_dump has data for.",
        "On each line schema, table and columns, separated by tabs.");
    repeated(sources, "-s --source-uri", "FILE", value -> value, "The dump.");
    s3 = new S3Options(this);
    examples("  dsql list-tables -s dump.sql");
  }

  @Override
  public Integer call() {
    if (sources.size() != 1) {
      throw wrongUsage("Which dump? Name one with -s.");
    }
    for (CopyBlock block : DumpTables.list(sources.getFirst(), s3.value())) {
      out()
          .println(
              block.schema() + "\t" + block.table() + "\t" + String.join(",", block.columns()));
    }
    return 0;
  }
}
