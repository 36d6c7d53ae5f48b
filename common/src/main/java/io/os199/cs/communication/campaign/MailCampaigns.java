package io.os199.cs.communication.campaign;

import io.os199.cs.communication.campaign.MailAudience.Excluded;
import io.os199.cs.communication.mail.Letters;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.communication.mail.Outbox;
import io.os199.cs.communication.model.MailCampaignStatus;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Mails that a person sends to chosen customers. The audience of a mail is fixed in the transaction that sends it,
 * which writes the campaign, a message to each recipient with its token values, and the audit entry, or none of them;
 * later the audience only shrinks.
 */
public final class MailCampaigns {
    public static final String TOOL = "send_personalized_email";

    private static final Set<MailCampaignStatus> STOPPABLE =
            EnumSet.of(
                    MailCampaignStatus.DRAFT,
                    MailCampaignStatus.SCHEDULED,
                    MailCampaignStatus.SENDING,
                    MailCampaignStatus.HELD);

    private final MailSettings settings;
    private final AuditLog audit;

    public MailCampaigns(MailSettings settings, AuditLog audit) {
        this.settings = settings;
        this.audit = audit;
    }

    /** Returns how this deployment sends mail. */
    public MailSettings settings() {
        return settings;
    }

    /** Finds the segments with this id, or with this name ignoring case; a match by id comes first. */
    public static List<String> segments(Transaction tx, String reference) {
        return tx.dao(AudienceDao.class).segments(reference);
    }

    /** Returns whom the mail would reach; refused when that is nobody, or too many people. */
    public Answer<MailAudience> plan(
            Transaction tx, MailOrder order, @Nullable String campaignId, Instant now) {
        return checked(
                order.target() == null
                        ? WaitingReader.read(tx, Objects.requireNonNull(campaignId), order.texts())
                        : reader(tx, order, campaignId, now).read(_ -> {}),
                order);
    }

    private AudienceReader reader(
            Transaction tx, MailOrder order, @Nullable String campaignId, Instant now) {
        return new AudienceReader(
                tx,
                order,
                new Letters(settings.from(order.sender())),
                Objects.requireNonNullElse(campaignId, ""),
                now);
    }

