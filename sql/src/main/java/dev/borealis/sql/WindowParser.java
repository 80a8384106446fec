package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.FrameBound;
import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Clause.WindowDef;
import dev.borealis.sql.tree.Clause.WindowFrame;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.FuncCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows the call of an aggregate or window function, and WINDOW. */
final class WindowParser {
  private final Grammar g;
  private final ParserState s;

  WindowParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** WITHIN GROUP, FILTER and OVER after a call. */
  FuncCall aggregate(FuncCall call, int start) {
    List<SortBy> order = call.aggOrder();
    int withinStart = s.start();
    boolean within = s.accept(Keyword.WITHIN);
    if (within) {
      s.expect(Keyword.GROUP);
      s.expect(TokenKind.LEFT_PAREN);
      List<SortBy> groupOrder = g.selects.sort();
      s.expect(TokenKind.RIGHT_PAREN);
      checkWithinGroup(call, withinStart);
      order = groupOrder;
    }
    Expr filter = filter();
    WindowDef over = over();
    if (!within && filter == null && over == null) {
      return call;
    }
    return new FuncCall(
        call.funcname(),
        call.args(),
        order,
        filter,
        over,
        within,
        call.aggStar(),
        call.aggDistinct(),
        call.funcVariadic(),
        false,
        s.from(start));
  }

  private void checkWithinGroup(FuncCall call, int offset) {
    if (!call.aggOrder().isEmpty()) {
      throw s.error("cannot use multiple ORDER BY clauses with WITHIN GROUP", offset);
    }
    if (call.aggDistinct()) {
      throw s.error("cannot use DISTINCT with WITHIN GROUP", offset);
    }
    if (call.funcVariadic()) {
      throw s.error("cannot use VARIADIC with WITHIN GROUP", offset);
    }
  }

  /** {@code filter_clause}. */
  @Nullable Expr filter() {
    if (!s.accept(Keyword.FILTER)) {
      return null;
    }
    int above = s.nesting.enter();
    s.expect(TokenKind.LEFT_PAREN);
    s.expect(Keyword.WHERE);
    Expr filter = g.expressions.expression();
    s.expect(TokenKind.RIGHT_PAREN);
    s.nesting.leave(above);
    return filter;
  }

  /** {@code over_clause}. */
  @Nullable WindowDef over() {
    if (!s.accept(Keyword.OVER)) {
      return null;
    }
    if (s.at(TokenKind.LEFT_PAREN)) {
      return specification(null, s.start());
    }
    int start = s.start();
    String name = s.colId();
    return new WindowDef(name, null, false, List.of(), List.of(), null, s.from(start));
  }

  /** {@code window_clause}, after WINDOW. */
  List<WindowDef> definitions() {
    return s.commaList(() -> {
      int start = s.start();
      String name = s.colId();
      s.expect(Keyword.AS);
      return specification(name, start);
    });
  }

  private WindowDef specification(@Nullable String name, int start) {
    int above = s.nesting.enter();
    s.expect(TokenKind.LEFT_PAREN);
    String refname = s.atColId() && !atFrameOrPartition() ? s.colId() : null;
    List<Expr> partition = List.of();
    if (s.accept(Keyword.PARTITION)) {
      s.expect(Keyword.BY);
      partition = g.expressions.expressionList();
    }
    List<SortBy> order = g.selects.optionalSort();
    WindowFrame frame = frame();
    s.expect(TokenKind.RIGHT_PAREN);
    s.nesting.leave(above);
    return new WindowDef(name, refname, true, partition, order, frame, s.from(start));
  }

  private boolean atFrameOrPartition() {
    return switch (s.word()) {
      case PARTITION, RANGE, ROWS, GROUPS -> true;
      case null, default -> false;
    };
  }

