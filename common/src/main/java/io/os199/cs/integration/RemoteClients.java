package io.os199.cs.integration;

import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the clients that records of an external service belong to. Nothing is guessed by name: unmatched records are
 * counted, so that a person may map them ({@code external_refs}).
 */
public final class RemoteClients {
    private final Clock clock;

    public RemoteClients(Clock clock) {
        this.clock = clock;
    }

    /**
     * How a service identifies an organization, company, group or person.
     *
     * @param remoteId the service's own id
     * @param externalId our id, as the service keeps it
     * @param email the address, if it is a person
     */
    public record RemoteKey(String remoteId, @Nullable String externalId, @Nullable String email) {
        public RemoteKey {
            remoteId = storable(remoteId);
            externalId = externalId == null ? null : storable(externalId);
            email = email == null ? null : storable(email);
        }
    }

    /**
     * Unmatched records.
     *
     * @param rowCount how many were left out
     * @param seenAt the earliest instant of any of them: once their client is known, reading begins there
     */
    public record Unmatched(String remoteId, int rowCount, Instant seenAt) {
        public Unmatched {
            remoteId = storable(remoteId);
        }

        /**
         * Counts one more record of {@code remoteId}, seen at {@code at}, in {@code records}, which is keyed by
         * remote id.
         */
        public static void count(Map<String, Unmatched> records, String remoteId, Instant at) {
            records.merge(remoteId, new Unmatched(remoteId, 1, at), Unmatched::plus);
        }

        private Unmatched plus(Unmatched other) {
            return new Unmatched(
                    remoteId,
                    rowCount + other.rowCount,
                    seenAt.isBefore(other.seenAt) ? seenAt : other.seenAt);
        }
    }

    /** A record and its client. */
    public record Match(String remoteId, String clientId) {}

    /**
     * Returns the clients of those that have one, by remote id: the client that somebody mapped; else the one with
     * the external id; else the only one that has a contact with the address, where contacts who are still there go
     * before those who left.
     *
     * @param kind the kind of the records, for example {@code organization}
     */
    public Map<String, String> find(
            Transaction tx, Integration integration, String kind, Collection<RemoteKey> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        return tx
                .dao(RemoteClientDao.class)
                .find(
                        integration.wireName(),
                        kind,
                        keys.stream().map(RemoteKey::remoteId).toArray(String[]::new),
                        keys.stream().map(RemoteKey::externalId).toArray(String[]::new),
                        keys.stream().map(RemoteKey::email).toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(Match::remoteId, Match::clientId, (one, _) -> one));
    }

    /** Counts unmatched records, each remote id once. */
    public void unmatched(
            Transaction tx, Integration integration, String kind, Collection<Unmatched> records) {
        if (records.isEmpty()) {
            return;
        }
        // In one order, so that two of these wait for each other and never in a circle.
        List<Unmatched> sorted =
                records.stream().sorted(Comparator.comparing(Unmatched::remoteId)).toList();
        tx.dao(RemoteClientDao.class)
                .unmatched(
                        integration.wireName(),
                        kind,
                        sorted.stream().map(Unmatched::remoteId).toArray(String[]::new),
                        sorted.stream().map(Unmatched::rowCount).toArray(Integer[]::new),
                        sorted.stream()
                                .map(each -> each.seenAt().toString())
                                .toArray(String[]::new),
                        StoredTime.now(clock));
    }

    /**
     * Has records read once more that were unmatched and have a client now.
     *
     * @return how many of the keys have one
     */
    public int recognise(
            Transaction tx, Integration integration, String kind, Collection<RemoteKey> keys) {
        Set<String> matched = find(tx, integration, kind, keys).keySet();
        tx.dao(RemoteClientDao.class)
                .take(integration.wireName(), kind, matched.toArray(String[]::new))
                .ifPresent(from -> new SyncCursors(clock).reread(tx, integration, from));
        return matched.size();
    }

    /** Returns the ids of some unmatched records, others each time where there are more. */
    public List<String> nobodys(Transaction tx, Integration integration, String kind, int most) {
        return tx.dao(RemoteClientDao.class).nobodys(integration.wireName(), kind, most);
    }

    private static String storable(String text) {
        return text.replace("\0", "");
    }
}
