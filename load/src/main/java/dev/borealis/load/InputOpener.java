package dev.borealis.load;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens sources as the options say. */
final class InputOpener {
  private final LoadOptions options;
  private final LoadProgress progress;

  InputOpener(LoadOptions options, LoadProgress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * The records of a source.
   *
   * @param keys of JSON objects; null: those that are found
   */
  Records open(Source source, @Nullable List<String> keys) throws IOException {
    Source counted = new CountedSource(source, progress);
    return switch (options.formatOf(source)) {
      case CSV -> new CsvRecords(counted, options.csv());
      case TSV -> new CsvRecords(counted, withTabs(options.csv()));
      case JSONL -> new JsonRecords(counted, TextInput.encoding(options.csv().encoding()), keys);
      // Parquet's library reads here and there; what it has read says little.
      case PARQUET -> new ParquetRecords(source);
      case PGDUMP -> block(counted);
    };
  }

  private static CsvOptions withTabs(CsvOptions csv) {
    return csv.delimiter().equals(CsvOptions.CSV.delimiter())
        ? new CsvOptions(
            "\t", csv.quote(), csv.escape(), csv.header(), csv.nullText(), csv.encoding())
        : csv;
  }

  private Records block(Source source) throws IOException {
    DumpReader dump = new DumpReader(source);
    boolean found = false;
    try {
      for (CopyBlock block = dump.nextBlock(); block != null; block = dump.nextBlock()) {
        if (block.schema().equals(options.schema()) && block.table().equals(options.table())) {
          found = true;
          return new CopyBlockRecords(dump, block, true);
        }
      }
    } finally {
      if (!found) {
        dump.close();
      }
    }
    throw new LoadException(
        "%s has no data for %s.%s. 'dsql list-tables -s %s' shows what it has."
            .formatted(source.name(), options.schema(), options.table(), source.name()));
  }
}
