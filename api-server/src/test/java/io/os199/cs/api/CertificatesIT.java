package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.FileInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** An API with a key store, so that it speaks TLS itself. */
class CertificatesIT {
    private static final String PASSWORD = "of-this-test";

    @TempDir private Path folder;

    @Test
    void theEndOfItsCertificateIsAFigure() throws Exception {
        Path keys = folder.resolve("keys.p12");
        X509Certificate certificate = make(keys);
        String plain = "  applicationConnectors:\n    - type: http\n";
        String tls =
                "  applicationConnectors:\n    - type: https\n      keyStorePath: %s\n      keyStorePassword: %s\n"
                        .formatted(keys, PASSWORD);
        try (RunningApi api =
                new RunningApi(
                        config -> {
                            assertThat(config).contains(plain);
                            return config.replace(plain, tls);
                        })) {
            String metrics =
                    api.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://localhost:%d/metrics"
                                                                    .formatted(api.adminPort())))
                                            .build())
                            .body();
            MatchResult shown =
                    Pattern.compile(
                                    "(?m)^tls_certificate_expiry_timestamp_seconds\\{port=\"(\\d+)\"\\}"
                                        + " (\\S+)$")
                            .matcher(metrics)
                            .results()
                            .findAny()
                            .orElseThrow(() -> new AssertionError(metrics));
            assertThat(Integer.parseInt(shown.group(1))).isEqualTo(api.uri("/").getPort());
            assertThat(Double.parseDouble(shown.group(2)))
                    .isEqualTo(certificate.getNotAfter().getTime() / 1_000.0);
        }
    }

    private static X509Certificate make(Path keys) throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "api",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-validity",
                                "10",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                keys.toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(keys.toFile())) {
            store.load(in, PASSWORD.toCharArray());
        }
        return (X509Certificate) store.getCertificate("api");
    }
}
