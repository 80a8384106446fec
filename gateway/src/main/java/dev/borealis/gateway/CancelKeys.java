package dev.borealis.gateway;

import dev.borealis.wire.BackendMessage.BackendKeyData;
import dev.borealis.wire.InitialMessage.CancelRequest;
import dev.borealis.wire.ProtocolVersion;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The keys with which clients may cancel what their sessions run. */
final class CancelKeys {
  private static final int KEY_BYTES_3_0 = 4;
  private static final int KEY_BYTES_3_2 = 32;

  private record Entry(BackendKeyData key, Session session) {}

  private final SecureRandom random = new SecureRandom();
  private final ConcurrentHashMap<Integer, Entry> entries = new ConcurrentHashMap<>();

  /** Makes a key that no other session has. */
  BackendKeyData issue(Session session, ProtocolVersion version) {
    byte[] secret =
        new byte[version.compareTo(ProtocolVersion.V3_2) >= 0 ? KEY_BYTES_3_2 : KEY_BYTES_3_0];
    random.nextBytes(secret);
    while (true) {
      BackendKeyData key = new BackendKeyData(random.nextInt(1, Integer.MAX_VALUE), secret);
      if (entries.putIfAbsent(key.processId(), new Entry(key, session)) == null) {
        return key;
      }
    }
  }

  void revoke(BackendKeyData key) {
    entries.remove(key.processId());
  }

  /** The session that the request may cancel, or null; a client is never told which. */
  @Nullable Session find(CancelRequest request) {
    Entry entry = entries.get(request.processId());
    return entry != null && MessageDigest.isEqual(entry.key().secretKey(), request.secretKey())
        ? entry.session()
        : null;
  }
}
