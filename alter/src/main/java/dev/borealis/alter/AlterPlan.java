package dev.borealis.alter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a table gets its new definition: the statements in their order, what was looked at before,
 * and what the person who asked has to know. A plan changes nothing.
 *
 * @param id ten characters that name the run, its ledger and its resumption
 * @param sql what was asked for
 * @param version the state of Aurora DSQL that it is for, such as {@code 2026-06}
 * @param method how it is done
 * @param schema the table's schema
 * @param table the table's name
 * @param rows how many rows it has; -1 if nobody needs to know
 * @param oldTable the name under which the original is kept; null if no table is made anew
 * @param newTable the name of its replacement until the swap; null likewise
 * @param steps in their order
 * @param validations what was asked of the rows, and the answers
 * @param blockers why this cannot be run; empty if it can
 * @param notes what changes beside what was asked for, and what is not guaranteed
 * @param copy how rows come from one table into the other; null if none are copied
 * @param recovery how {@code --abort} goes back
 */
public record AlterPlan(
    String id,
    String sql,
    String version,
    Method method,
    String schema,
    String table,
    long rows,
    @Nullable String oldTable,
    @Nullable String newTable,
    List<Step> steps,
    List<Validation> validations,
    List<String> blockers,
    List<String> notes,
    @Nullable RowCopy copy,
    Recovery recovery) {

  public AlterPlan {
    steps = List.copyOf(steps);
    validations = List.copyOf(validations);
    blockers = List.copyOf(blockers);
    notes = List.copyOf(notes);
  }

  /** How a change is done. */
  public enum Method {
    /** The cluster accepts it as ALTER TABLE, perhaps in another form. */
    DIRECT,
    /** A table of the new form is made, filled, and takes the old one's place. */
    RECREATION
  }

  /** What a step does; each can be done again after it was interrupted anywhere. */
  public enum StepKind {
    /** Makes the ledger, the table that says how far the run has come. */
    LEDGER,
    /** Makes the replacement. */
    CREATE_TABLE,
    /** Copies all rows in batches. */
    COPY,
    /** Builds an index, and waits for its job. */
    INDEX,
    /** Adds a constraint. */
    ADD_CONSTRAINT,
    /** Has a job check a constraint, and waits for it. */
    VALIDATE_CONSTRAINT,
    /** Takes a constraint away that comes back later. */
    DROP_CONSTRAINT,
    /** Says something about the table that can be said again: grants, comments, owners. */
    PROPERTY,
    /** Compares both tables, copies what has changed meanwhile, and stops if they still differ. */
    COMPARE,
    /** Gives a table another name. */
    RENAME,
    /** Sets a sequence to where the old one is. */
    SEQUENCE,
    /** Looks for rows that were written between the comparison and the swap. */
    LATE_ROWS,
    /** Changes the table in place. */
    ALTER_TABLE,
    /** Drops the original. */
    DROP_TABLE
  }

  /**
   * A step.
   *
   * @param kind what it does
   * @param title the same for people, in a line
   * @param sql the statement; of COPY and COMPARE the first of many
   * @param destructive whether it cannot be undone
   * @param table the table that it is about, as SQL; null if it is about none
   * @param object the index, constraint or new name that it makes, without quotes; null if none
   */
  public record Step(
      StepKind kind,
      String title,
      String sql,
      boolean destructive,
      @Nullable String table,
      @Nullable String object) {}

  /**
   * A question to the rows before anything is changed.
   *
   * @param title what is asked, in a sentence
   * @param sql counts the rows that are in the way
   * @param stops whether the change would fail, or lose something, because of such rows
   * @param found how many there are; -1 if it could not be found out
   * @param examples some of them, by their keys
   * @param message what it means and what to do; null if there is nothing to say
   */
  public record Validation(
      String title,
      String sql,
      boolean stops,
      long found,
      List<String> examples,
      @Nullable String message) {
    public Validation {
      examples = List.copyOf(examples);
    }

    /** Whether the change must not go on. */
    public boolean isInTheWay() {
      return stops && found != 0;
    }
  }

  /**
   * What {@code --abort} does beyond dropping the replacement or swapping the names back.
   *
   * @param beforeSwap statements for while the original still has its name
   * @param afterSwap statements for when it has it again
   */
  public record Recovery(List<String> beforeSwap, List<String> afterSwap) {
    static final Recovery NONE = new Recovery(List.of(), List.of());

    public Recovery {
      beforeSwap = List.copyOf(beforeSwap);
      afterSwap = List.copyOf(afterSwap);
    }
  }

  /** Whether it can be run. */
  public boolean isRunnable() {
    return blockers.isEmpty() && validations.stream().noneMatch(Validation::isInTheWay);
  }

  /** The table with its schema, as SQL. */
  public String qualifiedTable() {
    return Names.qualified(schema, table);
  }
}