  private @Nullable WindowFrame frame() {
    int start = s.start();
    WindowFrame.Mode mode =
        switch (s.word()) {
          case RANGE -> WindowFrame.Mode.RANGE;
          case ROWS -> WindowFrame.Mode.ROWS;
          case GROUPS -> WindowFrame.Mode.GROUPS;
          case null, default -> null;
        };
    if (mode == null) {
      return null;
    }
    s.next();
    FrameBound from;
    FrameBound to = null;
    if (s.accept(Keyword.BETWEEN)) {
      from = bound();
      s.expect(Keyword.AND);
      to = bound();
      checkBounds(from, to);
    } else {
      from = bound();
      checkStart(from);
      if (from.kind() == FrameBound.Kind.OFFSET_FOLLOWING) {
        throw windowing("frame starting from following row cannot end with current row", from);
      }
    }
    return new WindowFrame(mode, from, to, exclusion(), s.from(start));
  }

  private FrameBound bound() {
    int start = s.start();
    if (s.at(Keyword.UNBOUNDED)) {
      if (s.ahead(1) == Keyword.PRECEDING || s.ahead(1) == Keyword.FOLLOWING) {
        s.next();
        FrameBound.Kind kind =
            s.at(Keyword.PRECEDING)
                ? FrameBound.Kind.UNBOUNDED_PRECEDING
                : FrameBound.Kind.UNBOUNDED_FOLLOWING;
        s.next();
        return new FrameBound(kind, null, s.from(start));
      }
    }
    if (s.at(Keyword.CURRENT) && s.ahead(1) == Keyword.ROW) {
      s.next();
      s.next();
      return new FrameBound(FrameBound.Kind.CURRENT_ROW, null, s.from(start));
    }
    int above = s.nesting.enter();
    Expr offset = g.expressions.expression();
    s.nesting.leave(above);
    if (s.accept(Keyword.PRECEDING)) {
      return new FrameBound(FrameBound.Kind.OFFSET_PRECEDING, offset, s.from(start));
    }
    s.expect(Keyword.FOLLOWING);
    return new FrameBound(FrameBound.Kind.OFFSET_FOLLOWING, offset, s.from(start));
  }

  private void checkStart(FrameBound from) {
    if (from.kind() == FrameBound.Kind.UNBOUNDED_FOLLOWING) {
      throw windowing("frame start cannot be UNBOUNDED FOLLOWING", from);
    }
  }

  private void checkBounds(FrameBound from, FrameBound to) {
    checkStart(from);
    if (to.kind() == FrameBound.Kind.UNBOUNDED_PRECEDING) {
      throw windowing("frame end cannot be UNBOUNDED PRECEDING", to);
    }
    if (from.kind() == FrameBound.Kind.CURRENT_ROW
        && to.kind() == FrameBound.Kind.OFFSET_PRECEDING) {
      throw windowing("frame starting from current row cannot have preceding rows", to);
    }
    if (from.kind() == FrameBound.Kind.OFFSET_FOLLOWING
        && (to.kind() == FrameBound.Kind.OFFSET_PRECEDING
            || to.kind() == FrameBound.Kind.CURRENT_ROW)) {
      throw windowing("frame starting from following row cannot have preceding rows", to);
    }
  }

  private SqlParseException windowing(String message, FrameBound bound) {
    return s.error("42P20", message, null, bound.span().start());
  }

  private WindowFrame.Exclusion exclusion() {
    if (!s.accept(Keyword.EXCLUDE)) {
      return WindowFrame.Exclusion.NO_OTHERS;
    }
    if (s.accept(Keyword.CURRENT, Keyword.ROW)) {
      return WindowFrame.Exclusion.CURRENT_ROW;
    }
    if (s.accept(Keyword.GROUP)) {
      return WindowFrame.Exclusion.GROUP;
    }
    if (s.accept(Keyword.TIES)) {
      return WindowFrame.Exclusion.TIES;
    }
    s.expect(Keyword.NO, Keyword.OTHERS);
    return WindowFrame.Exclusion.NO_OTHERS;
  }
}
