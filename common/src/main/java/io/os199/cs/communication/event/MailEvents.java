package io.os199.cs.communication.event;

import io.os199.cs.communication.event.MailEventDao.Known;
import io.os199.cs.communication.event.MailEventDao.Settled;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The only way in which a provider's reports on mail are stored: each event once, messages only move forward,
 * addresses are suppressed.
 */
public final class MailEvents {
    private final Timeline timeline = new Timeline();
    private final ClientAnswers answers;
    private final String unsubscribeLinks;
    private final Clock clock;

    /** @param unsubscribeLinks the prefix of our unsubscribe links */
    public MailEvents(ClientAnswers answers, String unsubscribeLinks, Clock clock) {
        this.answers = answers;
        this.unsubscribeLinks = unsubscribeLinks;
        this.clock = clock;
    }

    /**
     * The result of storing events.
     *
     * @param knownCount events that were reported before
     * @param strangeCount events of messages that are not ours, or do not belong to a customer
     */
    public record Stored(int storedCount, int knownCount, int strangeCount) {}

    /** An event as passed to the statement. */
    private record Row(
            String messageId,
            String providerEventId,
            Instant at,
            MailEventType type,
            @Nullable String url,
            boolean isMachine) {}

    /** A suppression as passed to the statement. */
    private record Suppressed(
            String messageId,
            Suppression.Scope scope,
            Suppression.Reason reason,
            @Nullable String address) {}

    /** Stores all events, with the same number of statements however many there are. */
    public Stored store(Transaction tx, Collection<MailEvent> events, String source) {
        MailEventDao dao = tx.dao(MailEventDao.class);
        String[] messageIds =
                events.stream().map(MailEvent::messageId).distinct().toArray(String[]::new);
        List<Known> known = dao.lock(messageIds);
        Set<String> ours = known.stream().map(Known::messageId).collect(Collectors.toSet());
        List<MailEvent> told =
                events.stream().filter(event -> ours.contains(event.messageId())).toList();
        Set<String> fresh = told.isEmpty() ? Set.of() : Set.copyOf(dao.insert(rows(told)));
        List<MailEvent> news =
                told.stream().filter(each -> fresh.contains(each.providerEventId())).toList();
        if (!news.isEmpty()) {
            tell(
                    tx,
                    dao.move(
                            news.stream()
                                    .map(MailEvent::messageId)
                                    .distinct()
                                    .toArray(String[]::new),
                            unsubscribeLinks,
                            now()));
            suppress(dao, news, source);
            unsubscribe(tx, news, source);
            answers.changedAll(tx, known.stream().map(Known::clientId).distinct().toList());
        }
        return new Stored(fresh.size(), told.size() - fresh.size(), events.size() - told.size());
    }

    /** Records timeline entries for messages that left in doubt and have none yet. */
    private void tell(Transaction tx, List<Settled> settled) {
        Instant now = now();
        timeline.record(
                tx,
                settled.stream()
                        .map(
                                each ->
                                        MailSent.event(
                                                timeline,
                                                each.clientId(),
                                                new MailSent.Mailing(
                                                        each.campaignId(),
                                                        each.name(),
                                                        each.templateType()),
                                                now))
                        .toList());
    }

    private static String rows(List<MailEvent> events) {
        return Json.write(
                events.stream()
                        .map(
                                each ->
                                        new Row(
                                                each.messageId(),
                                                each.providerEventId(),
                                                each.at(),
                                                each.type(),
                                                each.url(),
                                                each.isMachine()))
                        .toList());
    }

    private void suppress(MailEventDao dao, List<MailEvent> news, String source) {
        List<Suppressed> suppressed =
                news.stream().flatMap(each -> suppressed(each).stream()).toList();
        if (!suppressed.isEmpty()) {
            dao.suppress(Json.write(suppressed), source, now());
        }
    }

    private void unsubscribe(Transaction tx, List<MailEvent> news, String source) {
        String[] messageIds =
                news.stream()
                        .filter(each -> each.type() == MailEventType.UNSUBSCRIBED)
                        .map(MailEvent::messageId)
                        .toArray(String[]::new);
        if (messageIds.length > 0) {
            Instant now = now();
            timeline.record(
                    tx,
                    tx.dao(MailEventDao.class).unsubscribe(messageIds, source, now).stream()
                            .map(each -> Unsubscribed.event(timeline, each, now, source, null))
                            .toList());
        }
    }

    private static List<Suppressed> suppressed(MailEvent event) {
        Suppression suppression = event.suppression();
        return suppression == null
                ? List.of()
                : List.of(
                        new Suppressed(
                                event.messageId(),
                                suppression.scope(),
                                suppression.reason(),
                                event.address()));
    }

    /** Stores which addresses a provider no longer mails; returns how many of them are new to us. */
    public int learn(Transaction tx, List<LearnedSuppression> learned, String source) {
        return learned.isEmpty()
                ? 0
                : tx.dao(MailEventDao.class).learn(Json.write(learned), source, now());
    }

    private Instant now() {
        return StoredTime.now(clock);
    }
}
