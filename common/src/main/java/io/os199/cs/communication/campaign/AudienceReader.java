package io.os199.cs.communication.campaign;

import io.os199.cs.communication.campaign.MailAudience.Excluded;
import io.os199.cs.communication.campaign.MailAudience.OfTier;
import io.os199.cs.communication.campaign.MailAudience.Unit;
import io.os199.cs.communication.mail.Audience;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Letters;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.communication.mail.Recipients;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.secrets.Sha256;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds whom a mail reaches and writes the letters in batches, so that only a few are in memory however many people
 * there are.
 */
final class AudienceReader {
    private static final int SOME = 1_000;
    private static final int FIRST = 3;
    private static final int EXAMPLES = 5;

    private final Transaction tx;
    private final MailOrder order;
    private final Letters letters;
    private final String campaignId;
    private final Instant now;
    private final Map<Exclusion, Tally> excluded = new EnumMap<>(Exclusion.class);
    private final Map<String, Tier> tiers = new HashMap<>();
    private final Map<Tier, Set<String>> clients = new TreeMap<>();
    private final Map<Tier, Integer> people = new EnumMap<>(Tier.class);
    private final TreeSet<String> keys = new TreeSet<>();
    private final List<Letter> first = new ArrayList<>();

    /** Receives letters as they are written. */
    interface Sink {
        void take(List<Letter> letters);
    }

    private static final class Tally {
        private int count;
        private final TreeSet<String> examples = new TreeSet<>();

        void add(String clientId) {
            count++;
            examples.add(clientId);
            if (examples.size() > EXAMPLES) {
                examples.pollLast();
            }
        }
    }

    /** @param campaignId the campaign whose own messages do not count against the cap; blank when there is none */
    AudienceReader(
            Transaction tx, MailOrder order, Letters letters, String campaignId, Instant now) {
        this.tx = tx;
        this.order = order;
        this.letters = letters;
        this.campaignId = campaignId;
        this.now = now;
    }

    MailAudience read(Sink sink) {
        MailTarget target = Objects.requireNonNull(order.target());
        AudienceDao dao = tx.dao(AudienceDao.class);
        List<Tier> wanted = target.tiers();
        dao.targeted(
                        array(target.clientIds()),
                        array(target.excludedClientIds()),
                        wanted == null ? null : array(wanted.stream().map(WireName::of).toList()),
                        target.segmentId(),
                        target.tier(),
                        target.lifecycleStage(),
                        target.healthBand())
                .forEach(each -> tiers.put(each.clientId(), each.tier()));
        List<Recipient> recipients =
                Recipients.of(
                        tx,
                        new Audience(
                                tiers.keySet().stream().sorted().toList(),
                                target.recipientScope(),
                                Set.copyOf(target.recipientRoles()),
                                target.includeInactive(),
                                order.templateType().messageClass()));
        List<Recipient> reachable = new ArrayList<>();
        for (Recipient each : recipients) {
            Exclusion exclusion = each.exclusion();
            if (exclusion == null) {
                reachable.add(each);
            } else {
                exclude(exclusion, each.clientId());
            }
        }
        for (int from = 0; from < reachable.size(); from += SOME) {
            write(dao, reachable.subList(from, Math.min(from + SOME, reachable.size())), sink);
        }
        return audience();
    }

    private static String @Nullable [] array(@Nullable List<String> values) {
        return values == null ? null : values.toArray(String[]::new);
    }

    private void write(AudienceDao dao, List<Recipient> some, Sink sink) {
        Set<String> capped =
                order.templateType().messageClass() == MessageClass.MARKETING
                        ? new HashSet<>(
                                dao.capped(
                                        some.stream()
                                                .map(Recipient::address)
                                                .toArray(String[]::new),
                                        campaignId,
                                        order.at(now)))
                        : Set.of();
        some.stream()
                .filter(each -> capped.contains(each.address()))
                .forEach(each -> exclude(Exclusion.FREQUENCY_CAP, each.clientId()));
        List<Letter> written =
                letters.write(
                        tx,
                        order.texts(),
                        some.stream().filter(each -> !capped.contains(each.address())).toList(),
                        order.sendOn(now),
                        LocalDate.ofInstant(now, ZoneOffset.UTC));
        List<Letter> whole = new ArrayList<>();
        for (Letter letter : written) {
            String clientId = letter.recipient().clientId();
            if (letter.missing().isEmpty()) {
                Tier tier = Objects.requireNonNull(tiers.get(clientId));
                clients.computeIfAbsent(tier, _ -> new HashSet<>()).add(clientId);
                people.merge(tier, 1, Integer::sum);
                keys.add(clientId + ' ' + letter.recipient().address());
                whole.add(letter);
                if (first.size() < FIRST) {
                    first.add(letter);
                }
            } else {
                exclude(Exclusion.MISSING_TOKEN, clientId);
            }
        }
        sink.take(whole);
    }

    private void exclude(Exclusion exclusion, String clientId) {
        excluded.computeIfAbsent(exclusion, _ -> new Tally()).add(clientId);
    }

    private MailAudience audience() {
        int contacts =
                keys.size()
                        + excluded.entrySet().stream()
                                .filter(each -> !each.getKey().isOfClient())
                                .mapToInt(each -> each.getValue().count)
                                .sum();
        return new MailAudience(
                tiers.size(),
                contacts,
                keys.size(),
                clients.entrySet().stream()
                        .map(
                                each ->
                                        new OfTier(
                                                each.getKey(),
                                                each.getValue().size(),
                                                people.getOrDefault(each.getKey(), 0)))
                        .toList(),
                excluded.entrySet().stream()
                        .map(
                                each ->
                                        new Excluded(
                                                each.getKey(),
                                                each.getKey().isOfClient()
                                                        ? Unit.CLIENT
                                                        : Unit.CONTACT,
                                                each.getValue().count,
                                                List.copyOf(each.getValue().examples)))
                        .toList(),
                List.copyOf(first),
                keys.size() + ":" + Sha256.hex(String.join("\n", keys)));
    }
}
