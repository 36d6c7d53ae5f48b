package io.os199.cs.communication.mail;

import io.os199.cs.communication.model.CampaignStatus;
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
 * Mail that is to go out: a campaign, and one message for each person and occurrence, with what stands in it. Where no provider takes
 * mail, a campaign stays a draft, its messages queued, and {@link #undelivered} says so in every answer about them.
 */
public final class Outbox {
    private final MailSettings settings;

    public Outbox(MailSettings settings) {
        this.settings = settings;
    }

    /** Whether mail that is queued gets delivered. */
    public boolean hasProvider() {
        return settings.hasProvider();
    }

    /** That nothing is sent, and why; nothing where what is queued gets delivered. */
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

    /** As {@link #undelivered}, of mail that waits nowhere and is not made up later. */
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

    /** Opens a campaign, from the deployment's usual sender; answers its id. */
    public String open(Transaction tx, EmailCampaign campaign, Instant now) {
        String campaignId = TypeId.next("email_campaign");
        tx.dao(OutboxDao.class)
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

    /** What is queued leaves where something takes it. */
    private CampaignStatus opened() {
        return hasProvider() ? CampaignStatus.SENDING : CampaignStatus.DRAFT;
    }

    /**
     * The campaign of an automation with these very texts, which is opened where there is none. A draft of a time without a provider is
     * another one: what waits in it does not leave by itself.
     */
    public String ofAutomation(Transaction tx, EmailCampaign campaign, Instant now) {
        return tx.dao(OutboxDao.class)
                .ofAutomation(campaign, campaign.texts(), settings.sender().address(), opened())
                .orElseGet(() -> open(tx, campaign, now));
    }

    /** A message as it is stored. */
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

    /** A message that waits. */
    public record Queued(String clientId, String messageId, String contactEmail) {}

    /**
     * Queues letters that miss nothing; one to whom this occurrence was written before stays one message.
     *
     * @param occurrence what makes a second message to the same person another one; empty where there is one only
     * @param at from when they may go
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
        OutboxDao dao = tx.dao(OutboxDao.class);
        dao.reopen(campaignId, now);
        return dao.queue(
                campaignId,
                occurrence,
                Json.write(letters.stream().map(Row::of).toList()),
                at,
                now);
    }

    /**
     * Queues a message that was cancelled before it was handed over once more, as it was written.
     *
     * @param occurrence another than its own
     * @return the new message; empty where it was handed over, or is not cancelled
     */
    public Optional<Queued> again(
            Transaction tx,
            String clientId,
            String messageId,
            String occurrence,
            Instant at,
            Instant now) {
        OutboxDao dao = tx.dao(OutboxDao.class);
        Optional<Queued> queued =
                dao.again(clientId, messageId, TypeId.next("message"), occurrence, at, now);
        queued.ifPresent(_ -> dao.reopenOf(clientId, messageId, now));
        return queued;
    }

    /** Moves the time from when a message may go, while it waits. Answers whether it did. */
    public boolean postpone(
            Transaction tx, String clientId, String messageId, Instant at, Instant now) {
        return tx.dao(OutboxDao.class).postpone(clientId, messageId, at, now) == 1;
    }
}
