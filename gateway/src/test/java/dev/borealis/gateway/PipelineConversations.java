package dev.borealis.gateway;

import static dev.borealis.gateway.testing.Messages.arguments;
import static dev.borealis.gateway.testing.Messages.bind;
import static dev.borealis.gateway.testing.Messages.closePortal;
import static dev.borealis.gateway.testing.Messages.closeStatement;
import static dev.borealis.gateway.testing.Messages.describePortal;
import static dev.borealis.gateway.testing.Messages.describeStatement;
import static dev.borealis.gateway.testing.Messages.execute;
import static dev.borealis.gateway.testing.Messages.flush;
import static dev.borealis.gateway.testing.Messages.functionCall;
import static dev.borealis.gateway.testing.Messages.parse;
import static dev.borealis.gateway.testing.Messages.query;
import static dev.borealis.gateway.testing.Messages.sync;

import dev.borealis.gateway.testing.Conversation;
import dev.borealis.gateway.testing.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Much that is asked before anything is answered, and errors in the middle of it. */
final class PipelineConversations {
  private static final int INT4_PLUS = 177;

  private PipelineConversations() {}

  static Stream<Conversation> all() {
    return Stream.of(errors(), skipped(), mixed(), deep()).flatMap(List::stream);
  }

  private static List<Conversation> errors() {
    return List.of(
        Conversation.of(
            "an error at Parse",
            parse("good", "SELECT 'good'"),
            parse("bad", "SELEC"),
            parse("after", "SELECT 'after'"),
            bind("", "good"),
            execute(""),
            sync(),
            bind("", "good"),
            execute(""),
            sync(),
            bind("", "after"),
            execute(""),
            sync()),
        Conversation.of(
            "an error at Bind",
            parse("s", "SELECT $1::int"),
            bind("", "s", arguments().text("x")),
            describePortal(""),
            execute(""),
            closeStatement("s"),
            sync(),
            bind("", "s", arguments().text("1")),
            execute(""),
            sync()),
        Conversation.of(
            "an error at Execute",
            parse("s", "SELECT 1 / (3 - g) FROM generate_series(1, 5) AS g"),
            bind("", "s"),
            execute(""),
            execute(""),
            bind("", "s"),
            sync(),
            bind("", "s"),
            execute("", 2),
            execute("", 1),
            execute("", 1),
            sync()),
        Conversation.of(
            "an error at Describe",
            describePortal("nowhere"),
            parse("s", "SELECT 1"),
            sync(),
            describeStatement("s"),
            parse("s", "SELECT 2"),
            sync(),
            parse("s", "SELECT 3"),
            bind("", "s"),
            execute(""),
            sync()),
        Conversation.of(
            "errors in batch after batch",
            parse("", "SELEC"),
            sync(),
            bind("", "none"),
            sync(),
            execute("none"),
            sync(),
            parse("", "SELECT 'good'"),
            bind("", ""),
            execute(""),
            sync()),
        Conversation.of(
            "two Syncs in a row", sync(), sync(), parse("", "SELEC"), sync(), sync(), sync()));
  }

  /** What PostgreSQL ignores must leave no trace. */
  private static List<Conversation> skipped() {
    return List.of(
        Conversation.of("a skipped Parse makes no statement")
            .send(parse("skipped", "SELECT 'was here before'"), closeStatement("skipped"), sync())
            .send(bind("", "none"), parse("skipped", "SELECT 'was here before'"), sync())
            .send(bind("", "skipped"), execute(""), sync())
            .send(parse("skipped", "SELECT 'new'"), bind("", "skipped"), execute(""), sync()),
        Conversation.of("a skipped Close closes nothing")
            .send(parse("open", "SELECT 'still open'"), sync())
            .send(bind("", "none"), closeStatement("open"), sync())
            .send(bind("", "open"), execute(""), sync()),
        Conversation.of("a skipped Parse leaves the unnamed statement")
            .send(parse("", "SELECT 'still unnamed'"), sync())
            .send(bind("", "none"), parse("", "SELECT 'skipped'"), parse("", "SELEC"), sync())
            .send(bind("", ""), execute(""), sync()),
        Conversation.of("a skipped Parse of the same name leaves the statement")
            .send(parse("name", "SELECT 'first'"), sync())
            .send(
                bind("", "none"),
                closeStatement("name"),
                parse("name", "SELECT 'second'"),
                closeStatement("name"),
                sync())
            .send(bind("", "name"), execute(""), sync()),
        Conversation.of("a skipped simple query leaves the unnamed statement")
            .send(parse("", "SELECT 'still unnamed'"), sync())
            .sendUntil('Z', bind("", "none"), query("SELECT 'skipped'"), sync())
            .send(bind("", ""), execute(""), sync()),
        Conversation.of("a skipped DEALLOCATE ALL deallocates nothing")
            .send(parse("name", "SELECT 'kept'"), parse("d", "DEALLOCATE ALL"), sync())
            .send(bind("", "none"), bind("", "d"), execute(""), sync())
            .send(bind("", "name"), execute(""), sync())
            .sendUntil('Z', bind("", "none"), query("DEALLOCATE ALL"), sync())
            .send(bind("", "name"), execute(""), sync()),
        Conversation.of("a skipped SET sets nothing")
            .send(parse("s", "SET TimeZone = 'Asia/Tokyo'"), sync())
            .send(bind("", "none"), bind("", "s"), execute(""), sync())
            .send(query("SHOW TimeZone"))
            .send(bind("", "s"), execute(""), sync())
            .send(query("SHOW TimeZone")),
        Conversation.of("Close and Parse of one name before an error")
            .send(parse("name", "SELECT 'first'"), sync())
            .send(
                closeStatement("name"), parse("name", "SELECT 'second'"), bind("", "none"), sync())
            .send(bind("", "name"), execute(""), sync()));
  }

