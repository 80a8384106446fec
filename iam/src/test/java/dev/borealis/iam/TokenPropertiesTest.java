package dev.borealis.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class TokenPropertiesTest {
  private static final int MANY_TRIES = 5000;
  private static final Instant NOW = Instant.parse("2026-11-21T08:15:30Z");

  @Property(tries = MANY_TRIES)
  void readsGarbageOrRefusesItInATypedWay(@ForAll @StringLength(max = 400) String garbage) {
    assertReadOrRefused(garbage);
  }

  @Property(tries = MANY_TRIES)
  void readsNearTokensOrRefusesThemInATypedWay(@ForAll("nearTokens") String nearToken) {
    assertReadOrRefused(nearToken);
  }

  private static void assertReadOrRefused(String text) {
    try {
      assertThat(AuthToken.parse(text).host()).isNotEmpty();
    } catch (MalformedTokenException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Sequences of the pieces that tokens are made of, in any order and number. */
  @Provide
  Arbitrary<String> nearTokens() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "host.example",
            "/",
            "?",
            "/?",
            "&",
            "=",
            "%",
            "%2F",
            "%2",
            "%ff",
            "Action=DbConnect",
            "Action=",
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Date=20261121T081530Z",
            "X-Amz-Date=20269999T999999Z",
            "X-Amz-Expires=9999999999",
            "X-Amz-Expires=900",
            "X-Amz-SignedHeaders=host",
            "X-Amz-Security-Token=%",
            "X-Amz-Signature=" + "0".repeat(64),
            "X-Amz-Credential=k%2F20261121%2Fr%2Fdsql%2Faws4_request",
            "X-Amz-Credential=////");
    return pieces.list().ofMaxSize(24).map(parts -> String.join("", parts));
  }

  @Property
  void verifiesEveryTokenThatItCreates(
      @ForAll("credentials") Credentials credentials,
      @ForAll @IntRange(min = 1, max = 604_800) int lifeSeconds,
      @ForAll Action action)
      throws MalformedTokenException {
    String text =
        AuthToken.create(
            credentials, "h.example", "eu-west-1", action, Duration.ofSeconds(lifeSeconds), NOW);
    AuthToken token = AuthToken.parse(text);

    assertThat(token.accessKeyId()).isEqualTo(credentials.accessKeyId());
    assertThat(token.sessionToken()).isEqualTo(credentials.sessionToken());
    assertThat(token.life()).isEqualTo(Duration.ofSeconds(lifeSeconds));
    assertThat(token.action()).isEqualTo(action);
    assertThat(token.isSignedWith(credentials.secretAccessKey())).isTrue();
    assertThat(token.isSignedWith(credentials.secretAccessKey() + "x")).isFalse();
  }

  @Property
  void keepsIdentitiesInTheFile(@ForAll("credentials") Credentials credentials) {
    Credentials stored =
        new Credentials(credentials.accessKeyId(), credentials.secretAccessKey(), null);
    LocalIdentity identity =
        new LocalIdentity(stored, LocalIdentity.userArn("u"), Policy.allowing(Action.DB_CONNECT));

    assertThat(IdentityFile.read(IdentityFile.write(List.of(identity))).values())
        .containsExactly(identity);
  }

  @Provide
  Arbitrary<Credentials> credentials() {
    Arbitrary<String> accessKeys =
        Arbitraries.strings()
            .withCharRange('A', 'Z')
            .withCharRange('a', 'z')
            .numeric()
            .withChars("_+=,.@-")
            .ofMinLength(1)
            .ofMaxLength(128);
    StringArbitrary printable = Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1);
    return Combinators.combine(
            accessKeys, printable.ofMaxLength(128), printable.ofMaxLength(1000).injectNull(0.5))
        .as(Credentials::new);
  }

  @Example
  void takesLittleMemoryForAnyInput() {
    String oversized = "a".repeat(64 << 20);
    String largest = "h/?" + "a=%41&".repeat(1364);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertReadOrRefused(oversized);
    assertReadOrRefused(largest);

    long before = memory.getCurrentThreadAllocatedBytes();
    assertReadOrRefused(oversized);
    long afterOversized = memory.getCurrentThreadAllocatedBytes();
    assertReadOrRefused(largest);
    long afterLargest = memory.getCurrentThreadAllocatedBytes();

    assertThat(afterOversized - before).isLessThan(256 << 10);
    assertThat(afterLargest - afterOversized).isLessThan(1 << 20);
  }
}
