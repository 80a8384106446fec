package dev.borealis.gateway.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys and certificates by the profile of RFC 5280. The only class that needs Bouncy Castle:
 * whoever finds all files in place never loads it.
 */
final class CertificateIssuer {
  private static final SecureRandom RANDOM = new SecureRandom();

  private CertificateIssuer() {}

  /** A new CA. Its name is unique, so that several can stand in one trust store. */
  static KeyAndChain newAuthority(Instant now) throws IOException {
    byte[] suffix = new byte[4];
    RANDOM.nextBytes(suffix);
    X500Name name = new X500Name("CN=Borealis local CA " + HexFormat.of().formatHex(suffix));
    try {
      KeyPair pair = newKeyPair();
      X509v3CertificateBuilder builder =
          builder(name, name, pair.getPublic(), now, ServerCertificate.AUTHORITY_LIFE);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      return new KeyAndChain(pair.getPrivate(), List.of(sign(builder, pair.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("cannot make a CA certificate: " + e.getMessage(), e);
    }
  }

  /** A new server certificate with a key of its own. */
  static KeyAndChain newServer(KeyAndChain authority, SubjectNames names, Instant now)
      throws IOException {
    X509Certificate issuer = authority.certificate();
    try {
      KeyPair pair = newKeyPair();
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          builder(
              X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
              new X500Name("CN=Borealis local server"),
              pair.getPublic(),
              now,
              ServerCertificate.SERVER_LIFE);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(pair.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuer.getPublicKey()));
      builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(names));
      return new KeyAndChain(pair.getPrivate(), List.of(sign(builder, authority.key())));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("cannot make a server certificate: " + e.getMessage(), e);
    }
  }

  private static KeyPair newKeyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration life) {
    Instant notBefore = now.minus(ServerCertificate.BACKDATING);
    // Positive and at most 20 bytes long.
    BigInteger serialNumber = new BigInteger(127, RANDOM).add(BigInteger.ONE);
    return new JcaX509v3CertificateBuilder(
        issuer, serialNumber, Date.from(notBefore), Date.from(notBefore.plus(life)), subject, key);
  }

  private static GeneralNames alternativeNames(SubjectNames names) {
    List<GeneralName> alternatives = new ArrayList<>();
    for (String dnsName : names.dnsNames()) {
      alternatives.add(new GeneralName(GeneralName.dNSName, dnsName));
    }
    for (InetAddress address : names.addresses().values()) {
      alternatives.add(
          new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress())));
    }
    return new GeneralNames(alternatives.toArray(GeneralName[]::new));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey issuerKey)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    JcaContentSignerBuilder signer = new JcaContentSignerBuilder("SHA256withECDSA");
    return KeyAndChain.certificate(builder.build(signer.build(issuerKey)).getEncoded());
  }
}
