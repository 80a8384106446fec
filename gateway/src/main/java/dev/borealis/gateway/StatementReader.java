package dev.borealis.gateway;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.Script;
import dev.borealis.sql.Statement;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.Tokens;
import dev.borealis.wire.Report;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads from a text what the gateway must know of it: what outlives its statements, and which of
 * them a client cannot have because they need a PostgreSQL session of its own or a setting that
 * DSQL keeps to itself. Everything else is PostgreSQL's to judge.
 *
 * <p>Works on one character per byte, so that offsets are the same in both and no byte is lost,
 * whatever the encoding.
 */
final class StatementReader {
  private static final String SET_CONFIG = "set_config";

  private final Tokens tokens;
  private final StringBuilder rewritten = new StringBuilder();
  private final List<Report> refusals = new ArrayList<>();
  private int copiedUpTo;
  private boolean changesSettings;
  private boolean changesSchema;
  private boolean deallocatesAll;

  private StatementReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Reads SQL as a client sent it. */
  static StatementText read(byte[] sql) {
    Tokens tokens = Tokens.of(new String(sql, StandardCharsets.ISO_8859_1));
    if (tokens.error() != null) {
      // PostgreSQL reports the error and runs nothing of the text.
      return StatementText.passed(sql);
    }
    return new StatementReader(tokens).readAll(sql);
  }

  private StatementText readAll(byte[] sql) {
    for (Statement statement : Script.split(tokens)) {
      Report refusal = StatementRefusals.of(tokens, statement.firstToken(), statement.endToken());
      if (refusal == null) {
        inspect(statement);
      } else {
        replace(statement.start(), statement.end(), StatementText.replacement(refusals.size()));
        refusals.add(refusal);
      }
    }
    byte[] forPostgres = sql;
    if (copiedUpTo > 0) {
      rewritten.append(tokens.text(), copiedUpTo, tokens.text().length());
      forPostgres = rewritten.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
    return new StatementText(
        forPostgres, List.copyOf(refusals), changesSettings, changesSchema, deallocatesAll);
  }

  private void inspect(Statement statement) {
    Keyword first = tokens.keyword(statement.firstToken());
    if (first != null) {
      switch (first) {
        case SET, RESET, SHOW -> {
          changesSettings |= first != Keyword.SHOW;
          renameOwnSettings(statement);
        }
        case CREATE, ALTER, DROP, GRANT, REVOKE, COMMENT -> changesSchema = true;
        // A code block may do anything.
        case DO -> {
          changesSettings = true;
          changesSchema = true;
        }
        case DEALLOCATE -> deallocatesAll = true;
        default -> {}
      }
    }
    changesSettings |= mentionsSetConfig(statement);
  }

  /** Names in strings count too: they may be a function's body. */
  private boolean mentionsSetConfig(Statement statement) {
    for (int i = statement.firstToken(); i < statement.endToken(); i++) {
      TokenKind kind = tokens.kind(i);
      if ((kind == TokenKind.IDENT || kind == TokenKind.SCONST)
          && tokens.end(i) - tokens.start(i) >= SET_CONFIG.length()
          && tokens.value(i).contains(SET_CONFIG)) {
        return true;
      }
    }
    return false;
  }

  private void renameOwnSettings(Statement statement) {
    int name = SettingStatement.nameToken(tokens, statement.firstToken(), statement.endToken());
    if (name < 0) {
      return;
    }
    String written = tokens.value(name);
    String kept = SettingNames.kept(written);
    if (!kept.equals(written)) {
      replace(tokens.start(name), tokens.end(name), kept);
    }
  }

  private void replace(int start, int end, String text) {
    rewritten.append(tokens.text(), copiedUpTo, start).append(text);
    copiedUpTo = end;
  }
}
