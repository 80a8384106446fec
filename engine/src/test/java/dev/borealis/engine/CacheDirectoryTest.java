package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheDirectoryTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, false, '', '', /users/ann/.cache/borealis",
    "Linux, false, /xdg, '', /xdg/borealis",
    "Linux, false, relative, '', /users/ann/.cache/borealis",
    "Linux, true, /xdg, '', /var/cache/borealis",
    "Mac OS X, false, '', '', /users/ann/Library/Caches/borealis",
    "Linux, true, /xdg, /chosen/./one, /chosen/one",
    "Windows 11, false, '', '', /users/ann/AppData/Local/borealis",
  })
  void isWhereTheSystemKeepsCaches(
      String osName, boolean root, String xdg, String named, Path expected) {
    var environment = Map.of("XDG_CACHE_HOME", xdg, "BOREALIS_CACHE", named);
    assertThat(CacheDirectory.choose(environment, osName, Path.of("/users/ann"), root))
        .isEqualTo(expected);
  }

  @Test
  void isAbsoluteEvenIfNamedRelatively() {
    var environment = Map.of("BOREALIS_CACHE", "here");
    assertThat(CacheDirectory.choose(environment, "Linux", Path.of("/users/ann"), false))
        .isAbsolute()
        .endsWithRaw(Path.of("here"));
  }
}
