package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.MailCampaignStatus;
import io.os199.cs.communication.model.MailToken;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Outgoing mail: a campaign, and one message for each person and occurrence, with its token values. When there is no
 * provider, a campaign stays a draft, its messages stay queued, and {@link #undelivered} says so in every answer
 * about them.
 */
public final class Outbox {
    private final MailSettings settings;

    public Outbox(MailSettings settings) {
        this.settings = settings;
    }

    /** Whether queued mail gets delivered. */
    public boolean hasProvider() {
        return settings.hasProvider();
    }

    /** Returns a gap that says that nothing is sent and why; empty when queued mail gets delivered. */
    public List<DataGap> undelivered(String field) {
        return hasProvider()
                ? List.of()
                : List.of(
                        new DataGap(
                                field,
                                "no_email_provider",
                                "Nothing is sent: the mail is kept as a draft. Set up an email"
                                        + " provider, then send the draft"));
    }

    /** As {@link #undelivered}, for mail that is not queued and not sent later. */
    public List<DataGap> skipped(String field) {
        return hasProvider()
                ? List.of()
                : List.of(
                        new DataGap(
                                field,
                                "no_email_provider",
                                "Nothing is sent: each email is skipped (skipped_no_provider) and"
                                        + " not made up later. Set up an email provider"));
    }

    /** Opens a campaign, from the deployment's default sender; returns its id. */
    public String open(Transaction tx, EmailCampaign campaign, Instant now) {
        String campaignId = TypeId.next("email_campaign");
        tx.dao(MailOutboxDao.class)
                .open(
                        campaignId,
                        campaign,
                        campaign.texts(),
                        campaign.templateType().messageClass(),
                        Json.write(new TreeMap<>(campaign.target())),
                        settings.sender(),
                        opened(),
                        now);
        return campaignId;
    }

    /** Returns the initial status: queued messages are sent if there is a provider. */
    private MailCampaignStatus opened() {
        return hasProvider() ? MailCampaignStatus.SENDING : MailCampaignStatus.DRAFT;
    }

    /**
     * Returns the campaign of an automation with exactly these texts, and opens it when there is none. A draft from a
     * time without a provider does not count: the messages that wait in it are not sent automatically.
     */
    public String ofAutomation(Transaction tx, EmailCampaign campaign, Instant now) {
        return tx.dao(MailOutboxDao.class)
                .ofAutomation(campaign, campaign.texts(), settings.sender().address(), opened())
                .orElseGet(() -> open(tx, campaign, now));
    }

    /** A message as stored. */
    record Row(
            String clientId,
            String messageId,
            String contactEmail,
            String subject,
            Map<String, String> tokenValues) {
        static Row of(Letter letter) {
            Map<String, String> values = new TreeMap<>();
            letter.values()
                    .forEach((MailToken token, String value) -> values.put(token.word(), value));
            return new Row(
                    letter.recipient().clientId(),
                    TypeId.next("message"),
                    letter.recipient().address(),
                    letter.texts().subject(),
                    values);
        }
    }

    /** A queued message. */
    public record Queued(String clientId, String messageId, String contactEmail) {}

    /**
     * Queues letters with no missing values; a person already written to for this occurrence gets no second message.
     *
     * @param occurrence distinguishes messages to the same person; empty when there is only one
     * @param at the time from which they may be sent
     * @return those that are new
     */
    public List<Queued> queue(
            Transaction tx,
            String campaignId,
            String occurrence,
            List<Letter> letters,
            Instant at,
            Instant now) {
        if (letters.stream().anyMatch(each -> !each.missing().isEmpty())) {
            throw new IllegalArgumentException("a letter with holes in it");
        }
        if (letters.isEmpty()) {
            return List.of();
        }
        MailOutboxDao dao = tx.dao(MailOutboxDao.class);
        dao.reopen(campaignId, now);
        return dao.queue(
                campaignId,
                occurrence,
                Json.write(letters.stream().map(Row::of).toList()),
                at,
                now);
    }

    /**
     * Queues a copy of a message that was cancelled before it was handed over, as it was written.
     *
     * @param occurrence different from the original one
     * @return the new message; empty when it was handed over, or is not cancelled
     */
    public Optional<Queued> again(
            Transaction tx,
            String clientId,
            String messageId,
            String occurrence,
            Instant at,
            Instant now) {
        MailOutboxDao dao = tx.dao(MailOutboxDao.class);
        Optional<Queued> queued =
                dao.again(clientId, messageId, TypeId.next("message"), occurrence, at, now);
        queued.ifPresent(_ -> dao.reopenOf(clientId, messageId, now));
        return queued;
    }

    /** Changes the time from which a waiting message may be sent. Returns whether it did. */
    public boolean postpone(
            Transaction tx, String clientId, String messageId, Instant at, Instant now) {
        return tx.dao(MailOutboxDao.class).postpone(clientId, messageId, at, now) == 1;
    }
}
