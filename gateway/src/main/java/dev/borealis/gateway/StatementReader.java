package dev.borealis.gateway;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.Verdict;
import dev.borealis.gateway.SqlStatement.Role;
import dev.borealis.gateway.SqlStatement.RowBound;
import dev.borealis.sql.Script;
import dev.borealis.sql.SqlError;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.Statement;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.Tokens;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.UtilityStmt.DeallocateStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableShowStmt;
import dev.borealis.sql.tree.Value.StringValue;
import dev.borealis.wire.Report;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's text: whether it is SQL, what the dialect says to each statement, and what a
 * session and a transaction must know of it.
 *
 * <p>Works on one character per byte, so that offsets are the same in both and no byte is lost,
 * whatever the encoding.
 */
final class StatementReader {
  private static final String SET_CONFIG = "set_config";
  private static final String SYNTAX_ERROR = "42601";

  private final Dialect dialect;
  private final Tokens tokens;

  // How many characters stand before an offset up to which they have been counted.
  private int countedOffset;
  private int countedCharacters;

  private StatementReader(Dialect dialect, Tokens tokens) {
    this.dialect = dialect;
    this.tokens = tokens;
  }

  /** Reads SQL as a client sent it. */
  static StatementText read(byte[] sql, Dialect dialect) {
    Tokens tokens = Tokens.of(new String(sql, StandardCharsets.ISO_8859_1));
    List<Stmt> trees;
    try {
      trees = SqlParser.parse(tokens);
    } catch (SqlParseException e) {
      return StatementText.unreadable(report(e.error(), tokens.text()), sql);
    }
    List<Statement> places = Script.split(tokens);
    if (places.size() != trees.size()) {
      throw new IllegalStateException("a text was split in two ways: " + places.size());
    }
    StatementReader reader = new StatementReader(dialect, tokens);
    List<SqlStatement> statements = new ArrayList<>(trees.size());
    for (int i = 0; i < trees.size(); i++) {
      statements.add(reader.statement(trees.get(i), places.get(i), trees.size() == 1));
    }
    return new StatementText(List.copyOf(statements), null);
  }

  private SqlStatement statement(Stmt tree, Statement place, boolean alone) {
    Verdict verdict = verdict(tree);
    Report invalid = whyNoConflictFault(tree);
    if (invalid != null) {
      return SqlStatement.refused(invalid);
    }
    if (verdict instanceof Verdict.Refuse refuse) {
      return SqlStatement.refused(report(refuse, tokens.text()));
    }
    // Alone, a text is left as it is, so that PostgreSQL's positions are the client's.
    int start = alone ? 0 : place.start();
    int end = alone ? tokens.text().length() : place.end();
    String text = tokens.text();
    Replacement own = OwnStatements.replacement(tree, text);
    String sql =
        own != null
            ? own.sql()
            : verdict instanceof Verdict.Rewrite(String rewritten)
                ? text.substring(start, tree.span().start())
                    + rewritten
                    + text.substring(tree.span().end(), end)
                : withKeptNames(tree, place, start, end);
    StatementFacts facts = StatementFacts.of(tree);
    Role role = StatementRoles.of(tree, facts);
    return new SqlStatement(
        tree,
        sql.getBytes(StandardCharsets.ISO_8859_1),
        own,
        charactersBefore(start),
        null,
        role,
        role == Role.WRITE ? StatementRoles.rows(tree, facts) : RowBound.NONE,
        role == Role.WRITE ? KeyChanges.of(tree, facts) : KeyChanges.NONE,
        role == Role.LOCK ? locks(tree, facts) : List.of(),
        own == null && StatementRoles.isRepeatable(tree, facts),
        tree instanceof VariableSetStmt || mentionsSetConfig(place),
        tree instanceof DeallocateStmt(String name, _) && name == null);
  }

