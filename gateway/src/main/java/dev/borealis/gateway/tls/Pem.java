package dev.borealis.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The textual encoding of keys and certificates (RFC 7468). */
final class Pem {
  static final String CERTIFICATE = "CERTIFICATE";
  static final String PRIVATE_KEY = "PRIVATE KEY";

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int LINE_LENGTH = 64;

  private Pem() {}

  /** One encoded object; {@code body} is what stands between the two lines with its label. */
  record Block(String label, String body) {

    /**
     * @throws IllegalArgumentException if the body is not Base64
     */
    byte[] der() {
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    }
  }

  static byte[] encode(String label, byte[] der) {
    byte[] lineEnd = {'\n'};
    String body = Base64.getMimeEncoder(LINE_LENGTH, lineEnd).encodeToString(der);
    String text = BEGIN + label + DASHES + "\n" + body + "\n" + END + label + DASHES + "\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * All complete blocks in the order of the file; text around them is passed over, as OpenSSL does.
   */
  static List<Block> decode(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    List<Block> blocks = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
      if (labelEnd < 0) {
        break;
      }
      String label = text.substring(begin + BEGIN.length(), labelEnd);
      int end = text.indexOf(END + label + DASHES, labelEnd);
      if (end < 0) {
        break;
      }
      blocks.add(new Block(label, text.substring(labelEnd + DASHES.length(), end)));
      begin = text.indexOf(BEGIN, end);
    }
    return blocks;
  }
}
