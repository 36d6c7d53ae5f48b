package io.os199.cs.assembly;

import io.os199.cs.platform.config.SecretsConfig;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.platform.secrets.Secret;
import io.os199.cs.platform.secrets.Secrets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Creates the sealer of a process, whose keys follow the secrets that hold them. */
final class SealingKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SealingKeys.class);
    private static final int RANDOM_KEY_BYTES = 32;

    /** The number of refreshes after which every replica has seen a new key, even if Kubernetes is late with a file. */
    private static final int HANDOVER_REFRESHES = 3;

    private SealingKeys() {}

    /** @throws IllegalArgumentException if a key cannot be obtained or is too short */
    static Sealer sealer(SecretsConfig config, Secrets secrets, Clock clock) {
        Secret key = secrets.secret("secrets.sealingKey", config.sealingKey(), Sealer.SHORTEST_KEY);
        List<Secret> previous = new ArrayList<>();
        for (String each : config.previousSealingKeys()) {
            previous.add(secrets.secret("secrets.previousSealingKeys", each, Sealer.SHORTEST_KEY));
        }
        Sealer sealer =
                new Sealer(key.value().isEmpty() ? random() : key.value(), values(previous), clock);
        List<Secret> all = new ArrayList<>(previous);
        all.add(key);
        if (!key.value().isEmpty()) {
            Duration handover =
                    Duration.ofMillis(config.refresh().toMilliseconds() * HANDOVER_REFRESHES);
            secrets.onChange(all, () -> sealer.replace(key.value(), values(previous), handover));
        }
        return sealer;
    }

    private static List<String> values(List<Secret> keys) {
        return keys.stream().map(Secret::value).toList();
    }

    private static String random() {
        LOG.warn("secrets.sealingKey is not set: sessions and cursors end with this process");
        byte[] key = new byte[RANDOM_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }
}
