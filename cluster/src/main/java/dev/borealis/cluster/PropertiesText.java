package dev.borealis.cluster;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Small files of names and values, in Java's properties form and UTF-8. */
final class PropertiesText {
  private PropertiesText() {}

  static byte[] write(Properties properties, String comment) {
    StringWriter text = new StringWriter();
    try {
      properties.store(text, comment);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory has no I/O errors.
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws IllegalArgumentException if {@code content} is not a properties file
   */
  static Properties read(byte[] content) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory has no I/O errors.
    }
    return properties;
  }

  /**
   * @throws IllegalArgumentException if {@code name} is missing
   */
  static String require(Properties properties, String name) {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return value;
  }
}
