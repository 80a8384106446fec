package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Files that are damaged, cut off, or not what they seem, as they are read. */
class BadInputTest {
  private static final int ROWS = 30_000;
  private static final CsvOptions HEADER = new CsvOptions(",", '"', '"', true, "", "UTF-8");

  /** Like a stream from the network: it never says how many bytes are waiting. */
  private record Bytes(byte[] content) implements Source {
    @Override
    public String name() {
      return "file";
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    public InputStream open(long offset) {
      return new ByteArrayInputStream(content, (int) offset, content.length - (int) offset) {
        @Override
        public synchronized int available() {
          return 0;
        }
      };
    }
  }

  /** A head and then one character, over and over. */
  private record Endless(String head, char c, long chars) implements Source {
    @Override
    public String name() {
      return "file";
    }

    @Override
    public long size() {
      return head.length() + chars;
    }

    @Override
    public InputStream open(long offset) {
      byte[] block = new byte[1 << 20];
      Arrays.fill(block, (byte) c);
      Stream<InputStream> blocks =
          Stream.generate(() -> (InputStream) new ByteArrayInputStream(block))
              .limit(chars / block.length);
      InputStream begin = new ByteArrayInputStream(head.getBytes(StandardCharsets.UTF_8));
      return new SequenceInputStream(
          Collections.enumeration(Stream.concat(Stream.of(begin), blocks).toList()));
    }
  }

  private static int count(Source source) throws IOException {
    try (CsvRecords records = new CsvRecords(source, HEADER)) {
      int count = 0;
      while (records.next() != null) {
        count++;
      }
      return count;
    }
  }

  private static byte[] csv(int rows) {
    StringBuilder csv = new StringBuilder("id,name\n");
    for (int i = 0; i < rows; i++) {
      csv.append(i).append(",name ").append(i).append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] zstd(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zstd = new ZstdOutputStream(out)) {
      zstd.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void namesTheLineOfBytesThatAreNoCharactersFarBehind() {
    byte[] csv = csv(ROWS);
    String text = new String(csv, StandardCharsets.UTF_8);
    csv[text.indexOf("name 29123") + 2] = (byte) 0xc3;
    assertThatThrownBy(() -> count(new Bytes(csv)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("file:29125: byte 9 of the line is no UTF-8 (0xc3)");
  }

  @Test
  void readsTheEncodingsThatAByteOrderMarkAnnounces() throws Exception {
    byte[] utf16 = "id,name\n1,Zoë\n".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> count(new Bytes(utf16)))
        .hasMessageContaining("file:1: byte 1 of the line is no UTF-8 (0xfe)")
        .hasMessageContaining("--encoding");
    for (String encoding : List.of("UTF-16", "UTF-16BE")) {
      CsvOptions options = new CsvOptions(",", '"', '"', true, "", encoding);
      try (CsvRecords records = new CsvRecords(new Bytes(utf16), options)) {
        assertThat(records.names()).as(encoding).containsExactly("id", "name");
        Fields record = records.next();
        assertThat(record).isNotNull();
        assertThat(record == null ? null : record.get(1)).isEqualTo("Zoë");
      }
    }
    byte[] marked = "\ufeffid,name\n1,Zoë\n".getBytes(StandardCharsets.UTF_8);
    try (CsvRecords records = new CsvRecords(new Bytes(marked), HEADER)) {
      assertThat(records.names()).containsExactly("id", "name");
    }
  }

  @Test
  void stopsAtAQuoteThatWouldSwallowTheRestOfTheFile() {
    assertThatThrownBy(() -> count(new Endless("id,name\n1,x\n2,\"open", 'x', 50L << 20)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("file:2: the record behind this one cannot be read")
        .hasMessageContaining("Look for a quote that is not closed");
  }

  @Test
  void boundsALineWithoutAnEnd() throws Exception {
    assertThatThrownBy(() -> count(new Endless("id,name\n1,", 'x', 50L << 20)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("file:1");
    Source json = new Endless("{\"id\": 1}\n{\"id\": \"", 'x', 50L << 20);
    try (JsonRecords records = new JsonRecords(json, StandardCharsets.UTF_8, null)) {
      assertThat(records.next()).isNotNull();
      assertThatThrownBy(records::next)
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("file:2: the line is longer than");
    }
    Source dump = new Endless("COPY t (a) FROM stdin;\n", 'x', 50L << 20);
    try (DumpReader reader = new DumpReader(dump)) {
      assertThat(reader.nextBlock()).isNotNull();
      assertThatThrownBy(reader::nextLine).hasMessageContaining("file:2: the line is longer than");
    }
  }

  @Test
  void readsAllPartsOfCompressedFiles() throws Exception {
    byte[] head = csv(ROWS);
    byte[] rest = "1,x\n2,y\n".getBytes(StandardCharsets.UTF_8);
    assertThat(count(new Bytes(joined(gzip(head), gzip(rest), gzip(new byte[0])))))
        .isEqualTo(ROWS + 2);
    assertThat(count(new Bytes(joined(gzip(head), new byte[600])))).isEqualTo(ROWS);
    assertThat(count(new Bytes(joined(zstd(head), zstd(rest))))).isEqualTo(ROWS + 2);
  }

  @Test
  void saysThatCompressedFilesAreCutOffOrDamaged() throws Exception {
    byte[] gzip = gzip(csv(ROWS));
    byte[] zstd = zstd(csv(ROWS));
    for (byte[] whole : List.of(gzip, zstd, joined(gzip, gzip), joined(zstd, zstd))) {
      for (int missing : new int[] {1, 7, 100}) {
        byte[] cut = Arrays.copyOf(whole, whole.length - missing);
        assertThatThrownBy(() -> count(new Bytes(cut)))
            .as("%d of %d bytes", cut.length, whole.length)
            .isInstanceOf(LoadException.class)
            .hasMessageContaining("file cannot be read to its end");
      }
    }
    byte[] secondHead = joined(gzip, gzip);
    secondHead[gzip.length + 1] ^= 1;
    assertThatThrownBy(() -> count(new Bytes(secondHead)))
        .hasMessageContaining("not gzip stands behind the compressed data");
    byte[] flipped = gzip.clone();
    flipped[gzip.length - 6] ^= 1;
    assertThatThrownBy(() -> count(new Bytes(flipped))).hasMessageContaining("checksum");
  }

  @Property(tries = 200)
  void compressedPartsAreReadAsOne(@ForAll @Size(max = 5) List<byte[]> parts) throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      gzip.writeBytes(gzip(part));
      zstd.writeBytes(zstd(part));
      content.writeBytes(part);
    }
    try (InputStream in = new GzipInput(new ByteArrayInputStream(gzip.toByteArray()), 7)) {
      assertThat(in.readAllBytes()).isEqualTo(content.toByteArray());
    }
    try (InputStream in = new ZstdInput(new ByteArrayInputStream(zstd.toByteArray()), 7)) {
      assertThat(in.readAllBytes()).isEqualTo(content.toByteArray());
    }
  }
}
