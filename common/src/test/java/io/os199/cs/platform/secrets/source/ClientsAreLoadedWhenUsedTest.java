package io.os199.cs.platform.secrets.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that keeps its secrets in files pays nothing for the clients of AWS and Vault. */
class ClientsAreLoadedWhenUsedTest {
    /** What a process does where these clients are not on the class path. */
    public static final class Program {
        public static String read(String file) {
            io.os199.cs.platform.secrets.Secrets secrets =
                    new io.os199.cs.platform.secrets.Secrets(
                            io.os199.cs.platform.config.SecretsConfig.none(),
                            new io.prometheus.metrics.model.registry.PrometheusRegistry(),
                            io.os199.cs.platform.http.OutsideCalls.unwatched(),
                            java.time.Clock.systemUTC());
            try {
                return secrets.secret("redis.password", "file:" + file).value();
            } finally {
                secrets.stop();
            }
        }
    }

    @Test
    void secretsInFilesAreReadWithoutThem() throws Exception {
        List<URL> without = new ArrayList<>();
        for (String entry :
                System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator)) {
            if (!entry.contains("awssdk") && !entry.contains("vault-java-driver")) {
                without.add(Path.of(entry).toUri().toURL());
            }
        }
        Path file = Files.createTempFile("secret", "");
        Files.writeString(file, "in a file");
        try (URLClassLoader loader =
                new URLClassLoader(
                        without.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThat(loader.getResource("software/amazon/awssdk/core/SdkClient.class")).isNull();
            assertThat(loader.getResource("io/github/jopenlibs/vault/Vault.class")).isNull();
            Object read =
                    loader.loadClass(Program.class.getName())
                            .getMethod("read", String.class)
                            .invoke(null, file.toString());
            assertThat(read).isEqualTo("in a file");
        } finally {
            Files.delete(file);
        }
    }
}
