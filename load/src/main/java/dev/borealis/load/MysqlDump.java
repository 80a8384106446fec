package dev.borealis.load;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.lint.LintReport;
import dev.borealis.lint.SqlSource;
import dev.borealis.lint.mysql.MysqlLint;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A dump of mysqldump: its definitions are translated, its INSERT statements are read as rows. */
record MysqlDump(Source file, DsqlVersion version, LoadProgress progress)
    implements MigrationSource {
  /** What is said of rows that are not translated; here they are loaded. */
  private static final String ROWS_RULE = "mysql_data_statement_dropped";

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public DumpOutline outline() throws IOException {
    StringWriter script = new StringWriter();
    SqlSource source = () -> new TextInput(file, StandardCharsets.UTF_8);
    LintReport report = MysqlLint.translate(source, version, script);
    String unreadable = report.unreadable();
    if (unreadable != null) {
      throw new LoadException("%s: %s.".formatted(file.name(), unreadable));
    }
    DumpDrops.Kept kept = DumpDrops.leaveOut(script.toString());
    List<MigrationNote> notes = new ArrayList<>(kept.notes(List.of()));
    notes.addAll(
        MigrationNote.of(
            report.diagnostics().stream()
                .filter(diagnostic -> !diagnostic.rule().equals(ROWS_RULE))
                .toList(),
            List.of()));
    return DumpOutline.of(kept.script(), new Partitions(Map.of()), List.copyOf(notes), version);
  }

  @Override
  public void forEachBlock(Visit visit) throws IOException, SQLException {
    try (MysqlRows rows =
        new MysqlRows(
            file.name(),
            new TextInput(new CountedSource(file, progress), StandardCharsets.UTF_8))) {
      for (CopyBlock block = rows.nextBlock(); block != null; block = rows.nextBlock()) {
        visit.of(block, rows);
      }
    }
  }
}
