package dev.borealis.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is encoded, cut out of a stream and decoded again is what it was. */
class MessageRoundTripTest {
  @Provide
  Arbitrary<Message> messages() {
    return GeneratedMessages.any();
  }

  @Property(tries = 1000)
  void everyMessageSurvivesTheWire(@ForAll("messages") Message message) throws Exception {
    byte[] encoded = Encoded.bytes(message);
    FrameReader reader =
        new FrameReader(
            ChunkedSource.atOnce(encoded), 64, 1 << 20, new CountingMemory(Long.MAX_VALUE));

    assertThat(read(reader, message))
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .isEqualTo(message);
    assertThat(reader.next()).isFalse();
  }

  @Example
  void everyKindOfMessageIsGenerated() {
    List<Class<?>> kinds = new ArrayList<>();
    for (Class<?> direction :
        List.of(InitialMessage.class, FrontendMessage.class, BackendMessage.class)) {
      kinds.addAll(List.of(direction.getPermittedSubclasses()));
    }

    assertThat(GeneratedMessages.BY_KIND.keySet()).containsExactlyInAnyOrderElementsOf(kinds);
  }

  @Property(tries = 50)
  void startupParametersKeepTheirOrder(@ForAll("parameterNames") List<String> names)
      throws Exception {
    Map<String, String> parameters = new LinkedHashMap<>();
    names.forEach(name -> parameters.put(name, name));
    InitialMessage.Startup startup = new InitialMessage.Startup(ProtocolVersion.V3_2, parameters);

    InitialMessage read = InitialMessage.decode(Encoded.body(startup));

    assertThat(read).isInstanceOf(InitialMessage.Startup.class);
    assertThat(((InitialMessage.Startup) read).parameters().keySet())
        .containsExactlyElementsOf(names);
  }

  @Provide
  Arbitrary<List<String>> parameterNames() {
    return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8).list().uniqueElements();
  }

  private static Message read(FrameReader reader, Message like)
      throws IOException, ProtocolException {
    if (like instanceof InitialMessage) {
      return InitialMessage.decode(requireNonNull(reader.nextUntyped(InitialMessage.MAX_BYTES)));
    }
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo((byte) like.type());
    return like instanceof FrontendMessage
        ? FrontendMessage.decode(reader.type(), reader.body())
        : BackendMessage.decode(reader.type(), reader.body());
  }
}
