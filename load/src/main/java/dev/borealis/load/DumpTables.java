package dev.borealis.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tables of a dump. */
public final class DumpTables {
  private DumpTables() {}

  /**
   * The heads of all blocks of data, in their order.
   *
   * @throws LoadException if the dump cannot be read, or has a name that nobody gives on purpose
   */
  public static List<CopyBlock> list(String address, S3Access s3) {
    Source source = only(address, s3);
    List<CopyBlock> blocks = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try (DumpReader dump = new DumpReader(source)) {
      for (CopyBlock block = dump.nextBlock(); block != null; block = dump.nextBlock()) {
        SqlNames.require("schema", block.schema());
        SqlNames.require("table", block.table());
        block.columns().forEach(column -> SqlNames.require("column", column));
        if (!seen.add(block.qualifiedName())) {
          throw new LoadException(
              "%s:%d: a second block of data for %s."
                  .formatted(source.name(), block.line(), block.qualifiedName()));
        }
        blocks.add(block);
      }
    } catch (IOException e) {
      throw new LoadException("%s cannot be read: %s.".formatted(address, e.getMessage()), e);
    }
    return blocks;
  }

  /** The one file that an address means. */
  static Source only(String address, S3Access s3) {
    List<Source> found = Sources.find(List.of(address), s3);
    if (found.size() != 1) {
      throw new LoadException("%s means %d files, and not one.".formatted(address, found.size()));
    }
    return found.getFirst();
  }
}
