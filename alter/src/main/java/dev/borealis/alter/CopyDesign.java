package dev.borealis.alter;

import dev.borealis.alter.RowCopy.CopiedColumn;
import dev.borealis.alter.RowCopy.KeyPart;
import dev.borealis.alter.TableShape.Column;
import dev.borealis.alter.TableShape.TableConstraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides how rows come from one table into the other, and how they are compared. */
final class CopyDesign {
  private final TableShape before;
  private final NewShape change;
  private final String newName;

  CopyDesign(TableShape before, NewShape change, String newName) {
    this.before = before;
    this.change = change;
    this.newName = newName;
  }

  /**
   * How rows are copied.
   *
   * @param cursor the columns of a key of the original that is never NULL; empty if it has none
   */
  RowCopy by(List<String> cursor) {
    Map<String, CopiedColumn> columns = new LinkedHashMap<>();
    for (Column column : change.shape().columns()) {
      String value = change.values().get(column.name());
      if (value != null && column.generated() == null) {
        columns.put(column.name(), new CopiedColumn(column.name(), value, compared(column, value)));
      }
    }
    List<KeyPart> walked = new ArrayList<>();
    for (String name : cursor) {
      Column column = before.column(name);
      if (column != null) {
        walked.add(new KeyPart(name, column.type(), Names.sql(name)));
      }
    }
    return new RowCopy(
        before.qualifiedName(),
        Names.qualified(before.schema(), newName),
        List.copyOf(columns.values()),
        walked,
        match(cursor, columns));
  }

  private @Nullable String compared(Column column, String value) {
    if (!Expressions.isRepeatable(value)) {
      return null;
    }
    return change.isCarried(column.name()) && !change.conversions().containsKey(column.name())
        ? "CAST(" + value + " AS text)"
        : TypeConversion.text(value, column.type());
  }

  // The new key if rows tell it, else the old one if it is still there.
  private List<KeyPart> match(List<String> cursor, Map<String, CopiedColumn> columns) {
    List<String> newKey =
        change.shape().primaryKey().map(TableConstraint::columns).orElse(List.of());
    for (List<String> key : List.of(newKey, cursor)) {
      List<KeyPart> parts = new ArrayList<>();
      for (String name : key) {
        CopiedColumn copied = columns.get(name);
        Column column = change.shape().column(name);
        if (copied != null && column != null && copied.compared() != null) {
          parts.add(new KeyPart(name, column.type(), copied.value()));
        }
      }
      if (!parts.isEmpty() && parts.size() == key.size()) {
        return parts;
      }
    }
    return List.of();
  }
}
