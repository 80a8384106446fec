package dev.borealis.plan;

import dev.borealis.plan.PlanNode.Branch;
import dev.borealis.plan.PlanNode.Property;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text form of plans: those of Aurora DSQL (the layouts of 2025 and 2026, and the samples
 * of the documentation, which are laid out less strictly) and of PostgreSQL 16, also with the frame
 * that psql draws around. What belongs to what is told by indentation alone. The time it takes is
 * linear in the text.
 */
public final class PlanReader {
  /** Far more than the plan of any statement that the service accepts. */
  public static final int MAX_CHARACTERS = 16 << 20;

  private static final int MAX_DEPTH = 500;
  private static final int MAX_PROPERTY_NAME = 64;
  private static final String ARROW = "->";

  // What psql draws: a headline, a rule, and the number of rows.
  private static final Pattern FRAME = Pattern.compile("QUERY PLAN|-{3,}|\\([0-9]{1,9} rows?\\)");
  private static final Pattern LABEL = Pattern.compile("(?:CTE|InitPlan|SubPlan) .*");

  private final boolean literalsSpanLines;
  private final Deque<Draft> open = new ArrayDeque<>();
  private final FooterReader footer = new FooterReader();
  private final QuoteState quotes = new QuoteState();
  private int rootColumn;

  private PlanReader(boolean literalsSpanLines) {
    this.literalsSpanLines = literalsSpanLines;
  }

  /**
   * Reads a plan.
   *
   * @throws PlanFormatException if the text is none, or longer or deeper than any plan
   */
  public static QueryPlan read(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new PlanFormatException(
          "The text has %,d characters; a plan has at most %,d."
              .formatted(text.length(), MAX_CHARACTERS));
    }
    List<String> lines = text.lines().toList();
    PlanReader reader = new PlanReader(true);
    lines.forEach(reader::line);
    if (reader.quotes.isOpen()) {
      // A lone quote is no literal over many lines, or all that follows would be lost in it.
      reader = new PlanReader(false);
      lines.forEach(reader::line);
    }
    return reader.plan();
  }

  /** A node that may get more lines. */
  private static final class Draft {
    final int column;
    final TitleLine title;
    final @Nullable String label;
    final List<Property> properties = new ArrayList<>();
    final List<Branch> branches = new ArrayList<>();

    /** The label of the next node below, and its column. */
    @Nullable String nextLabel;

    int nextLabelColumn;

    Draft(int column, TitleLine title, @Nullable String label) {
      this.column = column;
      this.title = title;
      this.label = label;
    }

    PlanNode node() {
      return new PlanNode(
          Operation.parse(title.title()), title.estimate(), title.actual(), properties, branches);
    }
  }

  private QueryPlan plan() {
    PlanNode root = open.isEmpty() ? null : closeTo(rootColumn + 1).node();
    if (root == null || !isPlan(root)) {
      throw new PlanFormatException(
          "This is not the text of a plan. EXPLAIN gives one; JSON, XML and YAML are not read.");
    }
    return new QueryPlan(root, footer.footer());
  }

  private static boolean isPlan(PlanNode node) {
    return node.estimate() != null
        || node.actual() != null
        || !node.branches().isEmpty()
        || !(node.operation() instanceof Operation.Other);
  }

  private void line(String line) {
    if (quotes.isOpen()) {
      continueValue(line);
      return;
    }
    String content = line.strip();
    if (content.isEmpty() || FRAME.matcher(content).matches()) {
      return;
    }
    int column = line.indexOf(content);
    if (open.isEmpty()) {
      rootColumn = column;
      String title = content.startsWith(ARROW) ? content.substring(2).strip() : content;
      open.push(new Draft(column, TitleLine.parse(title), null));
    } else if (belongsToFooter(column, content)) {
      boolean first = FooterReader.isBeginning(content);
      footer.line(first ? content : line.substring(Math.min(column, rootColumn)).stripTrailing());
    } else if (content.startsWith(ARROW)) {
      node(column, content.substring(ARROW.length()).strip());
    } else {
      property(column, content);
    }
  }

  private boolean belongsToFooter(int column, String content) {
    return footer.hasBegun()
        || (column <= rootColumn && !content.startsWith(ARROW))
        || FooterReader.isBeginning(content);
  }

  private void node(int column, String title) {
    // There is one root only; whatever claims to stand beside it is below it.
    Draft parent = closeTo(Math.max(column, rootColumn + 1));
    String label = null;
    if (parent.nextLabel != null && column > parent.nextLabelColumn) {
      label = parent.nextLabel;
      parent.nextLabel = null;
    }
    if (open.size() >= MAX_DEPTH) {
      throw new PlanFormatException("The plan is more than %d nodes deep.".formatted(MAX_DEPTH));
    }
    open.push(new Draft(column, TitleLine.parse(title), label));
  }

  private void property(int column, String content) {
    Draft owner = closeTo(column);
    if (LABEL.matcher(content).matches()) {
      owner.nextLabel = content;
      owner.nextLabelColumn = column;
      return;
    }
    int colon = content.indexOf(':');
    boolean named =
        colon > 0
            && colon <= MAX_PROPERTY_NAME
            && (colon + 1 == content.length() || content.charAt(colon + 1) == ' ')
            && content.substring(0, colon).chars().noneMatch(c -> c == '\'' || c == '"');
    owner.properties.add(
        named
            ? new Property(content.substring(0, colon), content.substring(colon + 1).strip())
            : new Property("", content));
    if (literalsSpanLines && named) {
      quotes.read(content);
    }
  }

  private void continueValue(String line) {
    List<Property> properties = open.getFirst().properties;
    Property last = properties.removeLast();
    quotes.append(last.value(), line);
    if (quotes.isOpen()) {
      properties.add(last);
    } else {
      properties.add(new Property(last.name(), quotes.take()));
    }
  }

  /** Completes the nodes that begin at {@code column} or further right; the one that stays open. */
  private Draft closeTo(int column) {
    while (open.size() > 1 && open.getFirst().column >= column) {
      Draft done = open.pop();
      open.getFirst().branches.add(new Branch(done.label, done.node()));
    }
    return open.getFirst();
  }
}
