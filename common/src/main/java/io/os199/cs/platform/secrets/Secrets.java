package io.os199.cs.platform.secrets;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.platform.config.SecretsConfig;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.secrets.source.AwsSecrets;
import io.os199.cs.platform.secrets.source.SecretFiles;
import io.os199.cs.platform.secrets.source.SecretReference;
import io.os199.cs.platform.secrets.source.SecretReference.Kind;
import io.os199.cs.platform.secrets.source.SecretSource;
import io.os199.cs.platform.secrets.source.UnreadableSecretException;
import io.os199.cs.platform.secrets.source.VaultSecrets;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The secrets of the configuration. A text that begins with {@code file:}, {@code aws:} or {@code vault:} says where the secret
 * is kept; it is read at once, and again as long as the process runs. Any other text is the secret.
 */
public final class Secrets implements Managed {
    /** How long a reading may take in all. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
    private static final int READERS = 16;

    private record Place(Kind kind, String path) {}

    private record Listener(Set<Secret> secrets, Runnable action) {}

    private final SecretsConfig config;
    private final Clock clock;
    private final SecretMetrics metrics;
    private final OutsideCalls calls;
    private final ReentrantLock opening = new ReentrantLock();
    private final Map<Kind, SecretSource> sources = new EnumMap<>(Kind.class);
    private final Map<Place, KeptSecrets> places = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Platform threads, not virtual ones: a file on a hanging volume would block a carrier thread of the whole
     * process.
     */
    private final ExecutorService readers =
            new ThreadPoolExecutor(
                    0,
                    READERS,
                    1,
                    TimeUnit.MINUTES,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform().daemon().name("secrets-reader-", 0).factory());

    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("secrets").factory());

    /** @param calls through which external places are called */
    public Secrets(
            SecretsConfig config, PrometheusRegistry registry, OutsideCalls calls, Clock clock) {
        this.config = config;
        this.calls = calls;
        this.clock = clock;
        this.metrics = new SecretMetrics(registry, this::lastRead);
    }

    /**
     * Returns the secret of a field of {@code config.yml}.
     *
     * @param configured absent or empty: there is none, and there never will be
     * @throws IllegalArgumentException if it is kept elsewhere and cannot be read; the message names the field and
     *     the place, and says what to do
     */
    public Secret secret(String field, @Nullable String configured) {
        return secret(field, configured, 0);
    }

    /**
     * Like {@link #secret(String, String)}; a secret that is kept elsewhere must have at least {@code leastBytes}
     * bytes.
     */
    public Secret secret(String field, @Nullable String configured, int leastBytes) {
        String text = configured == null ? "" : configured;
        try {
            SecretReference reference = SecretReference.parse(text).orElse(null);
            if (reference == null) {
                return Secret.fixed(field, text);
            }
            return place(reference).add(field, reference, leastBytes);
        } catch (IllegalArgumentException misspelt) {
            throw new IllegalArgumentException(field + ": " + misspelt.getMessage());
        } catch (UnreadableSecretException e) {
            throw new IllegalArgumentException(
                    "%s refers to %s, which cannot be read: %s"
                            .formatted(field, text, e.getMessage()));
        }
    }

    /** Runs {@code action} on the thread for secrets whenever one of the secrets has changed. */
    public void onChange(Collection<Secret> secrets, Runnable action) {
        listeners.add(new Listener(Set.copyOf(secrets), action));
    }

    /**
     * Reads these secrets now, because their values have been refused since {@code since}, a {@link
     * System#nanoTime()}.
     */
    void reread(Collection<Secret> secrets, long since) {
        Set<KeptSecrets> kept = new HashSet<>();
        for (Secret secret : secrets) {
            SecretReference reference = secret.reference();
            KeptSecrets at = reference == null ? null : known(reference);
            if (at != null) {
                kept.add(at);
            }
        }
        Set<Secret> changed = new HashSet<>();
        for (KeptSecrets each : kept) {
            changed.addAll(each.refresh(since));
        }
        if (!changed.isEmpty()) {
            worker.execute(() -> tell(changed));
        }
    }

    /** Starts reading the secrets again every {@code secrets.refresh}. */
    @Override
    public void start() {
        long millis = config.refresh().toMilliseconds();
        var _ = worker.scheduleWithFixedDelay(this::refresh, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        worker.shutdownNow();
        readers.shutdownNow();
        opening.lock();
        try {
            sources.values().forEach(SecretSource::close);
        } finally {
            opening.unlock();
        }
    }

    private void refresh() {
        Set<Secret> changed = new HashSet<>();
        try {
            for (KeptSecrets each : all()) {
                changed.addAll(each.refresh(System.nanoTime()));
            }
        } catch (RuntimeException e) {
            // Rethrowing would end all further readings.
            LOG.error("secrets were not read again: {}", e.getClass().getName());
        }
        tell(changed);
    }

    private void tell(Set<Secret> changed) {
        for (Listener listener : listeners) {
            if (listener.secrets().stream().anyMatch(changed::contains)) {
                try {
                    listener.action().run();
                } catch (RuntimeException e) {
                    LOG.error("another value is not used everywhere yet", e);
                }
            }
        }
    }

    private @Nullable KeptSecrets known(SecretReference reference) {
        opening.lock();
        try {
            return places.get(new Place(reference.kind(), reference.path()));
        } finally {
            opening.unlock();
        }
    }

    private KeptSecrets place(SecretReference reference) throws UnreadableSecretException {
        opening.lock();
        try {
            Place place = new Place(reference.kind(), reference.path());
            KeptSecrets known = places.get(place);
            if (known == null) {
                SecretSource source = source(reference.kind());
                known =
                        new KeptSecrets(
                                reference.kind(),
                                () -> bounded(source, reference.path()),
                                metrics,
                                clock);
                metrics.known(reference.kind());
                places.put(place, known);
            }
            return known;
        } finally {
            opening.unlock();
        }
    }

    /** Opened on the first reference, so that a client that nobody needs is not even loaded. */
    private SecretSource source(Kind kind) throws UnreadableSecretException {
        SecretSource open = sources.get(kind);
        if (open == null) {
            open =
                    switch (kind) {
                        case FILE -> new SecretFiles();
                        case AWS -> AwsSecrets.open(config.aws(), TIMEOUT, calls);
                        case VAULT -> new VaultSecrets(config.vault(), vaultToken()::value, calls);
                    };
            sources.put(kind, open);
        }
        return open;
    }

    private Secret vaultToken() throws UnreadableSecretException {
        String configured = config.vault().token();
        if (configured.startsWith(Kind.VAULT + ":") || configured.startsWith(Kind.AWS + ":")) {
            throw new UnreadableSecretException(
                    "secrets.vault.token has to be the token, or file: and where it is");
        }
        return secret("secrets.vault.token", configured);
    }

    private String bounded(SecretSource source, String path) throws UnreadableSecretException {
        Future<String> reading;
        try {
            reading = readers.submit(() -> source.read(path));
        } catch (RejectedExecutionException e) {
            throw new UnreadableSecretException("earlier readings have not come back");
        }
        try {
            return reading.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            reading.cancel(true);
            throw new UnreadableSecretException(
                    "there was no answer within %d seconds".formatted(TIMEOUT.toSeconds()));
        } catch (InterruptedException e) {
            reading.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnreadableSecretException("the process stops");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnreadableSecretException unreadable) {
                throw unreadable;
            }
            // Its message may quote what was read.
            String what = String.valueOf(e.getCause()).split("[:\n]", 2)[0];
            throw new UnreadableSecretException("reading it failed with " + what);
        }
    }

    private List<KeptSecrets> all() {
        opening.lock();
        try {
            return List.copyOf(places.values());
        } finally {
            opening.unlock();
        }
    }

    private Map<Kind, Instant> lastRead() {
        Map<Kind, Instant> oldest = new EnumMap<>(Kind.class);
        for (KeptSecrets each : all()) {
            oldest.merge(each.kind(), each.lastRead(), (a, b) -> a.isBefore(b) ? a : b);
        }
        return oldest;
    }
}
