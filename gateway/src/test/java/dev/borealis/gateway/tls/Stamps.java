package dev.borealis.gateway.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** Tells the certificates that are in a directory from others. */
record Stamps(String authority, String server) {
  static Stamps of(Path directory) throws Exception {
    return new Stamps(
        certificate(directory.resolve("ca.pem")).getSerialNumber().toString(16),
        certificate(directory.resolve("server.pem")).getSerialNumber().toString(16));
  }

  static X509Certificate certificate(Path file) throws Exception {
    return KeyAndChain.readCertificates(file, Files.readAllBytes(file)).getFirst();
  }
}
