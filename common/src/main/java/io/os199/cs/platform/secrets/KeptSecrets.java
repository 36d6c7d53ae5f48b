package io.os199.cs.platform.secrets;

import io.os199.cs.platform.secrets.source.SecretReference;
import io.os199.cs.platform.secrets.source.SecretReference.Kind;
import io.os199.cs.platform.secrets.source.UnreadableSecretException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The secrets that are kept in one place, and so are read together and change together. */
final class KeptSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(KeptSecrets.class);

    /** Reads the current content of the place. */
    @FunctionalInterface
    interface Reading {
        String read() throws UnreadableSecretException;
    }

    private final Kind kind;
    private final Reading reading;
    private final SecretMetrics metrics;
    private final Clock clock;
    private final List<Secret> secrets = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private long lastBegan = System.nanoTime();
    private boolean failing;
    private volatile Instant lastRead;

    KeptSecrets(Kind kind, Reading reading, SecretMetrics metrics, Clock clock) {
        this.kind = kind;
        this.reading = reading;
        this.metrics = metrics;
        this.clock = clock;
        this.lastRead = clock.instant();
    }

    Kind kind() {
        return kind;
    }

    Instant lastRead() {
        return lastRead;
    }

    /** Adds another secret kept in this place, and reads its value. */
    Secret add(String field, SecretReference reference, int leastBytes)
            throws UnreadableSecretException {
        Secret secret = new Secret(field, reference, leastBytes, "");
        String value = secret.pick(reference, reading.read());
        secret.become(value);
        secrets.add(secret);
        return secret;
    }

    /**
     * Reads the secrets again, unless another reading has begun after {@code since}, a {@link System#nanoTime()}.
     * When that fails they keep their values, and the first failure is logged.
     *
     * @return the secrets whose values have changed
     */
    List<Secret> refresh(long since) {
        try {
            if (!lock.tryLock(Secrets.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return List.of();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        try {
            if (lastBegan - since > 0) {
                return List.of();
            }
            lastBegan = System.nanoTime();
            List<Secret> changed = take(reading.read());
            lastRead = clock.instant();
            if (failing) {
                failing = false;
                LOG.info("{} can be read again", secrets);
            }
            return changed;
        } catch (UnreadableSecretException e) {
            metrics.failed(kind);
            if (!failing) {
                failing = true;
                LOG.warn("{}: {}; it stays what was read last", secrets, e.getMessage());
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all values or none, so that a user is never combined with the password of another. */
    private List<Secret> take(String kept) throws UnreadableSecretException {
        List<Runnable> takes = new ArrayList<>();
        List<Secret> changed = new ArrayList<>();
        for (Secret secret : secrets) {
            SecretReference reference = secret.reference();
            if (reference != null) {
                String next = secret.pick(reference, kept);
                takes.add(
                        () -> {
                            if (secret.become(next)) {
                                changed.add(secret);
                            }
                        });
            }
        }
        takes.forEach(Runnable::run);
        if (!changed.isEmpty()) {
            LOG.info("{}: another value is used from now on", changed);
        }
        return changed;
    }
}
