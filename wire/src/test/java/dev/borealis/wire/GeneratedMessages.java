package dev.borealis.wire;

import dev.borealis.wire.BackendMessage.Column;
import dev.borealis.wire.BackendMessage.CopyResponse;
import dev.borealis.wire.BackendMessage.Signal;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.FrontendMessage.Target;
import dev.borealis.wire.Report.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Messages of every kind with arbitrary contents, as far as the protocol can express them. */
final class GeneratedMessages {
  /** By kind, so that a kind without a generator is found. */
  static final Map<Class<?>, Arbitrary<? extends Message>> BY_KIND = byKind();

  private GeneratedMessages() {}

  static Arbitrary<Message> any() {
    List<Arbitrary<? extends Message>> all = new ArrayList<>(BY_KIND.values());
    return Arbitraries.of(all).flatMap(kind -> kind.map(message -> (Message) message));
  }

  private static Map<Class<?>, Arbitrary<? extends Message>> byKind() {
    Map<Class<?>, Arbitrary<? extends Message>> kinds = new LinkedHashMap<>();
    initial(kinds);
    frontend(kinds);
    sessionState(kinds);
    results(kinds);
    return kinds;
  }

  private static void initial(Map<Class<?>, Arbitrary<? extends Message>> kinds) {
    kinds.put(InitialMessage.SslRequest.class, Arbitraries.just(new InitialMessage.SslRequest()));
    kinds.put(
        InitialMessage.GssEncRequest.class, Arbitraries.just(new InitialMessage.GssEncRequest()));
    kinds.put(
        InitialMessage.CancelRequest.class,
        Combinators.combine(Arbitraries.integers(), keys()).as(InitialMessage.CancelRequest::new));
    kinds.put(
        InitialMessage.Startup.class,
        Combinators.combine(
                Arbitraries.integers().between(0, 0xFFFF),
                Arbitraries.maps(texts().filter(name -> !name.isEmpty()), texts()).ofMaxSize(5))
            .as((minor, parameters) ->
                new InitialMessage.Startup(new ProtocolVersion(3, minor), parameters)));
  }

  private static void frontend(Map<Class<?>, Arbitrary<? extends Message>> kinds) {
    kinds.put(FrontendMessage.Query.class, sql().map(FrontendMessage.Query::new));
    kinds.put(
        FrontendMessage.Parse.class,
        Combinators.combine(names(), sql(), Arbitraries.integers().list().ofMaxSize(20))
            .as(FrontendMessage.Parse::new));
    kinds.put(
        FrontendMessage.Bind.class,
        Combinators.combine(names(), names(), data()).as(FrontendMessage.Bind::new));
    kinds.put(
        FrontendMessage.Describe.class,
        Combinators.combine(Arbitraries.of(Target.class), names())
            .as(FrontendMessage.Describe::new));
    kinds.put(
        FrontendMessage.Close.class,
        Combinators.combine(Arbitraries.of(Target.class), names()).as(FrontendMessage.Close::new));
    kinds.put(
        FrontendMessage.Execute.class,
        Combinators.combine(names(), Arbitraries.integers()).as(FrontendMessage.Execute::new));
    kinds.put(FrontendMessage.Sync.class, Arbitraries.just(new FrontendMessage.Sync()));
    kinds.put(FrontendMessage.Flush.class, Arbitraries.just(new FrontendMessage.Flush()));
    kinds.put(FrontendMessage.Terminate.class, Arbitraries.just(new FrontendMessage.Terminate()));
    kinds.put(FrontendMessage.Password.class, texts().map(FrontendMessage.Password::new));
    kinds.put(FrontendMessage.CopyData.class, data().map(FrontendMessage.CopyData::new));
    kinds.put(FrontendMessage.CopyDone.class, Arbitraries.just(new FrontendMessage.CopyDone()));
    kinds.put(FrontendMessage.CopyFail.class, sql().map(FrontendMessage.CopyFail::new));
    kinds.put(
        FrontendMessage.FunctionCall.class,
        Combinators.combine(Arbitraries.integers(), data()).as(FrontendMessage.FunctionCall::new));
  }

