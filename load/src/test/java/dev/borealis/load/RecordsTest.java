package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {
  @TempDir private Path directory = Path.of("");

  private static Source source(byte[] content) {
    return new Source() {
      @Override
      public String name() {
        return "memory";
      }

      @Override
      public long size() {
        return content.length;
      }

      @Override
      public InputStream open(long offset) {
        return new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
      }
    };
  }

  private static Source source(String content) {
    return source(content.getBytes(StandardCharsets.UTF_8));
  }

  private static List<List<@Nullable String>> read(Records records)
      throws IOException, BadRecordException {
    List<List<@Nullable String>> all = new ArrayList<>();
    try (records) {
      for (Fields record = records.next(); record != null; record = records.next()) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < record.count(); i++) {
          values.add(record.get(i));
        }
        all.add(values);
      }
    }
    return all;
  }

  @Property(tries = 300)
  void whatIsWrittenAsCsvIsRead(
      @ForAll("rows") List<List<@Nullable String>> wide,
      @ForAll @IntRange(min = 1, max = 3) int width)
      throws IOException, BadRecordException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    wide.forEach(row -> rows.add(row.subList(0, width)));
    Path file = Files.createTempFile("rows", ".csv");
    try {
      List<TargetColumn> columns = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        columns.add(new TargetColumn("c" + i, "text", "text", false, false, false));
      }
      try (CsvSink sink = new CsvSink(file, columns)) {
        for (List<@Nullable String> row : rows) {
          sink.row(copyText(row));
        }
      }
      CsvOptions header = new CsvOptions(",", '"', '"', true, "", "UTF-8");
      assertThat(read(new CsvRecords(LocalSource.of(file), header))).isEqualTo(rows);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aBlankLineIsNoRecordOfSeveralColumns() throws IOException, BadRecordException {
    CsvOptions header = new CsvOptions(",", '"', '"', true, "", "UTF-8");
    assertThat(read(new CsvRecords(source("\na,b\n\n1,2\r\n\r\n3,4\n\n"), header)))
        .containsExactly(List.of("1", "2"), List.of("3", "4"));
  }

  @Property(tries = 300)
  void whatIsWrittenWithAnEscapeCharacterIsRead(@ForAll("rows") List<List<@Nullable String>> rows)
      throws IOException, BadRecordException {
    StringBuilder csv = new StringBuilder();
    for (List<@Nullable String> row : rows) {
      List<String> fields = new ArrayList<>();
      for (String value : row) {
        fields.add(
            value == null ? "" : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
      }
      csv.append(String.join(",", fields)).append('\n');
    }
    CsvOptions escaped = new CsvOptions(",", '"', '\\', false, "", "UTF-8");
    assertThat(read(new CsvRecords(source(csv.toString()), escaped))).isEqualTo(rows);
  }

  @Property(tries = 300)
  void whatCopyWritesIsReadFromADump(@ForAll("rows") List<List<@Nullable String>> rows)
      throws IOException, BadRecordException {
    StringBuilder dump = new StringBuilder("COPY public.t (a, b, c) FROM stdin;\n");
    for (List<@Nullable String> row : rows) {
      dump.append(new String(copyText(row), StandardCharsets.UTF_8));
    }
    dump.append("\\.\n\nSELECT 1;\n");
    try (DumpReader reader = new DumpReader(source(dump.toString()))) {
      CopyBlock block = reader.nextBlock();
      assertThat(block).isNotNull();
      if (block != null) {
        assertThat(block.columns()).containsExactly("a", "b", "c");
        assertThat(read(new CopyBlockRecords(reader, block, false))).isEqualTo(rows);
      }
      assertThat(reader.nextBlock()).isNull();
      assertThat(reader.sql()).contains("SELECT 1;");
    }
  }

  private static byte[] copyText(List<@Nullable String> row) {
    CopyText text = new CopyText();
    for (int i = 0; i < row.size(); i++) {
      String value = row.get(i);
      if (value == null) {
        text.appendNull();
      } else {
        text.append(value);
      }
      text.endField(i == row.size() - 1);
    }
    return text.copy();
  }

  @Provide
  Arbitrary<List<List<@Nullable String>>> rows() {
    Arbitrary<@Nullable String> value =
        Arbitraries.strings()
            .withChars('a', ',', '"', '\n', '\r', '\t', '\\', 'N', '\'', 'é', '€', '0', '.', ' ')
            .ofMaxLength(8)
            .injectNull(0.2);
    return value.list().ofSize(3).list().ofMaxSize(8);
  }

  @Test
  void findsCopyOnlyWhereItIsAStatement() throws Exception {
    String dump =
        """
        CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$
        COPY t (a) FROM stdin;
        $$;
        COPY "S".t ("A b", c) FROM stdin;
        1\t2
        \\.
        """;
    try (DumpReader reader = new DumpReader(source(dump))) {
      CopyBlock block = reader.nextBlock();
      assertThat(block).isEqualTo(new CopyBlock("S", "t", List.of("A b", "c"), 4));
      assertThat(reader.sql()).contains("COPY t (a)");
    }
  }

  @Test
  void saysThatADumpIsCutOff() throws Exception {
    try (DumpReader reader = new DumpReader(source("COPY t (a) FROM stdin;\n1\n2\n"))) {
      CopyBlock block = reader.nextBlock();
      assertThat(block).isNotNull();
      if (block != null) {
        assertThatThrownBy(() -> read(new CopyBlockRecords(reader, block, false)))
            .isInstanceOf(LoadException.class)
            .hasMessageContaining("not complete");
      }
    }
  }

  @Test
  void refusesDumpsThatAreNotPlain() {
    assertThatThrownBy(() -> new DumpReader(source("PGDMP\1\2")).close())
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("custom format")
        .hasMessageContaining("pg_restore");
  }

  @Test
  void readsRowsOfMysqldump() throws Exception {
    String dump =
        """
        -- MySQL dump; it's a comment
        /*!40101 SET NAMES utf8 */;
        CREATE TABLE `t` (`a` int, `b` varchar(9) DEFAULT ';');
        INSERT INTO `t` VALUES (1,'it''s; \\'x\\'\\n'),(2,NULL);
        INSERT INTO `t` VALUES (-3.5,0x4142);
        INSERT INTO `other` (`x`) VALUES ('y');
        """;
    try (MysqlRows rows =
        new MysqlRows("dump", new TextInput(source(dump), StandardCharsets.UTF_8))) {
      assertThat(rows.nextBlock()).isEqualTo(new CopyBlock("public", "t", List.of(), 4));
      List<List<@Nullable String>> found = new ArrayList<>();
      for (Fields row = rows.next(); row != null; row = rows.next()) {
        List<@Nullable String> values = new ArrayList<>();
        values.add(row.get(0));
        values.add(row.get(1));
        found.add(values);
      }
      assertThat(found.get(0)).containsExactly("1", "it's; 'x'\n");
      assertThat(found.get(1)).containsExactly("2", null);
      assertThat(found.get(2)).containsExactly("-3.5", "\\x4142");
      CopyBlock other = rows.nextBlock();
      assertThat(other).isEqualTo(new CopyBlock("public", "other", List.of("x"), 6));
      assertThat(rows.nextBlock()).isNull();
    }
  }

  @Test
  void findsFilesByPattern() throws Exception {
    Files.createDirectories(directory.resolve("a/b"));
    for (String name : List.of("a/1.csv", "a/2.csv", "a/b/3.csv", "a/x.txt")) {
      Files.writeString(directory.resolve(name), "1\n");
    }
    assertThat(names("a/*.csv")).containsExactly("a/1.csv", "a/2.csv");
    assertThat(names("a/**.csv")).containsExactly("a/1.csv", "a/2.csv", "a/b/3.csv");
    assertThat(names("a/[2-9].csv")).containsExactly("a/2.csv");
    assertThatThrownBy(() -> names("a/*.json")).isInstanceOf(LoadException.class);
    assertThatThrownBy(() -> names("a/4.csv")).hasMessageContaining("There is no file");
  }

  private List<String> names(String pattern) {
    return Sources.find(List.of(directory.resolve(pattern).toString()), S3Access.DEFAULT).stream()
        .map(source -> directory.relativize(Path.of(source.name())).toString())
        .toList();
  }
}
