package dev.borealis.gateway;

import dev.borealis.gateway.Expected.Wording;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.Report;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A prepared statement of a session. It exists in the session; backends get it when they need it,
 * under a name that is the same for every session that prepared the same text in the same
 * circumstances, so that they can share it.
 *
 * @param text what to prepare
 * @param parameterTypes OIDs as the client gave them
 * @param backendName its name on every backend; empty for the unnamed statement, which is not
 *     shared
 */
record PreparedStatement(StatementText text, List<Integer> parameterTypes, String backendName) {
  /** With it begin the names of all statements that the gateway prepares on backends. */
  static final String BACKEND_NAME_PREFIX = "borealis_";

  private static final int NAME_BYTES = 16;

  private static final AtomicLong UNSHARED = new AtomicLong();

  static PreparedStatement unnamed(StatementText text, List<Integer> parameterTypes) {
    return new PreparedStatement(text, parameterTypes, "");
  }

  /**
   * One of the gateway's own, which means the same to all sessions.
   *
   * @param sql ASCII
   */
  static PreparedStatement own(String sql) {
    SqlStatement statement = SqlStatement.own(sql.getBytes(StandardCharsets.US_ASCII));
    return named(new StatementText(List.of(statement), null), List.of(), "", 0);
  }

  /**
   * @param settings the session's changed settings; the same text may mean other tables under
   *     another search_path
   * @param schemaVersion changes with every schema change, so that nobody is given a statement that
   *     was prepared before it
   */
  static PreparedStatement named(
      StatementText text, List<Integer> parameterTypes, Object settings, long schemaVersion) {
    MessageDigest digest = sha256();
    digest.update(text.prepared());
    digest.update((byte) 0);
    parameterTypes.forEach(
        oid -> digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(oid).flip()));
    digest.update(settings.toString().getBytes(StandardCharsets.UTF_8));
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(schemaVersion).flip());
    String name = BACKEND_NAME_PREFIX + HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
    return new PreparedStatement(text, parameterTypes, name);
  }

  /** One that means something else to every other session. */
  static PreparedStatement unshared(StatementText text, List<Integer> parameterTypes) {
    return new PreparedStatement(
        text, parameterTypes, BACKEND_NAME_PREFIX + "unshared_" + UNSHARED.incrementAndGet());
  }

  boolean isUnnamed() {
    return backendName.isEmpty();
  }

  /** The message that makes it on a backend. */
  Parse parse() {
    return new Parse(backendName, text.prepared(), parameterTypes);
  }

  /**
   * How errors of a message that speaks of this statement are worded: with the client's name for it
   * instead of the backend's.
   */
  Wording wording(String name) {
    return report -> {
      Report other = text.wording().insteadOf(report);
      if (other != null || isUnnamed() || !report.message().contains(backendName)) {
        return other;
      }
      return report.withMessage(report.message().replace(backendName, ErrorReports.shown(name)));
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
