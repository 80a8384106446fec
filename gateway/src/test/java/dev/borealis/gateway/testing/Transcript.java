package dev.borealis.gateway.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.fail;

import dev.borealis.gateway.testing.Conversation.Step;
import dev.borealis.gateway.testing.Conversation.Until;
import dev.borealis.wire.BackendMessage.Column;
import dev.borealis.wire.BackendMessage.RowDescription;
import dev.borealis.wire.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Has a conversation with a server and writes down every byte that the server says, so that two
 * servers can be compared. Only the OIDs of tables are replaced by numbers in the order of their
 * appearance, and errors and notices lose the place in PostgreSQL's source code: the gateway has
 * statements of one query run one by one, for which PostgreSQL raises the same errors elsewhere.
 */
public final class Transcript {
  /** How the client hands its messages to the network. */
  public enum Pace {
    /** Waits for the answers to a step before it takes the next one. */
    STEP_BY_STEP,
    /** Sends everything in one write. */
    IN_ONE_WRITE,
    /** Sends everything without waiting, in writes of a few bytes. */
    IN_CRUMBS
  }

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGEST_CRUMB_BYTES = 9;
  private static final int SHOWN_BYTES = 600;
  private static final String LAST_WORDS = "end of conversation";

  /** The fields file, line and routine, which end an error or notice. */
  private static final Pattern SOURCE =
      Pattern.compile("(?<=\\x00)F[^\\x00]+\\x00L[^\\x00]+\\x00R[^\\x00]+\\x00(?=\\x00$)");

  private final WireClient client;
  private final List<String> lines = new ArrayList<>();
  private final Map<Integer, Integer> tables = new LinkedHashMap<>();
  private boolean closed;

  private Transcript(WireClient client) {
    this.client = client;
  }

  /**
   * Has the conversation and asks one thing more, to see that the server answers in order.
   *
   * @return a line for each message of the server; the last one says so if it closed the connection
   *     or fell silent
   */
  public static List<String> of(Conversation conversation, WireClient client, Pace pace)
      throws InterruptedException {
    Transcript transcript = new Transcript(client);
    Thread playing = Thread.ofVirtual().start(() -> transcript.play(conversation, pace));
    boolean finished = playing.join(PATIENCE);
    if (!finished) {
      disconnect(client);
      playing.join();
      transcript.lines.add("(silence)");
    }
    return transcript.lines;
  }

  /**
   * Asserts that two transcripts are the same, and shows the first difference only, as the rest
   * mostly follows from it.
   */
  public static void assertSame(List<String> actual, List<String> expected, String description) {
    int same = 0;
    while (same < actual.size()
        && same < expected.size()
        && actual.get(same).equals(expected.get(same))) {
      same++;
    }
    int from = Math.max(0, same - 2);
    if (same < Math.max(actual.size(), expected.size())) {
      fail(
          "%s: message %d differs%nexpected: %s%n but was: %s",
          description, same, shown(expected, from), shown(actual, from));
    }
  }

  private static String shown(List<String> lines, int from) {
    return lines.stream().skip(from).limit(6).collect(Collectors.joining("\n    ", "\n    ", ""));
  }

  private void play(Conversation conversation, Pace pace) {
    List<Step> steps = conversation.steps();
    if (pace == Pace.STEP_BY_STEP) {
      for (Step step : steps) {
        send(Frame.bytes(step.frames()));
        listen(step.until());
      }
      send(Frame.bytes(lastWords()));
      listenToTheEnd();
    } else {
      List<Frame> all = new ArrayList<>(conversation.frames());
      all.addAll(lastWords());
      byte[] bytes = Frame.bytes(all);
      // Whoever does not listen while speaking may block a server that does the same.
      Thread speaking =
          Thread.ofVirtual()
              .start(() -> {
                if (pace == Pace.IN_CRUMBS) {
                  sendCrumbs(bytes);
                } else {
                  send(bytes);
                }
              });
      listenToTheEnd();
      if (closed) {
        disconnect(client);
      }
      try {
        speaking.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<Frame> lastWords() {
    // A failed block would leave the question unanswered.
    return List.of(Messages.sync(), Messages.query("ROLLBACK; SELECT '" + LAST_WORDS + "'"));
  }

  private void sendCrumbs(byte[] bytes) {
    Random random = new Random(bytes.length);
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(LARGEST_CRUMB_BYTES));
      byte[] crumb = new byte[length];
      System.arraycopy(bytes, at, crumb, 0, length);
      send(crumb);
      at += length;
    }
  }

  private void send(byte[] bytes) {
    try {
      client.sendRaw(bytes);
    } catch (IOException e) {
      // The server has closed the connection; what it said before can still be read.
      return;
    }
  }

  private void listen(Until until) {
    switch (until) {
      case Until.Ready(int times) -> {
        for (int i = 0; i < times; i++) {
          listenFor('Z');
        }
      }
      case Until.Type(char type) -> listenFor(type);
    }
  }

  private void listenFor(char type) {
    while (!closed && hear() != type) {
      // Everything before it has been written down.
    }
  }

  private void listenToTheEnd() {
    while (!closed) {
      hear();
      if (lines.getLast().contains(LAST_WORDS)) {
        listenFor('Z');
        return;
      }
    }
  }

  private char hear() {
    try {
      Frame frame = client.receiveFrame();
      lines.add(line(frame));
      return frame.type();
    } catch (IOException | ProtocolException e) {
      lines.add("(closed)");
      closed = true;
      return 0;
    }
  }

  private String line(Frame frame) throws IOException, ProtocolException {
    byte[] body = "EN".indexOf(frame.type()) < 0 ? frame.body() : withoutSource(frame.body());
    if (frame.type() == 'T') {
      return "T " + columns(body);
    }
    if (body.length > SHOWN_BYTES) {
      CRC32 checksum = new CRC32();
      checksum.update(body);
      return "%c %s ... %d bytes, CRC %08x"
          .formatted(frame.type(), shown(body, SHOWN_BYTES / 4), body.length, checksum.getValue());
    }
    return frame.type() + " " + shown(body, body.length);
  }

  private static byte[] withoutSource(byte[] report) {
    return SOURCE.matcher(new String(report, ISO_8859_1)).replaceFirst("").getBytes(ISO_8859_1);
  }

  private String columns(byte[] body) throws IOException, ProtocolException {
    RowDescription row = (RowDescription) new Frame('T', body).decode();
    List<String> columns = new ArrayList<>();
    for (Column column : row.columns()) {
      int oid = column.tableOid();
      int table = oid == 0 ? 0 : tables.computeIfAbsent(oid, _ -> tables.size() + 1);
      columns.add(
          "%s table %d.%d type %d size %d modifier %d format %d"
              .formatted(
                  shown(column.name().getBytes(ISO_8859_1), column.name().length()),
                  table,
                  column.attributeNumber(),
                  column.typeOid(),
                  column.typeSize(),
                  column.typeModifier(),
                  column.format()));
    }
    return columns.toString();
  }

  private static String shown(byte[] bytes, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int b = bytes[i] & 0xFF;
      if (b >= ' ' && b < 0x7F && b != '\\') {
        text.append((char) b);
      } else {
        text.append("\\x%02x".formatted(b));
      }
    }
    return text.toString();
  }

  private static void disconnect(WireClient client) {
    try {
      client.close();
    } catch (IOException e) {
      // Already closed by the other side.
      return;
    }
  }
}
