package io.os199.cs.communication.campaign;

import io.os199.cs.communication.campaign.MailAudience.Excluded;
import io.os199.cs.communication.campaign.MailAudience.OfTier;
import io.os199.cs.communication.campaign.MailAudience.Unit;
import io.os199.cs.communication.campaign.WaitingDao.Waiting;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Letters;
import io.os199.cs.communication.mail.Recipient;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.secrets.Sha256;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds whom a draft of another tool reaches, from the messages that wait in it; a person with several messages
 * counts once.
 */
final class WaitingReader {
    private static final int FIRST = 3;
    private static final int EXAMPLES = 5;

    private WaitingReader() {}

    static MailAudience read(Transaction tx, String campaignId, MailTexts texts) {
        List<Waiting> all = tx.dao(WaitingDao.class).waiting(campaignId, FIRST);
        Map<Exclusion, List<Waiting>> excluded = new TreeMap<>();
        Map<Tier, List<Waiting>> reached = new TreeMap<>();
        List<String> keys = new ArrayList<>();
        List<Letter> first = new ArrayList<>();
        for (Waiting each : all) {
            Exclusion obstacle = each.obstacle();
            if (obstacle != null) {
                excluded.computeIfAbsent(obstacle, _ -> new ArrayList<>()).add(each);
                continue;
            }
            reached.computeIfAbsent(each.tier(), _ -> new ArrayList<>()).add(each);
            keys.add(each.messageId());
            String values = each.tokenValues();
            if (values != null) {
                first.add(Letters.stored(recipient(each), texts, values));
            }
        }
        return new MailAudience(
                clients(all).size(),
                people(all),
                reached.values().stream().mapToInt(WaitingReader::people).sum(),
                reached.entrySet().stream()
                        .map(
                                each ->
                                        new OfTier(
                                                each.getKey(),
                                                clients(each.getValue()).size(),
                                                people(each.getValue())))
                        .toList(),
                excluded.entrySet().stream()
                        .map(
                                each ->
                                        new Excluded(
                                                each.getKey(),
                                                Unit.CONTACT,
                                                people(each.getValue()),
                                                clients(each.getValue()).stream()
                                                        .sorted()
                                                        .limit(EXAMPLES)
                                                        .toList()))
                        .toList(),
                first,
                keys.size() + ":" + Sha256.hex(String.join("\n", keys)));
    }

    private static Recipient recipient(Waiting waiting) {
        return new Recipient(waiting.clientId(), null, null, waiting.contactEmail(), null, null);
    }

    private static Set<String> clients(List<Waiting> some) {
        return some.stream().map(Waiting::clientId).collect(Collectors.toSet());
    }

    private static int people(List<Waiting> some) {
        return some.stream()
                .map(each -> each.clientId() + ' ' + each.contactEmail())
                .collect(Collectors.toSet())
                .size();
    }
}
