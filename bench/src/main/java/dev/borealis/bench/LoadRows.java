package dev.borealis.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Orders of a shop, as many as the options say, made by a seed: about 100 bytes of CSV each. */
final class LoadRows {
  /** What follows the table's name in CREATE TABLE. */
  static final String COLUMNS =
      "(id bigint PRIMARY KEY, customer uuid NOT NULL, placed_at timestamp NOT NULL,"
          + " amount numeric(10,2) NOT NULL, status text NOT NULL, note text)";

  /** How many columns. */
  static final int WIDTH = 6;

  private static final List<String> STATUSES = List.of("new", "paid", "packed", "shipped");

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "How many rows (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What all that is random is made from (default: ${DEFAULT-VALUE}).")
  private long seed;

  int count() {
    return count;
  }

  long seed() {
    return seed;
  }

  /** A query for how many rows a table has and a checksum that does not depend on their order. */
  static String checksum(String name) {
    return "SELECT count(*), sum(hashtextextended(row(id, customer, placed_at, amount, status, note)::text, 0)::numeric) FROM "
        + name;
  }

  /**
   * The rows one after the other, as text by column; the same seed gives the same rows.
   *
   * @param take gets each row; the array is used again for the next one
   */
  void each(RowTaker take) throws IOException {
    Random random = new Random(seed);
    @Nullable String[] row = new @Nullable String[WIDTH];
    for (int id = 0; id < count; id++) {
      row[0] = Integer.toString(id);
      row[1] = new UUID(random.nextLong(), random.nextLong()).toString();
      StringBuilder placedAt = new StringBuilder("2026-");
      twoDigits(placedAt, 1 + random.nextInt(12)).append('-');
      twoDigits(placedAt, 1 + random.nextInt(28)).append(' ');
      twoDigits(placedAt, random.nextInt(24)).append(':');
      twoDigits(placedAt, random.nextInt(60)).append(':');
      row[2] = twoDigits(placedAt, random.nextInt(60)).toString();
      int cents = random.nextInt(10_000_000);
      row[3] = cents / 100 + "." + cents / 10 % 10 + cents % 10;
      row[4] = STATUSES.get(random.nextInt(STATUSES.size()));
      row[5] = random.nextInt(4) > 0 ? "note " + random.nextInt() + ", with a comma" : null;
      take.row(row);
    }
  }

  /** Somebody who gets rows. */
  @FunctionalInterface
  interface RowTaker {
    void row(@Nullable String[] row) throws IOException;
  }

  /** Writes CSV. */
  void write(Path csv) throws IOException {
    StringBuilder line = new StringBuilder();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(csv), 1 << 20)) {
      each(row -> {
        line.setLength(0);
        for (int column = 0; column < WIDTH - 1; column++) {
          line.append(row[column]).append(',');
        }
        String note = row[WIDTH - 1];
        if (note != null) {
          line.append('"').append(note).append('"');
        }
        out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      });
    }
  }

  private static StringBuilder twoDigits(StringBuilder row, int number) {
    return row.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
