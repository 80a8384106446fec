package dev.borealis.gateway;

import static dev.borealis.gateway.testing.Messages.arguments;
import static dev.borealis.gateway.testing.Messages.bind;
import static dev.borealis.gateway.testing.Messages.describePortal;
import static dev.borealis.gateway.testing.Messages.describeStatement;
import static dev.borealis.gateway.testing.Messages.execute;
import static dev.borealis.gateway.testing.Messages.int4;
import static dev.borealis.gateway.testing.Messages.parse;
import static dev.borealis.gateway.testing.Messages.query;
import static dev.borealis.gateway.testing.Messages.sync;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.borealis.gateway.testing.Conversation;
import dev.borealis.gateway.testing.Frame;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Parameters and results of the extended protocol, well formed and not. */
final class ParameterConversations {
  private static final int INT4 = 23;
  private static final int TEXT = 25;
  private static final int NUMERIC = 1700;

  private ParameterConversations() {}

  static Stream<Conversation> all() {
    return Stream.of(parameters(), large()).flatMap(List::stream);
  }

  private static List<Conversation> parameters() {
    return List.of(
        Conversation.of(
            "text, binary and null parameters",
            parse("", "SELECT $1::int + 1, $2::text || '!', $3::bytea, $4::int IS NULL"),
            bind(
                "",
                "",
                arguments().text("41").binary("hi".getBytes(UTF_8)).binary(int4(7)).nothing()),
            describePortal(""),
            execute(""),
            bind("", "", arguments().nothing().nothing().nothing().nothing().results(1)),
            execute(""),
            bind(
                "",
                "",
                arguments()
                    .binary(int4(1))
                    .binary(int4(0x41424344))
                    .binary(int4(2))
                    .binary(int4(3))
                    .formats(1)
                    .results(1, 0, 1, 0)),
            describePortal(""),
            execute(""),
            sync()),
        Conversation.of(
            "types given and types found",
            parse("given", "SELECT $1, $2", INT4, NUMERIC),
            describeStatement("given"),
            parse("partly", "SELECT $1, $2 || 'x'", TEXT),
            describeStatement("partly"),
            parse("unknown", "SELECT $1"),
            describeStatement("unknown"),
            sync(),
            parse("gap", "SELECT $3::int"),
            describeStatement("gap"),
            sync(),
            parse("zero", "SELECT $0"),
            sync(),
            parse("no such type", "SELECT $1", 99999999),
            sync()),
        Conversation.of(
            "wrong counts",
            parse("s", "SELECT $1::int, $2::int"),
            sync(),
            bind("", "s", arguments().text("1")),
            sync(),
            bind("p", "s", arguments().text("1").text("2").text("3")),
            sync(),
            bind("", "s", arguments().text("1").text("2").formats(0, 0, 1)),
            sync(),
            bind("", "s", arguments().text("1").text("2").results(0, 1, 0)),
            sync(),
            bind("", "s", arguments().text("1").text("2").formats(7)),
            sync(),
            bind("", "s", arguments().text("1").text("2").results(9)),
            execute(""),
            sync(),
            parse("", "SELECT $1::int"),
            bind("", ""),
            sync()),
        Conversation.of(
            "values that do not fit",
            parse("s", "SELECT $1::int"),
            sync(),
            bind("", "s", arguments().text("x")),
            execute(""),
            sync(),
            bind("", "s", arguments().binary(new byte[3])),
            execute(""),
            sync(),
            bind("", "s", arguments().binary(new byte[5])),
            execute(""),
            sync(),
            bind("named portal", "s", arguments().text("99999999999")),
            sync()),
        Conversation.of(
            "strings that are no strings",
            parse("s", "SELECT length($1::text)"),
            sync(),
            bind("", "s", arguments().binary(new byte[] {(byte) 0xC3, 0x28})),
            execute(""),
            sync(),
            bind("", "s", arguments().binary(new byte[] {'a', 0, 'b'})),
            execute(""),
            sync(),
            bind("", "s", arguments().text("a\0b")),
            execute(""),
            sync()),
        Conversation.of(
            "malformed messages of the extended protocol",
            parse("s", "SELECT $1::int"),
            sync(),
            Frame.of('B', Frame.text(""), Frame.text("s"), new byte[] {0, 1}),
            sync(),
            Frame.of('B', Frame.text(""), Frame.text("s"), new byte[] {0, 0, 0, 1, 0, 0, 0, 9}),
            sync(),
            Frame.of('B', Frame.text(""), Frame.text("s"), new byte[] {0, 0, 0, 1, -1, -1, -1, -2}),
            sync(),
            Frame.of('B', Frame.text(""), new byte[] {'s'}),
            sync(),
            Frame.of('B', Frame.text(""), Frame.text("s"), new byte[20]),
            sync(),
            Frame.of('P', Frame.text("x"), Frame.text("SELECT 1"), new byte[] {0, 5, 0}),
            sync(),
            Frame.of('P', Frame.text("x"), Frame.text("SELECT 1"), new byte[] {-1, -1, 0}),
            sync(),
            Frame.of('P', Frame.text("x"), Frame.text("SELECT 1"), new byte[9]),
            sync(),
            Frame.of('P'),
            sync(),
            Frame.of('D', Frame.text("Xx")),
            sync(),
            Frame.of('D', new byte[] {'S'}),
            sync(),
            Frame.of('C', Frame.text("Xx")),
            sync(),
            Frame.of('C', Frame.text("Sx"), new byte[3]),
            sync(),
            Frame.of('E', Frame.text("")),
            sync(),
            Frame.of('E', Frame.text(""), new byte[8]),
            sync(),
            Frame.of('H', new byte[1]),
            sync(),
            Frame.of('S', new byte[1]),
            sync(),
            bind("", "s", arguments().text("5")),
            execute(""),
            sync()),
        Conversation.of("a malformed query leaves the unnamed statement")
            .send(parse("", "SELECT 'still unnamed'"), sync())
            .send(Frame.of('Q', new byte[] {'S'}))
            .send(bind("", ""), execute(""), sync()),
        Conversation.of("malformed messages in a failed block")
            .send(query("BEGIN; SELECT 1/0"))
            .send(Frame.of('Q', new byte[] {'S'}))
            .send(Frame.of('E', Frame.text("")), sync())
            .send(query("ROLLBACK")),
        Conversation.of("names that exist already, in a failed block")
            .send(parse("r", "ROLLBACK"), sync())
            .send(query("BEGIN; SELECT 1/0"))
            .send(parse("r", "COMMIT"), sync())
            .send(parse("r", "SELECT 1"), sync())
            .send(query("ROLLBACK")),
        Conversation.of("malformed messages in a transaction")
            .send(query("BEGIN"))
            .send(Frame.of('E', Frame.text("")), execute(""), sync())
            .send(query("SELECT 1"))
            .send(query("ROLLBACK"))
            .send(query("BEGIN"))
            .send(Frame.of('S', new byte[1]))
            .send(query("ROLLBACK")));
  }

  private static List<Conversation> large() {
    byte[] megabytes = new byte[9 << 20];
    Arrays.fill(megabytes, (byte) 'p');
    return List.of(
        Conversation.of(
            "a parameter of 9 MB",
            parse("", "SELECT length($1::text), length($2::bytea)"),
            bind("", "", arguments().binary(megabytes).nothing()),
            execute(""),
            bind("", "", arguments().nothing().binary(megabytes)),
            execute(""),
            sync()),
        Conversation.of(
            "a parameter of 9 MB comes back",
            parse("", "SELECT $1::text, $1::text"),
            bind("", "", arguments().binary(megabytes)),
            execute(""),
            sync()),
        Conversation.of(
            "a statement of 1 MB",
            parse("long", "SELECT '" + "s".repeat(1 << 20) + "'"),
            bind("", "long"),
            execute(""),
            sync()),
        Conversation.of(
            "many parameters",
            parse("", "SELECT $1::int" + " + $1".repeat(500) + ", $65535::text"),
            describeStatement(""),
            sync()));
  }
}