  private Verdict verdict(Stmt tree) {
    return tree instanceof VariableSetStmt set && SettingNames.isConflictFault(set.name())
        ? new Verdict.Accept()
        : dialect.verdict(tree, tokens.text());
  }

  /** Why a statement that sets a fault is none, or null. */
  private static @Nullable Report whyNoConflictFault(Stmt tree) {
    if (!(tree instanceof VariableSetStmt set)
        || !SettingNames.isConflictFault(set.name())
        || set.args().isEmpty()) {
      return null;
    }
    String value =
        set.args().size() == 1
                && set.args().getFirst() instanceof AConst(StringValue(String text, _), _)
            ? text
            : "?";
    return value.isEmpty() || ConflictFault.parse(value) != null
        ? null
        : ErrorReports.invalidConflictFault("ERROR", decoded(value));
  }

  /** Goes on where it has stopped, as there may be very many statements. */
  private int charactersBefore(int offset) {
    countedCharacters += characters(tokens.text(), countedOffset, offset);
    countedOffset = offset;
    return countedCharacters;
  }

  /** The locks to make lasting; none that need fewer parameters than PostgreSQL could infer. */
  private List<RowLock> locks(Stmt tree, StatementFacts facts) {
    return RowLock.of(tree, tokens.text()).stream()
        .filter(lock -> {
          String touch = new String(lock.touch(), StandardCharsets.ISO_8859_1);
          Stmt parsed = SqlParser.parse(touch).getFirst();
          return StatementFacts.of(parsed).parameters().equals(facts.parameters());
        })
        .toList();
  }

  /** Names in strings count too: they may be a function's body. */
  private boolean mentionsSetConfig(Statement place) {
    for (int i = place.firstToken(); i < place.endToken(); i++) {
      TokenKind kind = tokens.kind(i);
      if ((kind == TokenKind.IDENT || kind == TokenKind.SCONST)
          && tokens.end(i) - tokens.start(i) >= SET_CONFIG.length()
          && tokens.value(i).contains(SET_CONFIG)) {
        return true;
      }
    }
    return false;
  }

  /** PostgreSQL keeps some of DSQL's settings under other names. */
  private String withKeptNames(Stmt tree, Statement place, int start, int end) {
    String text = tokens.text();
    if (tree instanceof VariableSetStmt || tree instanceof VariableShowStmt) {
      for (int i = place.firstToken(); i < place.endToken(); i++) {
        if (tokens.kind(i) == TokenKind.IDENT) {
          String written = tokens.value(i);
          String kept = SettingNames.kept(written);
          if (!kept.equals(written)) {
            return text.substring(start, tokens.start(i))
                + kept
                + text.substring(tokens.end(i), end);
          }
        }
      }
    }
    return text.substring(start, end);
  }

  /** Only errors of syntax, in the bodies of functions, have a place, as PostgreSQL's have. */
  private static Report report(Verdict.Refuse refuse, String text) {
    Span place = refuse.sqlState().equals(SYNTAX_ERROR) ? refuse.span() : null;
    return Report.of("ERROR", refuse.sqlState(), decoded(refuse.message()))
        .with('D', refuse.detail())
        .with('H', refuse.hint())
        .with('P', place == null ? null : position(text, place.start()));
  }

  private static Report report(SqlError error, String text) {
    Report report =
        Report.of("ERROR", error.sqlState(), decoded(error.message())).with('H', error.hint());
    return error.offset() < 0 ? report : report.with('P', position(text, error.offset()));
  }

  private static String position(String text, int offset) {
    return Integer.toString(characters(text, 0, offset) + 1);
  }

  /** The text that a run of bytes, one per character, stands for. */
  private static String decoded(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Characters of a piece of the client's text: bytes that do not continue a character. */
  private static int characters(String bytes, int start, int end) {
    int characters = 0;
    for (int i = start; i < end; i++) {
      if ((bytes.charAt(i) & 0xC0) != 0x80) {
        characters++;
      }
    }
    return characters;
  }
}