  private static List<Conversation> mixed() {
    return List.of(
        Conversation.of(
            "a simple query after unsynced messages",
            parse("s", "SELECT 'extended'"),
            bind("p", "s"),
            query("SELECT 'simple'"),
            bind("", "s"),
            execute(""),
            sync()),
        Conversation.of("a simple query after an Execute that is not synced")
            .table("t_unsynced", "id int PRIMARY KEY")
            .send(
                parse("", "INSERT INTO t_unsynced VALUES (1)"),
                bind("", ""),
                execute(""),
                query("INSERT INTO t_unsynced VALUES (2); SELECT 1/0"),
                sync())
            .send(query("SELECT * FROM t_unsynced")),
        Conversation.of("a simple query that is skipped because of an error before it")
            .sendUntil(
                'Z',
                parse("", "SELEC"),
                query("SELECT 'skipped'"),
                functionCall(INT4_PLUS, arguments().text("1").text("2")),
                flush(),
                sync())
            .send(query("SELECT 'answered'")),
        Conversation.of(
                "a query of several statements that is skipped because of an error before it")
            .sendUntil(
                'Z',
                parse("", "SELECT 'extended'"),
                bind("", "none"),
                query("BEGIN; SELECT 'skipped'"),
                parse("", "SELECT 'skipped too'"),
                sync())
            .send(query("SELECT 'answered'"), bind("", ""), execute(""), sync()),
        Conversation.of(
            "COPY messages outside of COPY",
            Frame.of('d', new byte[] {'x'}),
            Frame.of('c'),
            Frame.of('f', Frame.text("no reason")),
            query("SELECT 1"),
            parse("", "SELECT 2"),
            Frame.of('d', new byte[] {'x'}),
            Frame.of('c'),
            bind("", ""),
            execute(""),
            sync()),
        Conversation.of(
            "a message type that does not exist", query("SELECT 1"), Frame.of('y', new byte[4])),
        Conversation.of(
            "a password out of turn", query("SELECT 1"), Frame.of('p', Frame.text("secret"))),
        Conversation.of(
            "Terminate with more behind it",
            query("SELECT 1"),
            Frame.of('X'),
            query("SELECT 'never'")));
  }

  private static List<Conversation> deep() {
    List<Frame> batches = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      batches.add(parse("", "SELECT $1::int, repeat('x', 300)"));
      batches.add(bind("", "", arguments().text(i % 100 == 50 ? "x" : "" + i)));
      batches.add(describePortal(""));
      batches.add(execute(""));
      batches.add(sync());
    }
    List<Frame> oneBatch = new ArrayList<>();
    oneBatch.add(parse("s", "SELECT $1::int, repeat('y', 2000)"));
    for (int i = 0; i < 3000; i++) {
      oneBatch.add(bind("", "s", arguments().text("" + i)));
      oneBatch.add(execute(""));
    }
    oneBatch.add(bind("", "s", arguments().text("x")));
    for (int i = 0; i < 3000; i++) {
      oneBatch.add(closePortal(""));
      oneBatch.add(closeStatement("s"));
    }
    oneBatch.add(sync());
    oneBatch.add(describeStatement("s"));
    oneBatch.add(sync());
    List<Frame> manyStatements = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      manyStatements.add(parse("s" + i, "SELECT " + i));
    }
    manyStatements.add(sync());
    for (int i = 0; i < 1000; i += 3) {
      manyStatements.add(bind("", "s" + i));
      manyStatements.add(execute(""));
    }
    manyStatements.add(parse("", "SELEC"));
    for (int i = 0; i < 900; i++) {
      manyStatements.add(parse("t" + i, "SELECT 't' || " + i));
      manyStatements.add(bind("", "s" + i));
    }
    manyStatements.add(sync());
    for (int i = 0; i < 1000; i += 7) {
      manyStatements.add(parse("t" + i, "SELECT 't' || " + i));
      manyStatements.add(bind("", "s" + i));
      manyStatements.add(execute(""));
    }
    manyStatements.add(sync());
    return List.of(
        Conversation.of("many batches", batches.toArray(Frame[]::new)),
        Conversation.of("one long batch", oneBatch.toArray(Frame[]::new)),
        Conversation.of(
            "more statements than a backend keeps", manyStatements.toArray(Frame[]::new)));
  }
}
