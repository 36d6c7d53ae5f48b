package io.os199.cs.communication.mail;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.communication.model.ParsedTexts;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes mails: texts with tokens, to people of clients. */
public final class Letters {
    private final MailSettings settings;
    private final DateTimeFormatter dates;

    public Letters(MailSettings settings) {
        this.settings = settings;
        this.dates = DateTimeFormatter.ofPattern("d MMMM uuuu", settings.locale());
    }

    /**
     * Returns all token words, the closest to an unknown word first: those contained in it, then those with the
     * fewest letters changed.
     */
    public static List<String> nearest(String word) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return MailToken.words().stream()
                .sorted(
                        Comparator.<String, Boolean>comparing(each -> !word.contains(each))
                                .thenComparing(each -> distance.apply(each, word))
                                .thenComparing(each -> each))
                .toList();
    }

    /** Restores a letter as stored. */
    public static Letter stored(Recipient recipient, MailTexts texts, String tokenValues) {
        Map<MailToken, String> values = values(tokenValues);
        return new Letter(recipient, texts, texts.with(Letter.shown(values)), values, Set.of());
    }

    /** Parses stored token values, which are JSON by the words of tokens. */
    public static Map<MailToken, String> values(String tokenValues) {
        Map<MailToken, String> values = new EnumMap<>(MailToken.class);
        for (Map.Entry<String, JsonNode> each :
                Json.read(tokenValues, JsonNode.class).properties()) {
            MailToken.named(each.getKey())
                    .ifPresent(token -> values.put(token, each.getValue().asText()));
        }
        return values;
    }

    /**
     * Writes one letter to each reachable recipient, in their order.
     *
     * @param texts with valid tokens
     * @param sendOn the day from which days are counted; users are counted in the 30 full days before it, as far as
     *     these are over
     * @param today no later than {@code sendOn}
     */
    public List<Letter> write(
            Transaction tx,
            MailTexts texts,
            List<Recipient> recipients,
            LocalDate sendOn,
            LocalDate today) {
        return write(tx, texts, recipients, MailMilestone.NONE, sendOn, today);
    }

    /** As {@link #write(Transaction, MailTexts, List, LocalDate, LocalDate)}, about a milestone. */
    public List<Letter> write(
            Transaction tx,
            MailTexts texts,
            List<Recipient> recipients,
            MailMilestone milestone,
            LocalDate sendOn,
            LocalDate today) {
        List<Recipient> reachable = recipients.stream().filter(Recipient::isReachable).toList();
        if (reachable.isEmpty()) {
            return List.of();
        }
        ParsedTexts parsed = texts.parsed();
        Map<Person, TokenDao.Facts> facts =
                tx
                        .dao(TokenDao.class)
                        .facts(
                                reachable.stream().map(Recipient::clientId).toArray(String[]::new),
                                reachable.stream().map(Recipient::contactId).toArray(String[]::new),
                                sendOn,
                                today,
                                parsed.has(MailToken.ACTIVE_USERS_30D))
                        .stream()
                        .collect(
                                Collectors.toMap(
                                        each -> new Person(each.clientId(), each.contactId()),
                                        each -> each));
        return reachable.stream()
                .map(
                        each ->
                                letter(
                                        texts,
                                        parsed,
                                        each,
                                        Objects.requireNonNull(facts.get(Person.of(each))),
                                        milestone,
                                        sendOn))
                .toList();
    }

    /** A person's key; contact ids belong to their client. */
    private record Person(String clientId, @Nullable String contactId) {
        static Person of(Recipient recipient) {
            return new Person(recipient.clientId(), recipient.contactId());
        }
    }

    private Letter letter(
            MailTexts texts,
            ParsedTexts parsed,
            Recipient recipient,
            TokenDao.Facts facts,
            MailMilestone milestone,
            LocalDate sendOn) {
        Map<MailToken, String> values = new EnumMap<>(MailToken.class);
        Map<MailToken, String> known = values(facts, sendOn);
        LocalDate due = milestone.dueDate();
        put(known, MailToken.MILESTONE_NAME, milestone.name());
        put(known, MailToken.MILESTONE_DUE_DATE, due == null ? null : dates.format(due));
        put(known, MailToken.NEXT_MILESTONE_NAME, milestone.nextName());
        known.forEach(
                (token, value) -> {
                    if (parsed.has(token)) {
                        values.put(token, value);
                    }
                });
        return new Letter(
                recipient,
                texts,
                parsed.with(Letter.shown(values)),
                values,
                parsed.missing(values));
    }

    private Map<MailToken, String> values(TokenDao.Facts facts, LocalDate sendOn) {
        Map<MailToken, String> values = new EnumMap<>(MailToken.class);
        String tier = WireName.of(facts.tier());
        String name = facts.contactName();
        LocalDate renewal = facts.renewalDate();
        put(values, MailToken.CLIENT_NAME, facts.clientName());
        put(
                values,
                MailToken.COMPANY_NAME,
                facts.companyName().isBlank() ? facts.clientName() : facts.companyName());
        put(values, MailToken.TIER, Character.toUpperCase(tier.charAt(0)) + tier.substring(1));
        put(values, MailToken.CSM_NAME, facts.csm());
        put(values, MailToken.CONTACT_NAME, name);
        put(values, MailToken.FIRST_NAME, name == null ? null : name.strip().split("\\s+", 2)[0]);
        put(values, MailToken.CONTACT_TITLE, facts.contactTitle());
        put(values, MailToken.RENEWAL_DATE, renewal == null ? null : dates.format(renewal));
        put(
                values,
                MailToken.DAYS_TO_RENEWAL,
                renewal == null ? null : "" + ChronoUnit.DAYS.between(sendOn, renewal));
        put(
                values,
                MailToken.CONTRACT_END_DATE,
                facts.contractEndDate() == null ? null : dates.format(facts.contractEndDate()));
        put(values, MailToken.INCLUDED_USERS, text(facts.includedUsers()));
        put(values, MailToken.ACTIVE_USERS_30D, text(facts.activeUsers()));
        put(values, MailToken.SENDER_NAME, settings.sender().name());
        return values;
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }

    private static void put(
            Map<MailToken, String> values, MailToken token, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            values.put(token, value.strip());
        }
    }
}
