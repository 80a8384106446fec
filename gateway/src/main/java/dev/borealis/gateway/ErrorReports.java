package dev.borealis.gateway;

import static java.util.stream.Collectors.joining;

import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BodyMemory;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every error that a client can get from the gateway itself rather than from PostgreSQL. Texts of
 * the service come from its documentation ("Troubleshooting issues in Aurora DSQL", "Cluster quotas
 * and database limits in Amazon Aurora DSQL") or from recorded answers; the others are worded like
 * PostgreSQL's.
 */
final class ErrorReports {
  private static final String ERROR = "ERROR";
  private static final String FATAL = "FATAL";

  private static final char DETAIL = 'D';
  private static final char HINT = 'H';
  private static final char CONTEXT = 'W';

  /** Fields of an error that name a file, a line and a routine of PostgreSQL's own source. */
  static final String PLACES = "FLR";

  /** Names of what only the gateway has in the database. */
  private static final String OWN_OBJECTS = "sys.borealis_";

  /** How PostgreSQL names a place in one of the gateway's functions. */
  private static final Pattern OWN_PLACE =
      Pattern.compile("PL/pgSQL function (sys\\.|set_config|borealis_).*");

  private static final Pattern NO_KEY_TYPE =
      Pattern.compile("data type (.+) has no default operator class for access method \"btree\"");

  /** What a query may use beside its tables ("Limits and Error Codes", measured). */
  static final int QUERY_SPACE_KIB = 131_072;

  private ErrorReports() {}

  // Sign-in.

  static Report tlsRequired() {
    return Report.of(FATAL, "28000", "unable to accept connection, TLS is required")
        .with(
            HINT,
            "Connect with sslmode=require, or with sslmode=verify-full and the cluster's CA file.");
  }

  static Report sniNotReceived() {
    return Report.of(FATAL, "08006", "unable to accept connection, sni was not received")
        .with(
            HINT,
            "Connect to the cluster's endpoint by its name, or name the cluster in the startup options: -c amzn-cluster-id=<id>.");
  }

  static Report invalidSni() {
    return Report.of(FATAL, "08006", "unable to accept connection, invalid sni");
  }

  /** The cluster exists, but is being made or deleted, or waits to be linked (text assumed). */
  static Report clusterUnavailable(String reason) {
    return Report.of(FATAL, "08006", "unable to accept connection, " + reason);
  }

  static Report accessDenied(String sqlState, String message, String hint) {
    return Report.of(FATAL, sqlState, message).with(HINT, hint.isEmpty() ? null : hint);
  }

  /** The caller is who it says, but no mapping lets it use this database role. */
  static Report noRoleMapping() {
    return Report.of(FATAL, "28000", "unable to accept connection, access denied");
  }

  static Report tooManyConnections() {
    return Report.of(FATAL, "53300", "Unable to accept connection, too many open connections.");
  }

  static Report connectionRateExceeded() {
    return Report.of(FATAL, "53400", "Unable to accept connection, rate exceeded.");
  }

  static Report noUserName() {
    return Report.of(FATAL, "28000", "no PostgreSQL user name specified in startup packet");
  }

  static Report unknownDatabase(String database) {
    return Report.of(FATAL, "3D000", "database \"" + database + "\" does not exist")
        .with(HINT, "A cluster has one database, named postgres.");
  }

  static Report invalidStartupOptions(String options) {
    return Report.of(FATAL, "42601", "invalid command-line argument for server process: " + options)
        .with(HINT, "Only -c name=value and --name=value are understood.");
  }

  static Report unsupportedProtocol(int major, int minor) {
    return Report.of(
        FATAL,
        "0A000",
        "unsupported frontend protocol " + major + "." + minor + ": server supports 3.0 to 3.2");
  }

  static Report passwordExpected() {
    return Report.of(
            FATAL, ProtocolException.SQLSTATE, "expected password response, got another message")
        .with(HINT, "The password is an authentication token; see: dsql token --help.");
  }

  // The life of a connection.

  static Report protocolViolation(String message) {
    return Report.of(FATAL, ProtocolException.SQLSTATE, message);
  }

  /** A message that is well framed but not well formed; the session goes on. */
  static Report malformedMessage(String message) {
    return Report.of(ERROR, ProtocolException.SQLSTATE, message);
  }

  static Report unexpectedInCopy(byte type) {
    return Report.of(
        ERROR,
        ProtocolException.SQLSTATE,
        "unexpected message type 0x%02X during COPY from stdin".formatted(type & 0xFF));
  }

  static Report synchronizationLost() {
    return Report.of(
        FATAL,
        ProtocolException.SQLSTATE,
        "terminating connection because protocol synchronization was lost");
  }

  static Report shuttingDown() {
    return Report.of(FATAL, "57P01", "terminating connection due to administrator command");
  }

  static Report sessionTooOld(Duration life) {
    return Report.of(
            FATAL,
            "57P01",
            "terminating connection: it has been open for " + life.toMinutes() + " minutes")
        .with(HINT, "Connections live for a limited time. Connect again with a fresh token.");
  }

  static Report engineGone() {
    return Report.of(
            FATAL, "57P01", "terminating connection: the database engine stopped unexpectedly")
        .with(
            DETAIL,
            "An open transaction was rolled back. Of a COMMIT without an answer the outcome is"
                + " unknown.")
        .with(HINT, "The engine is restarting. Connect again and repeat the transaction.");
  }

  static Report engineUnavailable(String reason) {
    return Report.of(FATAL, "57P03", "the database engine is not available: " + reason)
        .with(HINT, "Try again in a moment; the server's log says more.");
  }

  static Report backendLimit(String message) {
    return Report.of(ERROR, "53300", message)
        .with(HINT, "Commit or roll back open transactions, or keep fewer of them open at once.");
  }

  static Report largeMessagesExhausted() {
    return Report.of(FATAL, "53200", "too many large messages are being received at once")
        .with(HINT, "Send smaller messages, or fewer of them at the same time.");
  }

  // Statements.

  static Report unsupportedParameter(String severity, String name) {
    return Report.of(
        severity, "0A000", "setting configuration parameter \"" + name + "\" not supported");
  }

  static Report unsupportedParameter(String name) {
    return unsupportedParameter(ERROR, name);
  }

  static Report unsupportedStartupParameter(String name) {
    return unsupportedParameter(FATAL, name);
  }

  /** A setting that only some roles may change. */
  static Report settingNotPermitted(String severity, String name) {
    return Report.of(severity, "42501", "permission denied to set parameter \"" + name + "\"");
  }

  /** A fault that is not written as {@link ConflictFault#parse} reads it. */
  static Report invalidConflictFault(String severity, String value) {
    return Report.of(
            severity,
            "22023",
            "invalid value for parameter \"%s\": \"%s\""
                .formatted(SettingNames.CONFLICT_FAULT, value))
        .with(HINT, "Write it as: TABLE every N code OC000 (or OC001). '' means no fault.");
  }

  static Report unsupportedIsolationLevel(String level) {
    return Report.of(ERROR, "0A000", "Unsupported isolation level: " + level);
  }

  static Report unsupported(String message) {
    return Report.of(ERROR, "0A000", message);
  }

  static Report duplicatePreparedStatement(String name) {
    return Report.of(ERROR, "42P05", "prepared statement \"" + shown(name) + "\" already exists");
  }

  static Report unknownPreparedStatement(String name) {
    return Report.of(
        ERROR,
        "26000",
        name.isEmpty()
            ? "unnamed prepared statement does not exist"
            : "prepared statement \"" + shown(name) + "\" does not exist");
  }

  /** A client's name for something, which has one character per byte, as the text of a message. */
  static String shown(String name) {
    return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  static Report preparedStatementMemory(int limitMiB) {
    return Report.of(
            ERROR,
            "53200",
            "the prepared statements of this session hold more than " + limitMiB + " MiB of text")
        .with(HINT, "Close prepared statements that are no longer needed.");
  }

  static Report functionCall() {
    return unsupported("unsupported statement: FunctionCall");
  }

  // Transactions.

  static final String QUERY_CANCELED = "57014";
  static final String SERIALIZATION_FAILURE = "40001";
  private static final String DEADLOCK = "40P01";
  private static final String INTERNAL = "XX000";
  static final String UNIQUE_VIOLATION = "23505";
  private static final String LIMIT_EXCEEDED = "54000";
  private static final String AGE_LIMIT = "transaction age limit of ";
  private static final String CONFIGURATION_LIMIT_EXCEEDED = "53400";
  private static final String UNDEFINED_OBJECT = "42704";
  private static final String DEPENDENT_OBJECTS = "2BP01";

  /** Another transaction has changed the same rows, and has committed first (recorded). */
  static Report rowConflict() {
    return Report.of(
        ERROR, SERIALIZATION_FAILURE, "change conflicts with another transaction (OC000)");
  }

  /** Whether that is what a client is told. */
  static boolean isRowConflict(Report report) {
    return report.sqlState().equals(SERIALIZATION_FAILURE)
        && report.message().equals(rowConflict().message());
  }

  /** Another transaction has changed the schema, and has committed first. */
  static Report schemaConflict() {
    return Report.of(
        ERROR, SERIALIZATION_FAILURE, "schema has been updated by another transaction (OC001)");
  }

  static Report mixedTransaction() {
    return unsupported("ddl and dml are not supported in the same transaction");
  }

  static Report tooManyRows() {
    return Report.of(ERROR, LIMIT_EXCEEDED, "transaction row limit exceeded");
  }

  static Report queryTooLarge() {
    return Report.of(
        ERROR,
        LIMIT_EXCEEDED,
        "query requires more than allowed temp space of " + QUERY_SPACE_KIB + " KB to execute");
  }

  /** PostgreSQL's own limit is a little higher than the service's. */
  static Report keyTooLarge() {
    return Report.of(ERROR, LIMIT_EXCEEDED, "key size too large");
  }

  static Report transactionTooLarge(long mebibytes, long limit) {
    return Report.of(ERROR, LIMIT_EXCEEDED, "transaction size limit " + limit + "mb exceeded")
        .with(DETAIL, "Current transaction size " + mebibytes + "mb > " + limit + "mb");
  }

  static Report transactionTooOld(Duration limit, Duration age) {
    return Report.of(ERROR, LIMIT_EXCEEDED, AGE_LIMIT + limit.toSeconds() + "s exceeded")
        .with(
            DETAIL,
            "Current transaction age " + age.toSeconds() + "s exceeds " + limit.toSeconds() + "s");
  }

  /** Whether that is what a client is told. */
  static boolean isTransactionTooOld(Report report) {
    return report.sqlState().equals(LIMIT_EXCEEDED) && report.message().startsWith(AGE_LIMIT);
  }

  /** The report in an error message of PostgreSQL's. */
  static Report read(byte[] frame) throws ProtocolException, IOException {
    FrameReader in =
        new FrameReader(
            new ByteArrayInputStream(frame)::read,
            frame.length + 16,
            frame.length,
            BodyMemory.UNBOUNDED);
    in.next();
    return ((ErrorResponse) BackendMessage.decode(in.type(), in.body())).report();
  }

  /** What the service says where PostgreSQL reports this of a statement; null if the same. */
  static @Nullable Report inServiceWords(Report fromPostgres) {
    return switch (fromPostgres.sqlState()) {
      case SERIALIZATION_FAILURE, DEADLOCK -> rowConflict();
      case INTERNAL -> isCatalogConflict(fromPostgres) ? schemaConflict() : null;
      case CONFIGURATION_LIMIT_EXCEEDED ->
          fromPostgres.message().contains("temp_file_limit") ? queryTooLarge() : null;
      case LIMIT_EXCEEDED -> isIndexRowTooLarge(fromPostgres) ? keyTooLarge() : null;
      default -> withoutOwnParts(fromPostgres);
    };
  }

  /** The same of a statement that changes the schema. */
  static @Nullable Report ofSchemaChange(Report fromPostgres) {
    return switch (fromPostgres.sqlState()) {
      case SERIALIZATION_FAILURE, DEADLOCK -> schemaConflict();
      case INTERNAL -> isCatalogConflict(fromPostgres) ? schemaConflict() : null;
      // Two sessions make objects of one name at the same time.
      case UNIQUE_VIOLATION -> fromPostgres.message().contains("\"pg_") ? schemaConflict() : null;
      case UNDEFINED_OBJECT -> {
        Matcher type = NO_KEY_TYPE.matcher(fromPostgres.message());
        yield type.matches()
            ? unsupported("datatype " + type.group(1) + " is not supported in a key")
            : withoutOwnParts(fromPostgres);
      }
      default -> withoutOwnParts(fromPostgres);
    };
  }

  /** The error without what it tells of the gateway's own functions and tables; null if nothing. */
  private static @Nullable Report withoutOwnParts(Report fromPostgres) {
    Report told = fromPostgres;
    // The innermost place comes first.
    List<String> places = fromPostgres.field(CONTEXT).lines().toList();
    int own = places.size();
    while (own > 0 && !OWN_PLACE.matcher(places.get(own - 1)).matches()) {
      own--;
    }
    if (own > 0) {
      String clients = String.join("\n", places.subList(own, places.size()));
      told = told.without(CONTEXT + PLACES).with(CONTEXT, clients.isEmpty() ? null : clients);
    }
    String detail = fromPostgres.field(DETAIL);
    if (fromPostgres.sqlState().equals(DEPENDENT_OBJECTS) && detail.contains(OWN_OBJECTS)) {
      String clients =
          detail.lines().filter(line -> !line.contains(OWN_OBJECTS)).collect(joining("\n"));
      told = told.without(String.valueOf(DETAIL)).with(DETAIL, clients.isEmpty() ? null : clients);
    }
    return told.equals(fromPostgres) ? null : told;
  }

  private static boolean isIndexRowTooLarge(Report fromPostgres) {
    return fromPostgres.message().startsWith("index row ");
  }

  private static boolean isCatalogConflict(Report fromPostgres) {
    return fromPostgres.message().startsWith("tuple concurrently ");
  }
}