    private Answer<MailAudience> checked(MailAudience audience, MailOrder order) {
        int most = settings.sending().maxRecipients();
        if (audience.recipientCount() > most) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "This would reach %,d people; this deployment sends to %,d at most"
                                            .formatted(audience.recipientCount(), most))
                            .hint("Narrow the criteria, or raise email.maxRecipients"));
        }
        return audience.recipientCount() == 0
                ? Answer.refused(nobody(audience, order))
                : Answer.of(audience);
    }

    /** The reasons why nobody is reached. */
    public record NobodyReached(int clientCount, int contactCount, List<Excluded> excluded) {}

    private static Refusal nobody(MailAudience audience, MailOrder order) {
        String why =
                audience.excluded().stream()
                        .map(each -> WireName.of(each.reason()) + ' ' + each.count())
                        .collect(Collectors.joining(", "));
        return Refusal.failedPrecondition(
                        audience.clientCount() == 0
                                ? order.target() == null
                                        ? "No message of this draft waits any more"
                                        : "No client meets all of the criteria"
                                : "Nobody is left to write to: " + why)
                .hint("Widen the criteria or the recipients; nothing was stored")
                .detail(
                        new NobodyReached(
                                audience.clientCount(),
                                audience.contactCount(),
                                audience.excluded()));
    }

    /** A campaign that was sent, or kept as a draft when there is no provider. */
    public record Sent(String campaignId, MailAudience.Counts audience) {}

    /**
     * Sends a mail to exactly the audience that the fingerprint stands for.
     *
     * @param campaignId the draft to send, as written when another tool wrote it; absent for a new campaign
     * @return refused as a conflict when it would now reach others
     */
    public Answer<Sent> send(
            Transaction tx,
            MailOrder order,
            @Nullable String campaignId,
            String fingerprint,
            Actor actor,
            Instant now) {
        return store(tx, order, campaignId, fingerprint, now)
                .map(
                        sent -> {
                            audit.record(
                                    tx,
                                    AuditEntry.done(
                                            actor,
                                            TOOL,
                                            settings.hasProvider()
                                                    ? "send email"
                                                    : "keep email as draft",
                                            List.of(sent.campaignId())));
                            return sent;
                        });
    }

    /** As {@link #send}, for callers that write an audit entry of their own. */
    public Answer<Sent> store(
            Transaction tx,
            MailOrder order,
            @Nullable String campaignId,
            String fingerprint,
            Instant now) {
        MailCampaignDao dao = tx.dao(MailCampaignDao.class);
        String id = campaignId == null ? TypeId.next("email_campaign") : campaignId;
        if (campaignId == null) {
            dao.insert(
                    id,
                    order.name(),
                    order.templateType(),
                    order.templateType().messageClass(),
                    order.texts(),
                    order.sender(),
                    Json.write(Objects.requireNonNull(order.target())),
                    order.scheduledAt(),
                    now);
        } else if (dao.held(id).filter(row -> row.status() == MailCampaignStatus.DRAFT).isEmpty()) {
            return Answer.refused(
                    Refusal.conflict(
                                    "The draft was sent or cancelled meanwhile, and nothing was"
                                            + " sent now; see what became of it with action get")
                            .field("campaign_id"));
        }
        Outbox outbox = new Outbox(settings);
        boolean isWritten = order.target() == null;
        MailAudience audience =
                isWritten
                        ? WaitingReader.read(tx, id, order.texts())
                        : reader(tx, order, id, now)
                                .read(
                                        letters -> {
                                            if (settings.hasProvider()) {
                                                outbox.queue(
                                                        tx, id, "", letters, order.at(now), now);
                                            }
                                        });
        if (!audience.fingerprint().equals(fingerprint)) {
            return Answer.refused(
                    Refusal.conflict("Who would be reached has changed since the preview")
                            .hint("Send the call again to see whom"));
        }
        if (isWritten) {
            tx.dao(WaitingDao.class)
                    .release(id, status(order), order.scheduledAt(), order.at(now), now);
        } else {
            dao.fannedOut(
                    id,
                    Json.write(audience.counts()),
                    fingerprint,
                    status(order),
                    order.scheduledAt(),
                    now);
        }
        return Answer.of(new Sent(id, audience.counts()));
    }

    private MailCampaignStatus status(MailOrder order) {
        if (!settings.hasProvider()) {
            return MailCampaignStatus.DRAFT;
        }
        return order.scheduledAt() == null
                ? MailCampaignStatus.SENDING
                : MailCampaignStatus.SCHEDULED;
    }

    /** Returns a stored campaign; refused when there is none. */
    public Answer<CampaignRow> campaign(Transaction tx, String campaignId) {
        return known(tx.dao(MailCampaignDao.class).campaign(campaignId));
    }

    private static Answer<CampaignRow> known(Optional<CampaignRow> row) {
        return row.map(Answer::of)
                .orElseGet(
                        () ->
                                Answer.refused(
                                        Refusal.notFound(
                                                        "campaign_id",
                                                        "There is no campaign with this"
                                                                + " campaign_id")
                                                .hint("Action list has those that there are")));
    }

    /**
     * Returns the order that sends a draft, or releases the messages of another tool's draft; the latter is refused
     * without a provider, since it would only stay a draft.
     */
    public Answer<MailOrder> draft(CampaignRow row, @Nullable Instant scheduledAt, Instant now) {
        if (row.status() != MailCampaignStatus.DRAFT) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "Only a draft can be sent; this campaign is "
                                            + WireName.of(row.status()))
                            .field("campaign_id")
                            .hint("Send a new mail instead"));
        }
        boolean isWritten = row.audience() == null;
        if (isWritten && !settings.hasProvider()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "No email provider is set up: what waits in this draft cannot"
                                            + " be sent")
                            .field("campaign_id")
                            .hint("Set up an email provider, then send the draft"));
        }
        Optional<Sender> sender = settings.sender(row.senderEmail());
        if (sender.isEmpty()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "No mail may be from the sender of this draft any more")
                            .field("campaign_id")
                            .hint("Write the mail again, from a sender of this deployment"));
        }
        Instant stored = row.scheduledAt();
        return Answer.of(
                new MailOrder(
                        row.name(),
                        row.templateType(),
                        row.texts(),
                        sender.get(),
                        isWritten ? null : Json.read(row.target(), MailTarget.class),
                        scheduledAt == null && stored != null && stored.isAfter(now)
                                ? stored
                                : scheduledAt));
    }

    /** Returns a page of campaigns after a position, the newest first. */
    public List<CampaignRow> page(
            Transaction tx,
            @Nullable MailCampaignStatus status,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int most) {
        return tx.dao(MailCampaignDao.class).page(status, afterAt, afterId, most);
    }

    /** Returns how many campaigns there are. */
    public long count(Transaction tx, @Nullable MailCampaignStatus status) {
        return tx.dao(MailCampaignDao.class).count(status);
    }

    /** Refuses a campaign that has already ended. */
    public Answer<CampaignRow> stoppable(CampaignRow row) {
        return STOPPABLE.contains(row.status())
                ? Answer.of(row)
                : Answer.refused(
                        Refusal.failedPrecondition(
                                        "Nothing of this campaign waits any more: it is "
                                                + WireName.of(row.status()))
                                .field("campaign_id")
                                .hint("Action get says what became of its messages"));
    }

    /** Cancels the waiting messages of a campaign; returns how many. */
    public Answer<Integer> cancel(Transaction tx, String campaignId, Actor actor, Instant now) {
        MailCampaignDao dao = tx.dao(MailCampaignDao.class);
        return known(dao.held(campaignId))
                .then(this::stoppable)
                .map(
                        row -> {
                            int stopped = dao.cancel(campaignId, now);
                            audit.record(
                                    tx,
                                    AuditEntry.done(
                                            actor, TOOL, "cancel email", List.of(campaignId)));
                            return stopped;
                        });
    }

    /**
     * Withdraws a campaign whose time has not come, for callers that write an audit entry of their own; returns how
     * many messages were waiting.
     *
     * @return empty when it has begun or ended
     */
    public Optional<Integer> withdraw(Transaction tx, String campaignId, Instant now) {
        MailCampaignDao dao = tx.dao(MailCampaignDao.class);
        return dao.held(campaignId)
                .filter(row -> row.status() == MailCampaignStatus.SCHEDULED)
                .map(_ -> dao.cancel(campaignId, now));
    }

    /** Returns how many of its messages are waiting. */
    public int waiting(Transaction tx, String campaignId) {
        return tx.dao(MailCampaignDao.class).waiting(campaignId);
    }

    /** Returns for how many messages it is unknown whether they arrived. */
    public int unknown(Transaction tx, String campaignId) {
        return tx.dao(MailCampaignDao.class).unknown(campaignId);
    }

    /** Refuses when there are no such messages, or when no mail of the campaign can be sent. */
    public Answer<CampaignRow> resendable(CampaignRow row, int unknown) {
        if (unknown == 0) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "There is no message of this campaign of which nobody knows"
                                            + " whether it arrived")
                            .field("campaign_id"));
        }
        return row.status() == MailCampaignStatus.CANCELLED || !settings.hasProvider()
                ? Answer.refused(
                        Refusal.failedPrecondition(
                                        "Nothing of this campaign can be sent now: it is cancelled,"
                                                + " or there is no provider")
                                .field("campaign_id"))
                : Answer.of(row);
    }

    /**
     * Queues these messages once more; returns how many.
     *
     * @param confirmed the number of messages that somebody confirmed
     */
    public Answer<Integer> resendUnknown(
            Transaction tx, String campaignId, int confirmed, Actor actor, Instant now) {
        MailCampaignDao dao = tx.dao(MailCampaignDao.class);
        return known(dao.held(campaignId))
                .then(row -> resendable(row, dao.unknown(campaignId)))
                .then(
                        row ->
                                dao.unknown(campaignId) == confirmed
                                        ? Answer.of(row)
                                        : Answer.refused(
                                                Refusal.conflict(
                                                                "There are other messages in doubt"
                                                                        + " now than were shown")
                                                        .hint(
                                                                "Send the call again to see how"
                                                                        + " many")))
                .map(
                        row -> {
                            int again = dao.resendUnknown(campaignId, now);
                            audit.record(
                                    tx,
                                    AuditEntry.done(
                                            actor,
                                            TOOL,
                                            "send email of unknown fate again",
                                            List.of(campaignId)));
                            return again;
                        });
    }
}
