import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Validates chains as RFC 5280 says, with revocation by the lists that are given and no others.
 *  A line in: chain, root, lists, purpose, by tabs; a line out: "good", or "bad" and why. */
public class Judge {
  private static final CertificateFactory FACTORY = factory();

  private static CertificateFactory factory() {
    try {
      return CertificateFactory.getInstance("X.509");
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static X509Certificate root(String path) throws Exception {
    try (InputStream in = new FileInputStream(path)) {
      return (X509Certificate) FACTORY.generateCertificate(in);
    }
  }

  private static List<X509Certificate> chain(String path) throws Exception {
    try (InputStream in = new FileInputStream(path)) {
      List<X509Certificate> chain = new ArrayList<>();
      for (var certificate : FACTORY.generateCertificates(in)) {
        chain.add((X509Certificate) certificate);
      }
      return chain;
    }
  }

  private static void validate(String[] words) throws Exception {
    List<X509Certificate> chain = chain(words[0]);
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(root(words[1]), null)));
    try (InputStream in = new FileInputStream(words[2])) {
      parameters.addCertStore(CertStore.getInstance("Collection",
          new CollectionCertStoreParameters(FACTORY.generateCRLs(in))));
    }
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
    checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS,
        PKIXRevocationChecker.Option.NO_FALLBACK));
    parameters.addCertPathChecker(checker);
    CertPath path = FACTORY.generateCertPath(chain);
    validator.validate(path, parameters);

    /* PKIX says nothing about what the leaf is for; the JDK's TLS asks this question after it. */
    List<String> purposes = chain.get(0).getExtendedKeyUsage();
    if (purposes != null && !purposes.contains(words[3])) {
      throw new IllegalArgumentException("extended key usage " + purposes);
    }
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String verdict = "good";
      try {
        validate(line.split("\t"));
      } catch (Exception refusal) {
        verdict = "bad " + refusal.toString().replace('\n', ' ');
      }
      System.out.println(verdict);
      System.out.flush();
    }
  }
}
