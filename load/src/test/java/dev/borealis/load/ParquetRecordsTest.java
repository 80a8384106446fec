package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.SilentLogging;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetRecordsTest {
  private static final int FLIPS = 400;

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void silence() {
    SilentLogging.ensure();
  }

  private static ExampleParquetWriter.Builder writer(Path file, MessageType schema)
      throws IOException {
    Files.deleteIfExists(file);
    return ExampleParquetWriter.builder(new LocalOutputFile(file))
        .withConf(new PlainParquetConfiguration())
        .withType(schema);
  }

  private Path file(String schema, List<Group> rows) throws IOException {
    Path file = directory.resolve("t.parquet");
    try (ParquetWriter<Group> writer =
        writer(file, MessageTypeParser.parseMessageType(schema)).build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    return file;
  }

  private static List<List<@Nullable String>> read(Path file) throws IOException {
    List<List<@Nullable String>> all = new ArrayList<>();
    try (ParquetRecords records = new ParquetRecords(LocalSource.of(file))) {
      for (Fields record = records.next(); record != null; record = records.next()) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < record.count(); i++) {
          values.add(record.get(i));
        }
        all.add(values);
      }
    } catch (BadRecordException e) {
      throw new AssertionError("row " + e.line() + ": " + e.getMessage(), e);
    }
    return all;
  }

  private static final String NESTED =
      """
      message t {
        required int32 id;
        optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
        optional group grid (LIST) {
          repeated group list { optional group element (LIST) {
            repeated group list { required int32 element; } } }
        }
        optional group old (LIST) { repeated int64 array; }
        optional group pairs (LIST) { repeated group pairs_tuple { optional double x; } }
        optional group prices (MAP) {
          repeated group key_value { required binary key (STRING); optional int32 value (DECIMAL(9,2)); }
        }
        optional group counts (MAP) { repeated group map { required int32 key; optional boolean value; } }
        optional group person {
          optional binary name (STRING);
          optional int32 born (DATE);
          optional binary raw;
          repeated float marks;
        }
        repeated binary words (STRING);
      }
      """;

  private static void fill(Group row) {
    Group tags = row.addGroup("tags");
    tags.addGroup("list").add("element", "a \"quote\"\n\\ é😀\u0001");
    tags.addGroup("list");
    Group grid = row.addGroup("grid");
    Group first = grid.addGroup("list").addGroup("element");
    first.addGroup("list").add("element", 1);
    first.addGroup("list").add("element", -2);
    grid.addGroup("list").addGroup("element");
    grid.addGroup("list");
    Group old = row.addGroup("old");
    old.add("array", 9_000_000_000L);
    old.add("array", 0L);
    Group pairs = row.addGroup("pairs");
    pairs.addGroup("pairs_tuple").add("x", 1.5e300);
    pairs.addGroup("pairs_tuple");
    pairs.addGroup("pairs_tuple").add("x", Double.NaN);
    pairs.addGroup("pairs_tuple").add("x", Double.NEGATIVE_INFINITY);
    Group prices = row.addGroup("prices");
    Group price = prices.addGroup("key_value");
    price.add("key", "a\"b");
    price.add("value", -5);
    prices.addGroup("key_value").add("key", "");
    Group counts = row.addGroup("counts");
    Group count = counts.addGroup("map");
    count.add("key", 7);
    count.add("value", true);
    Group person = row.addGroup("person");
    person.add("born", -1);
    person.add("raw", Binary.fromConstantByteArray(new byte[] {0, (byte) 0xff}));
    person.add("marks", 1f);
    person.add("marks", 0.1f);
    row.add("words", "x");
  }

  @Test
  void writesNestedValuesAsJson() throws Exception {
    MessageType schema = MessageTypeParser.parseMessageType(NESTED);
    Group empty = new SimpleGroup(schema);
    empty.add("id", 1);
    Group full = new SimpleGroup(schema);
    full.add("id", 2);
    fill(full);
    Group bare = new SimpleGroup(schema);
    bare.add("id", 3);
    for (String group : List.of("tags", "prices", "person")) {
      bare.addGroup(group);
    }
    Path file = file(NESTED, List.of(empty, full, bare));
    List<List<@Nullable String>> rows = read(file);
    assertThat(rows.get(0)).containsExactly("1", null, null, null, null, null, null, null, "[]");
    assertThat(rows.get(1))
        .containsExactly(
            "2",
            "[\"a \\\"quote\\\"\\n\\\\ é😀\\u0001\",null]",
            "[[1,-2],[],null]",
            "[9000000000,0]",
            "[{\"x\":1.5E300},{\"x\":null},{\"x\":\"NaN\"},{\"x\":\"-Infinity\"}]",
            "{\"a\\\"b\":-0.05,\"\":null}",
            "{\"7\":true}",
            "{\"name\":null,\"born\":\"1969-12-31\",\"raw\":\"\\\\x00ff\",\"marks\":[1.0,0.1]}",
            "[\"x\"]");
    assertThat(rows.get(2))
        .containsExactly(
            "3",
            "[]",
            null,
            null,
            null,
            "{}",
            null,
            "{\"name\":null,\"born\":null,\"raw\":null,\"marks\":[]}",
            "[]");
    try (ParquetRecords records = new ParquetRecords(LocalSource.of(file))) {
      assertThat(records.types().subList(0, 2))
          .containsExactly(ColumnType.INTEGER, ColumnType.JSON);
    }
  }

  @Test
  void leavesOutOnlyTheRowWhoseValueCannotBeRead() throws Exception {
    String schema = "message t { required int32 id; required binary a (STRING); }";
    MessageType type = MessageTypeParser.parseMessageType(schema);
    List<Group> rows = new ArrayList<>();
    List<byte[]> values =
        List.of(
            "x".getBytes(StandardCharsets.UTF_8),
            new byte[] {(byte) 0xff},
            new byte[5 << 20],
            "y".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < values.size(); i++) {
      Group row = new SimpleGroup(type);
      row.add("id", i);
      row.add("a", Binary.fromConstantByteArray(values.get(i)));
      rows.add(row);
    }
    List<String> found = new ArrayList<>();
    try (ParquetRecords records = new ParquetRecords(LocalSource.of(file(schema, rows)))) {
      boolean end = false;
      while (!end) {
        try {
          Fields record = records.next();
          end = record == null;
          found.add(record == null ? "end" : record.line() + " " + record.get(1));
        } catch (BadRecordException e) {
          found.add(e.line() + " " + e.getMessage());
        }
      }
    }
    assertThat(found)
        .containsExactly(
            "1 x",
            "2 column a: the value cannot be read: it is not UTF-8",
            "3 column a: the value has 5,242,880 bytes, and at most 4,194,304 are read",
            "4 y",
            "end");
  }

  /** What the library leaves to Hadoop. */
  private static final class Gzip implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      return new BytesInputCompressor() {
        @Override
        public BytesInput compress(BytesInput plain) throws IOException {
          ByteArrayOutputStream stored = new ByteArrayOutputStream();
          try (OutputStream out = new GZIPOutputStream(stored)) {
            plain.writeAllTo(out);
          }
          return BytesInput.from(stored);
        }

        @Override
        public CompressionCodecName getCodecName() {
          return CompressionCodecName.GZIP;
        }

        @Override
        public void release() {
          // Nothing is held.
        }
      };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException("only written");
    }

    @Override
    public void release() {
      // Nothing is held.
    }
  }

  /** Rows of all kinds of encoding, in several row groups and pages. */
  private Path manyRows(CompressionCodecName codec, WriterVersion version, int rows)
      throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message t {
              required int64 id;
              optional binary word (STRING);
              optional binary text (STRING);
              required double d;
              optional boolean b;
              optional group tags (LIST) { repeated group list { optional int32 element; } }
            }
            """);
    Path file = directory.resolve("many.parquet");
    Random random = new Random(42);
    try (ParquetWriter<Group> writer =
        writer(file, schema)
            .withCompressionCodec(codec)
            .withCodecFactory(
                codec == CompressionCodecName.GZIP
                    ? new Gzip()
                    : new CodecFactory(new PlainParquetConfiguration(), 2 << 10))
            .withWriterVersion(version)
            .withRowGroupSize(20L << 10)
            .withPageSize(2 << 10)
            .build()) {
      for (int i = 0; i < rows; i++) {
        Group row = new SimpleGroup(schema);
        row.add("id", (long) i);
        if (i % 7 != 0) {
          row.add("word", "word " + i % 5);
          row.add("text", "text " + random.nextInt());
          row.add("b", i % 3 == 0);
        }
        row.add("d", random.nextDouble());
        Group tags = row.addGroup("tags");
        for (int j = 0; j < i % 4; j++) {
          tags.addGroup("list").add("element", j);
        }
        writer.write(row);
      }
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED, PARQUET_1_0",
    "SNAPPY, PARQUET_1_0",
    "GZIP, PARQUET_2_0",
    "ZSTD, PARQUET_2_0",
    "UNCOMPRESSED, PARQUET_2_0"
  })
  void readsEveryRowInPages(CompressionCodecName codec, WriterVersion version) throws Exception {
    List<List<@Nullable String>> rows = read(manyRows(codec, version, 3000));
    assertThat(rows).hasSize(3000);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).getFirst()).isEqualTo(String.valueOf(i));
      assertThat(rows.get(i).get(1)).isEqualTo(i % 7 == 0 ? null : "word " + i % 5);
    }
    assertThat(rows.get(3).getLast()).isEqualTo("[0,1,2]");
  }

  /** Flips bits anywhere: an error that names the file, or as many rows as there are. */
  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED, PARQUET_1_0, 1",
    "SNAPPY, PARQUET_2_0, 2",
    "ZSTD, PARQUET_1_0, 3",
    "GZIP, PARQUET_2_0, 4"
  })
  void saysThatAFileIsDamagedWhereverItIs(
      CompressionCodecName codec, WriterVersion version, long seed) throws Exception {
    int rows = 300;
    byte[] whole = Files.readAllBytes(manyRows(codec, version, rows));
    Random random = new Random(seed);
    Path damaged = directory.resolve("damaged.parquet");
    int refused = 0;
    for (int i = 0; i < FLIPS; i++) {
      byte[] bytes = whole.clone();
      // Every other one in the footer, which has no checksum.
      int at = i % 2 == 0 ? random.nextInt(bytes.length) : bytes.length - 1 - random.nextInt(2000);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(damaged, bytes);
      String what = "seed %d, flip %d at byte %d".formatted(seed, i, at);
      try {
        assertThat(countOf(damaged)).as(what).isEqualTo(rows);
      } catch (LoadException e) {
        refused++;
        assertThat(e.getMessage()).as(what).contains("damaged.parquet").hasSizeLessThan(600);
      }
    }
    assertThat(refused).isGreaterThan(FLIPS / 4);
  }

  private static int countOf(Path file) throws IOException {
    int count = 0;
    try (ParquetRecords records = new ParquetRecords(LocalSource.of(file))) {
      records.types();
      boolean end = false;
      while (!end) {
        try {
          end = records.next() == null;
          count += end ? 0 : 1;
        } catch (BadRecordException e) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void saysWhichPageDoesNotFitItsChecksum() throws Exception {
    Path file = manyRows(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, 3000);
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("text ", bytes.length / 2) + 6] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(LoadException.class)
        .hasMessageMatching(
            "(?s).*many.parquet, row group \\d+, column 'text': the bytes of a page do not fit their checksum.*");
  }

  @Test
  void saysWhatIsNoWholeFile() throws Exception {
    byte[] whole =
        Files.readAllBytes(manyRows(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, 300));
    Path file = directory.resolve("f.parquet");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> read(file)).hasMessageContaining("f.parquet is empty");
    Files.writeString(file, "id,name\n1,x\n");
    assertThatThrownBy(() -> read(file))
        .hasMessageContaining("does not begin with PAR1")
        .hasMessageContaining("--format");
    for (int length : new int[] {4, 11, 100, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> read(file))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("f.parquet is not a whole Parquet file")
          .hasMessageContaining("cut off");
    }
    byte[] encrypted = whole.clone();
    byte[] magic = "PARE".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, encrypted, 0, 4);
    System.arraycopy(magic, 0, encrypted, encrypted.length - 4, 4);
    Files.write(file, encrypted);
    assertThatThrownBy(() -> read(file)).hasMessageContaining("f.parquet is encrypted");
    byte[] hugeFooter = Arrays.copyOf(whole, 40 << 20);
    byte[] tail = HexFormat.of().parseHex("0100000250415231");
    System.arraycopy(tail, 0, hugeFooter, hugeFooter.length - 8, 8);
    Files.write(file, hugeFooter);
    assertThatThrownBy(() -> read(file)).hasMessageContaining("footer of 33,554,433 bytes");
  }

  @Test
  void refusesPagesThatDoNotFitIntoMemoryBeforeItTakesAny() {
    ParquetMemory memory = new ParquetMemory(100 << 20);
    memory.take("t.parquet, row group 1, column 'a'", 60 << 20);
    assertThatThrownBy(() -> memory.take("t.parquet, row group 1, column 'b'", 50 << 20))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("column 'b': its next page takes 50 MiB")
        .hasMessageContaining("together 110 MiB, and there is room for 100 MiB")
        .hasMessageContaining("-Xmx330m");
    memory.giveBack(60 << 20);
    memory.take("t.parquet, row group 1, column 'b'", 50 << 20);
  }
}
