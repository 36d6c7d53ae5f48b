package io.os199.cs.core;

import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.database.Transaction;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Cached answers about clients, and the notice that one has changed. Whoever writes anything that names a client
 * calls {@link #changed} in its transaction; a job over the portfolio calls {@link #changedAll} once per chunk;
 * whoever writes something that any client's answer may contain calls {@link #everythingChanged}.
 *
 * <p>The arguments of an answer include everything by which answers differ: what was asked, the day (UTC), since ages
 * and due dates are counted in days, and whether the caller sees personal data. No answer depends on anything else
 * about its principal; one that comes to do so must include that too.
 */
public final class ClientAnswers {
    /**
     * The channel that carries the id of each client about which something was written, once the transaction has
     * committed.
     */
    public static final String CHANGED_CHANNEL = "client_changed";

    private static final String LISTS = "clients";
    private static final Duration OVERVIEW_KEPT = Duration.ofMinutes(5);
    private static final Duration HEALTH_KEPT = Duration.ofMinutes(5);
    private static final Duration LIST_KEPT = Duration.ofMinutes(10);
    private static final Duration SENTIMENT_KEPT = Duration.ofMinutes(5);
    private static final Duration METRIC_KEPT = Duration.ofMinutes(5);
    private static final Duration SUPPORT_KEPT = Duration.ofMinutes(5);
    private static final Duration ANALYSIS_KEPT = Duration.ofMinutes(15);

    /** Shorter than the others: a timeline is read right after something happened, even by a colleague elsewhere. */
    private static final Duration TIMELINE_KEPT = Duration.ofSeconds(30);

    /**
     * Shorter than for other analyses: these compare the client with its peers, whose usage changes without any
     * notice about this client.
     */
    private static final Duration USAGE_KEPT = Duration.ofMinutes(5);

    private final Cache cache;

    public ClientAnswers(Cache cache) {
        this.cache = cache;
    }

    /** Returns an instance that caches nothing: every answer is computed anew. */
    public static ClientAnswers unkept() {
        return new ClientAnswers(Cache.none());
    }

    /** Invalidates the client's own answers and every list once this transaction commits. */
    public void changed(Transaction transaction, String clientId) {
        changedAll(transaction, List.of(clientId));
    }

    /** Does the same as {@link #changed} for many clients. */
    public void changedAll(Transaction transaction, List<String> clientIds) {
        List<String> groups =
                Stream.concat(clientIds.stream().map(ClientAnswers::group), Stream.of(LISTS))
                        .toList();
        transaction.dao(ChangeSignalDao.class).tell(CHANGED_CHANNEL, clientIds);
        transaction.afterCommit(() -> cache.drop(groups));
    }

    /** Invalidates every answer once this transaction commits. */
    public void everythingChanged(Transaction transaction) {
        transaction.afterCommit(cache::dropAll);
    }

    /**
     * Caches an overview that {@code isWhole}; one of which a part came too late is computed anew, and so is an
     * absent one.
     */
    public <T> Optional<T> overview(
            String clientId,
            String arguments,
            Class<T> type,
            Predicate<T> isWhole,
            Supplier<Optional<T>> compute) {
        return cache.find(
                group(clientId), "overview:" + arguments, OVERVIEW_KEPT, type, isWhole, compute);
    }

    public <T> T timeline(String clientId, String arguments, Class<T> type, Supplier<T> compute) {
        return cache.get(group(clientId), "timeline:" + arguments, TIMELINE_KEPT, type, compute);
    }

    /** Caches a score that is not stored; its arguments include the model with its version. */
    public <T> T health(String clientId, String arguments, Class<T> type, Supplier<T> compute) {
        return cache.get(group(clientId), "health:" + arguments, HEALTH_KEPT, type, compute);
    }

    /** Caches an answer on the client's usage of the product; its arguments include the client's {@code usage_seq}. */
    public <T> T usage(String clientId, String arguments, Class<T> type, Supplier<T> compute) {
        return cache.get(group(clientId), "usage:" + arguments, USAGE_KEPT, type, compute);
    }

    /** Caches an answer on what people at the client say. */
    public <T> T sentiment(String clientId, String arguments, Class<T> type, Supplier<T> compute) {
        return cache.get(group(clientId), "sentiment:" + arguments, SENTIMENT_KEPT, type, compute);
    }

    /**
     * Caches a metric of the client if {@code isWhole} accepts it; one whose benchmark came too late is computed
     * again the next time. The arguments include the client's {@code usage_seq}.
     */
    public <T> T metric(
            String clientId,
            String arguments,
            Class<T> type,
            Predicate<T> isWhole,
            Supplier<T> compute) {
        return cache.find(
                        group(clientId),
                        "metric:" + arguments,
                        METRIC_KEPT,
                        type,
                        isWhole,
                        () -> Optional.of(compute.get()))
                .orElseThrow();
    }

    /** Caches a metric of the portfolio. */
    public <T> T metric(String arguments, Class<T> type, Supplier<T> compute) {
        return cache.get(LISTS, "metric:" + arguments, ANALYSIS_KEPT, type, compute);
    }

    /** Returns the cached metric of the portfolio. */
    public <T> Optional<T> keptMetric(String arguments, Class<T> type) {
        return cache.find(
                LISTS, "metric:" + arguments, ANALYSIS_KEPT, type, answer -> true, Optional::empty);
    }

    /** Caches how support did for the client. */
    public <T> T support(String clientId, String arguments, Class<T> type, Supplier<T> compute) {
        return cache.get(group(clientId), "support:" + arguments, SUPPORT_KEPT, type, compute);
    }

    /** Caches how support did for the portfolio. */
    public <T> T support(String arguments, Class<T> type, Supplier<T> compute) {
        return cache.get(LISTS, "support:" + arguments, SUPPORT_KEPT, type, compute);
    }

    /** Returns how support did for the portfolio, where that is cached. */
    public <T> Optional<T> keptSupport(String arguments, Class<T> type) {
        return cache.find(
                LISTS, "support:" + arguments, SUPPORT_KEPT, type, answer -> true, Optional::empty);
    }

    /** Caches a page of the portfolio or of a segment. */
    public <T> T list(String arguments, Class<T> type, Supplier<T> compute) {
        return cache.get(LISTS, "list:" + arguments, LIST_KEPT, type, compute);
    }

    /** Caches figures about the whole portfolio. */
    public <T> T analysis(String arguments, Class<T> type, Supplier<T> compute) {
        return cache.get(LISTS, "analysis:" + arguments, ANALYSIS_KEPT, type, compute);
    }

    private static String group(String clientId) {
        return "client:" + clientId;
    }
}
