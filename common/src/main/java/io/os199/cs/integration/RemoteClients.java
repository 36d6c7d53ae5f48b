package io.os199.cs.integration;

import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose a record of a service outside is. Nothing is guessed by name: what belongs to nobody is counted, so that a person may say whose it
 * is ({@code external_refs}).
 */
public final class RemoteClients {
    private final Clock clock;

    public RemoteClients(Clock clock) {
        this.clock = clock;
    }

    /**
     * What a service says of an organisation, company, group or person.
     *
     * @param remoteId the service's own
     * @param externalId ours, as the service keeps it
     * @param email of the person, where it is one's
     */
    public record RemoteKey(String remoteId, @Nullable String externalId, @Nullable String email) {
        public RemoteKey {
            remoteId = storable(remoteId);
            externalId = externalId == null ? null : storable(externalId);
            email = email == null ? null : storable(email);
        }
    }

    /**
     * Records of nobody.
     *
     * @param rowCount how many were left
     * @param seenAt the earliest instant of any of them: once it is known whose they are, reading begins there
     */
    public record Unmatched(String remoteId, int rowCount, Instant seenAt) {
        public Unmatched {
            remoteId = storable(remoteId);
        }
    }

    /** A record and its client. */
    public record Match(String remoteId, String clientId) {}

    /**
     * The clients of those that have one, by remote id: as somebody said; else whose external id it has; else whose only contact the
     * address is, those who are still there before those who left.
     *
     * @param kind of the records, as {@code organization}
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

    /** Counts what belongs to nobody, each remote id once. */
    public void unmatched(
            Transaction tx, Integration integration, String kind, Collection<Unmatched> records) {
        if (records.isEmpty()) {
            return;
        }
        // In one order, so that two of them wait for each other and not in a circle.
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
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /**
     * Has those read once more that were nobody's and have a client now.
     *
     * @return how many of the keys have one
     */
    public int recognise(
            Transaction tx, Integration integration, String kind, Collection<RemoteKey> keys) {
        Set<String> matched = find(tx, integration, kind, keys).keySet();
        tx.dao(RemoteClientDao.class)
                .take(integration.wireName(), kind, matched.toArray(String[]::new))
                .ifPresent(from -> new Cursors(clock).reread(tx, integration, from));
        return matched.size();
    }

    /** The ids of some records that are nobody's. */
    public List<String> nobodys(Transaction tx, Integration integration, String kind, int most) {
        return tx.dao(RemoteClientDao.class).nobodys(integration.wireName(), kind, most);
    }

    private static String storable(String text) {
        return text.replace("\0", "");
    }
}