  private static void sessionState(Map<Class<?>, Arbitrary<? extends Message>> kinds) {
    kinds.put(
        BackendMessage.Authentication.class,
        Combinators.combine(Arbitraries.integers(), data()).as(BackendMessage.Authentication::new));
    kinds.put(
        BackendMessage.BackendKeyData.class,
        Combinators.combine(Arbitraries.integers(), keys()).as(BackendMessage.BackendKeyData::new));
    kinds.put(
        BackendMessage.NegotiateProtocolVersion.class,
        Combinators.combine(Arbitraries.integers(), texts().list().ofMaxSize(5))
            .as((code, options) ->
                new BackendMessage.NegotiateProtocolVersion(ProtocolVersion.of(code), options)));
    kinds.put(
        BackendMessage.ParameterStatus.class,
        Combinators.combine(texts(), texts()).as(BackendMessage.ParameterStatus::new));
    kinds.put(
        BackendMessage.ReadyForQuery.class,
        Arbitraries.of(TransactionStatus.class).map(BackendMessage.ReadyForQuery::new));
    kinds.put(BackendMessage.ErrorResponse.class, reports().map(BackendMessage.ErrorResponse::new));
    kinds.put(
        BackendMessage.NoticeResponse.class, reports().map(BackendMessage.NoticeResponse::new));
    kinds.put(
        BackendMessage.NotificationResponse.class,
        Combinators.combine(Arbitraries.integers(), texts(), texts())
            .as(BackendMessage.NotificationResponse::new));
  }

  private static void results(Map<Class<?>, Arbitrary<? extends Message>> kinds) {
    kinds.put(Signal.class, Arbitraries.of(Signal.class));
    kinds.put(
        BackendMessage.CommandComplete.class, names().map(BackendMessage.CommandComplete::new));
    kinds.put(
        BackendMessage.RowDescription.class,
        columns().list().ofMaxSize(6).map(BackendMessage.RowDescription::new));
    kinds.put(
        BackendMessage.DataRow.class,
        values().list().ofMaxSize(10).map(BackendMessage.DataRow::new));
    kinds.put(
        BackendMessage.ParameterDescription.class,
        Arbitraries.integers().list().ofMaxSize(20).map(BackendMessage.ParameterDescription::new));
    kinds.put(
        CopyResponse.class,
        Combinators.combine(
                Arbitraries.of(CopyResponse.Direction.class),
                Arbitraries.integers().between(0, 1),
                shorts().list().ofMaxSize(10))
            .as(CopyResponse::new));
    kinds.put(BackendMessage.CopyOutData.class, data().map(BackendMessage.CopyOutData::new));
    kinds.put(
        BackendMessage.FunctionCallResponse.class,
        values().map(BackendMessage.FunctionCallResponse::new));
  }

  /** One character per byte. */
  private static Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('\u0001', '\u00ff').ofMaxLength(20);
  }

  /** Anything that UTF-8 can express, beyond the basic plane too. */
  private static Arbitrary<String> texts() {
    return Arbitraries.integers()
        .between(1, Character.MAX_CODE_POINT)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .list()
        .ofMaxSize(10)
        .map(points -> {
          StringBuilder text = new StringBuilder();
          points.forEach(text::appendCodePoint);
          return text.toString();
        });
  }

  /** Statements come in any encoding; only a zero byte cannot be in them. */
  private static Arbitrary<byte[]> sql() {
    return Arbitraries.bytes()
        .filter(character -> character != 0)
        .array(byte[].class)
        .ofMaxSize(100);
  }

  private static Arbitrary<byte[]> data() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(100);
  }

  private static Arbitrary<byte[]> keys() {
    return Arbitraries.bytes().array(byte[].class).ofMinSize(4).ofMaxSize(256);
  }

  private static Arbitrary<byte @Nullable []> values() {
    return data().injectNull(0.2);
  }

  private static Arbitrary<Integer> shorts() {
    return Arbitraries.shorts().map(Short::intValue);
  }

  private static Arbitrary<Column> columns() {
    return Combinators.combine(
            names(),
            Arbitraries.integers(),
            shorts(),
            Arbitraries.integers(),
            shorts(),
            Arbitraries.integers(),
            shorts())
        .as(Column::new);
  }

  private static Arbitrary<Report> reports() {
    return Combinators.combine(Arbitraries.chars().range('\u0001', '\u00ff'), texts())
        .as(Field::new)
        .list()
        .ofMaxSize(8)
        .map(Report::new);
  }
}
