package dev.borealis.load;

import java.util.Arrays;

/** Gathers records to batches that fit into a transaction. */
final class BatchBuilder {
  /** Of the 10 MiB that a transaction may change, the rest is for what rows and indexes cost. */
  private static final int MAX_TRANSACTION_BYTES = 9 << 20;

  /** What a row and an entry of an index cost beyond their values; on the safe side. */
  private static final int BYTES_PER_ROW = 160;

  private static final int BYTES_PER_INDEX_ENTRY = 500;

  private final ColumnPlan plan;
  private final DateOrder dateOrder;
  private final int maxRows;
  private final int bytesPerRow;
  private final CopyText text = new CopyText();
  private final int[] starts;
  private final long[] lines;
  private int rows;
  private long number;

  BatchBuilder(ColumnPlan plan, LoadOptions options, int indexes, long firstNumber) {
    this.plan = plan;
    this.dateOrder = options.dateOrder();
    this.maxRows = options.batchRows();
    this.bytesPerRow = BYTES_PER_ROW + BYTES_PER_INDEX_ENTRY * Math.max(0, indexes - 1);
    this.number = firstNumber;
    this.starts = new int[maxRows + 1];
    this.lines = new long[maxRows];
  }

  /**
   * Adds a record.
   *
   * @return whether the batch is full
   * @throws BadRecordException if the record has another number of fields than the others
   */
  boolean add(Fields record) throws BadRecordException {
    if (record.count() != plan.fields()) {
      throw new BadRecordException(
          record.line(),
          "the record has %d fields, and not %d".formatted(record.count(), plan.fields()),
          record.values());
    }
    starts[rows] = text.length();
    lines[rows] = record.line();
    int last = plan.columns().size() - 1;
    for (int i = 0; i <= last; i++) {
      int field = plan.fieldOf().get(i);
      if (record.isNull(field)) {
        text.appendNull();
      } else if (dateOrder != DateOrder.YMD && plan.columns().get(i).isDateOrTimestamp()) {
        text.append(dateOrder.iso(String.valueOf(record.get(field))));
      } else {
        text.append(record.text(), record.start(field), record.end(field));
      }
      text.endField(i == last);
    }
    rows++;
    return rows == maxRows || text.length() + (long) rows * bytesPerRow >= MAX_TRANSACTION_BYTES;
  }

  boolean isEmpty() {
    return rows == 0;
  }

  /** The records since the last batch. */
  Batch build(String source, String unit) {
    starts[rows] = text.length();
    Batch batch =
        new Batch(
            number,
            source,
            unit,
            text.copy(),
            Arrays.copyOf(starts, rows + 1),
            Arrays.copyOf(lines, rows));
    number++;
    rows = 0;
    text.clear();
    return batch;
  }

  /** The number of the next batch. */
  long nextNumber() {
    return number;
  }
}
