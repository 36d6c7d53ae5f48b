package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.campaign.MailAudience;
import io.os199.cs.communication.campaign.MailCampaigns;
import io.os199.cs.communication.campaign.MailOrder;
import io.os199.cs.communication.campaign.MailTarget;
import io.os199.cs.communication.mail.StaffMails;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.NewsletterSection;
import io.os199.cs.communication.model.NewsletterStatus;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.Recurrence;
import io.os199.cs.communication.model.SeriesDates;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Editions of newsletters, from the draft to the campaign that sends them. An edition can be written only while it is
 * a draft; changing it later makes it a draft again, and its scheduled campaign is withdrawn in the same transaction,
 * so that nothing is sent that nobody has seen.
 */
public final class Newsletters {
    public static final String TOOL = "automate_newsletters";

    private static final int LAST_NUMBER = 9_999;
    private static final String ID = "newsletter_id";
    private static final int TRIES = 3;

    private final MailCampaigns campaigns;
    private final StaffMails staffMails;
    private final List<String> testRecipients;
    private final AuditLog audit;
    private final ZoneId zone;

    /**
     * Creates it over the campaigns that send the editions.
     *
     * @param testRecipients the only people who get tests
     * @param zone the time zone for the days and times of series
     */
    public Newsletters(
            MailCampaigns campaigns,
            StaffMails staffMails,
            List<String> testRecipients,
            AuditLog audit,
            ZoneId zone) {
        this.campaigns = campaigns;
        this.staffMails = staffMails;
        this.testRecipients = List.copyOf(testRecipients);
        this.audit = audit;
        this.zone = zone;
    }

    /** Returns the campaigns that send the editions. */
    public MailCampaigns campaigns() {
        return campaigns;
    }

    public ZoneId zone() {
        return zone;
    }

    /** Creates a draft; refused when the series already has an edition with its number. */
    public Answer<Edition> create(Transaction tx, NewEdition wanted, Actor actor, Instant now) {
        NewsletterDao dao = tx.dao(NewsletterDao.class);
        String name = wanted.name().strip().replaceAll("\\s+", " ");
        String seriesKey = name.toLowerCase(Locale.ROOT);
        if (wanted.editionNo() == null && dao.lastNo(seriesKey) >= LAST_NUMBER) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "The series has its last edition, %d".formatted(LAST_NUMBER))
                            .field("newsletter_name")
                            .expected("another series"));
        }
        Optional<String> made = Optional.empty();
        // Somebody else may take the next number at the same time.
        for (int i = 0; made.isEmpty() && i < (wanted.editionNo() == null ? TRIES : 1); i++) {
            made =
                    dao.insert(
                            TypeId.next("newsletter"),
                            seriesKey,
                            name,
                            wanted.editionNo(),
                            wanted.subject(),
                            wanted.previewText(),
                            Json.write(wanted.sections()),
                            Json.write(target(wanted.tiers(), wanted.excludedClientIds())),
                            wanted.recurrence(),
                            now);
        }
        if (made.isEmpty()) {
            return Answer.refused(
                    Refusal.conflict(
                                    "The series has an edition %s already"
                                            .formatted(
                                                    Objects.requireNonNullElse(
                                                            wanted.editionNo(), "of this number")))
                            .field("edition_number")
                            .expected("none, for " + (dao.lastNo(seriesKey) + 1)));
        }
        record(tx, actor, "create newsletter", List.of(made.get()));
        return edition(tx, made.get());
    }

    private static MailTarget target(@Nullable List<Tier> tiers, List<String> excluded) {
        return new MailTarget(
                null,
                excluded.isEmpty() ? null : excluded,
                null,
                null,
                tiers == null || tiers.isEmpty() ? null : tiers,
                null,
                null,
                RecipientScope.ALL,
                List.of(),
                false);
    }

    /** Returns a stored edition; refused when there is none. */
    public Answer<Edition> edition(Transaction tx, String newsletterId) {
        return tx.dao(NewsletterDao.class)
                .edition(newsletterId)
                .map(Answer::of)
                .orElseGet(
                        () ->
                                Answer.refused(
                                        Refusal.notFound(ID, "There is no such newsletter_id")
                                                .expected("one of action list_newsletters")));
    }

    /** As {@link #edition}, locked until this transaction ends; refused when its version differs. */
    private Answer<Edition> held(Transaction tx, String newsletterId, @Nullable Integer version) {
        tx.dao(NewsletterDao.class).hold(newsletterId);
        return edition(tx, newsletterId).then(edition -> inVersion(edition, version));
    }

    /** Refuses an edition whose version is not the one that the caller saw. */
    public Answer<Edition> inVersion(Edition edition, @Nullable Integer version) {
        return version == null || version == edition.version()
                ? Answer.of(edition)
                : Answer.refused(
                        Refusal.stale(
                                        "the edition",
                                        version,
                                        edition.version(),
                                        WireName.of(edition.status()))
                                .hint("Read it with get_newsletter, then decide again"));
    }

    /** Changes a draft; a scheduled edition becomes a draft again, and its campaign is withdrawn. */
    public Answer<Edition> update(
            Transaction tx,
            String newsletterId,
            int version,
            EditionChange change,
            Actor actor,
            Instant now) {
        return held(tx, newsletterId, version)
                .then(edition -> openForWork(tx, edition, "update_newsletter", now))
                .then(
                        open -> {
                            Edition edition = open.edition();
                            MailTarget old = edition.audience();
                            List<Tier> tiers = change.tiers();
                            List<String> excluded = change.excludedClientIds();
                            List<NewsletterSection> sections = change.sections();
                            String previewText = change.previewText();
                            tx.dao(NewsletterDao.class)
                                    .change(
                                            newsletterId,
                                            Objects.requireNonNullElse(
                                                    change.subject(), edition.subject()),
                                            previewText == null
                                                    ? edition.previewText()
                                                    : previewText.isBlank() ? null : previewText,
                                            sections == null
                                                    ? edition.sections()
                                                    : Json.write(sections),
                                            Json.write(
                                                    target(
                                                            tiers == null ? old.tiers() : tiers,
                                                            excluded == null
                                                                    ? Objects.requireNonNullElse(
                                                                            old.excludedClientIds(),
                                                                            List.of())
                                                                    : excluded)),
                                            change.changesRecurrence()
                                                    ? change.recurrence()
                                                    : edition.recurrence(),
                                            now);
                            record(tx, actor, "update newsletter", ids(edition));
                            return edition(tx, newsletterId);
                        });
    }

    /** An edition that is no longer scheduled, and how many messages were stopped. */
    private record Open(Edition edition, int stoppedCount) {}

    private Answer<Open> openForWork(Transaction tx, Edition edition, String action, Instant now) {
        String campaignId = edition.campaignId();
        if (edition.status() == NewsletterStatus.DRAFT) {
            return Answer.of(new Open(edition, 0));
        }
        Optional<Integer> stopped =
                edition.status() == NewsletterStatus.SCHEDULED && campaignId != null
                        ? campaigns.withdraw(tx, campaignId, now)
                        : Optional.empty();
        return stopped.map(count -> Answer.of(new Open(edition, count)))
                .orElseGet(() -> Answer.refused(tooLate(edition, action)));
    }

    /** Refuses an action that is only for drafts and scheduled editions. */
    public Answer<Edition> notBegun(Edition edition, String action) {
        return edition.status() == NewsletterStatus.DRAFT
                        || edition.status() == NewsletterStatus.SCHEDULED
                ? Answer.of(edition)
                : Answer.refused(tooLate(edition, action));
    }

    private static Refusal tooLate(Edition edition, String action) {
        Refusal refusal =
                Refusal.failedPrecondition(
                                "%s is for drafts and scheduled editions; this one is %s"
                                        .formatted(
                                                action,
                                                edition.status() == NewsletterStatus.SCHEDULED
                                                        ? "beginning"
                                                        : WireName.of(edition.status())))
                        .field(ID);
        return edition.status() == NewsletterStatus.SENDING
                        || edition.status() == NewsletterStatus.HELD
                ? refusal.hint(
                        "What waits of it is stopped by %s, action cancel, campaign_id %s"
                                .formatted(MailCampaigns.TOOL, edition.campaignId()))
                : refusal.hint("Create the next edition instead");
    }

    /** Returns the mail order for a draft; refused when some of its sections are not written yet. */
    public Answer<MailOrder> order(Edition edition, Instant at) {
        if (edition.status() != NewsletterStatus.DRAFT) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "Only a draft is scheduled; this edition is "
                                            + WireName.of(edition.status()))
                            .field(ID)
                            .hint("update_newsletter makes a scheduled one a draft again"));
        }
        List<NewsletterSection> sections = edition.parts();
        List<String> empty = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            if (sections.get(i).lacksContent()) {
                empty.add("sections[%d] (%s)".formatted(i, sections.get(i).title()));
            }
        }
        if (!empty.isEmpty()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "Nothing is written yet in " + String.join(", ", empty))
                            .field("sections")
                            .hint("Write it with update_newsletter, or leave the section out"));
        }
        return Answer.of(
                new MailOrder(
                        "%s #%d".formatted(edition.name(), edition.editionNo()),
                        TemplateType.NEWSLETTER,
                        EditionWriting.texts(edition.content(), campaigns.settings().locale()),
                        campaigns.settings().sender(),
                        edition.audience(),
                        at));
    }

    /** An edition that was scheduled, or would be if there were a provider. */
    public record Scheduled(String newsletterId, MailAudience.Counts audience) {}

    /**
     * Schedules a draft for exactly the audience that the fingerprint stands for. When there is no provider it stays
     * a draft with its intended time.
     *
     * @param version the version that the caller saw
     */
    public Answer<Scheduled> schedule(
            Transaction tx,
            String newsletterId,
            int version,
            Instant at,
            String fingerprint,
            Actor actor,
            Instant now) {
        return held(tx, newsletterId, version)
                .then(
                        edition ->
                                order(edition, at)
                                        .then(
                                                order ->
                                                        schedule(
                                                                tx,
                                                                edition,
                                                                order,
                                                                at,
                                                                fingerprint,
                                                                actor,
                                                                now)));
    }

    private Answer<Scheduled> schedule(
            Transaction tx,
            Edition edition,
            MailOrder order,
            Instant at,
            String fingerprint,
            Actor actor,
            Instant now) {
        NewsletterDao dao = tx.dao(NewsletterDao.class);
        Recurrence recurrence = edition.recurrence();
        LocalDate anchor =
                recurrence == null
                        ? null
                        : dao.anchor(edition.seriesKey(), edition.editionNo(), recurrence)
                                .orElse(LocalDate.ofInstant(at, zone));
        Instant nextAt =
                recurrence == null || anchor == null
                        ? null
                        : SeriesDates.next(recurrence, anchor, at, zone);
        if (!campaigns.settings().hasProvider()) {
            return campaigns
                    .plan(tx, order, null, now)
                    .then(
                            audience -> {
                                if (!audience.fingerprint().equals(fingerprint)) {
                                    return Answer.refused(
                                            Refusal.conflict(
                                                            "Who would be reached has changed since"
                                                                    + " the preview")
                                                    .hint("Send the call again to see whom"));
                                }
                                dao.schedule(
                                        edition.newsletterId(),
                                        at,
                                        null,
                                        anchor,
                                        anchor == null ? null : zone.getId(),
                                        edition.seriesNextAt(),
                                        now);
                                record(tx, actor, "plan newsletter as draft", ids(edition));
                                return Answer.of(
                                        new Scheduled(edition.newsletterId(), audience.counts()));
                            });
        }
        return campaigns
                .store(tx, order, null, fingerprint, now)
                .map(
                        sent -> {
                            dao.schedule(
                                    edition.newsletterId(),
                                    at,
                                    sent.campaignId(),
                                    anchor,
                                    anchor == null ? null : zone.getId(),
                                    nextAt,
                                    now);
                            record(
                                    tx,
                                    actor,
                                    "schedule newsletter",
                                    List.of(edition.newsletterId(), sent.campaignId()));
                            return new Scheduled(edition.newsletterId(), sent.audience());
                        });
    }

    /** Cancels a draft, or a scheduled edition with its messages; returns how many were waiting. */
    public Answer<Integer> cancel(
            Transaction tx,
            String newsletterId,
            @Nullable Integer version,
            Actor actor,
            Instant now) {
        return held(tx, newsletterId, version)
                .then(edition -> openForWork(tx, edition, "cancel_newsletter", now))
                .map(
                        open -> {
                            tx.dao(NewsletterDao.class).cancel(newsletterId, now);
                            record(tx, actor, "cancel newsletter", ids(open.edition()));
                            return open.stoppedCount();
                        });
    }

    /** Returns the people who get tests; refused when the deployment names nobody. */
    public Answer<List<String>> testers() {
        return testRecipients.isEmpty()
                ? Answer.refused(
                        Refusal.failedPrecondition(
                                        "Nobody gets test mails: email.testRecipients is empty")
                                .hint(
                                        "Have whoever runs the server name addresses in"
                                                + " CS_EMAIL_TEST_RECIPIENTS"))
                : Answer.of(testRecipients);
    }

    /** Returns the edition as a test shows it: with the names of tokens in place of values. */
    public MailTexts sample(Edition edition) {
        return EditionWriting.sample(edition.content(), campaigns.settings().locale());
    }

    /** Mails an edition as plain text to the people who get tests. */
    public Answer<List<StaffMails.Sent>> test(
            Transaction tx, String newsletterId, int version, Actor actor, Instant now) {
        return held(tx, newsletterId, version)
                .then(
                        edition ->
                                testers()
                                        .map(
                                                testers -> {
                                                    MailTexts texts = sample(edition);
                                                    record(
                                                            tx,
                                                            actor,
                                                            "send test of newsletter",
                                                            ids(edition));
                                                    return staffMails.write(
                                                            tx,
                                                            testers,
                                                            "[Test] " + texts.subject(),
                                                            texts.bodyText(),
                                                            "newsletters",
                                                            newsletterId,
                                                            now);
                                                }));
    }

    /** Returns a page of editions after a position, drafts first and then the latest. */
    public List<Edition> page(
            Transaction tx,
            @Nullable NewsletterStatus status,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int most) {
        return tx.dao(NewsletterDao.class).page(status, afterAt, afterId, most);
    }

    /** Returns how many editions there are. */
    public long count(Transaction tx, @Nullable NewsletterStatus status) {
        return tx.dao(NewsletterDao.class).count(status);
    }

    private static List<String> ids(Edition edition) {
        String campaignId = edition.campaignId();
        return campaignId == null
                ? List.of(edition.newsletterId())
                : List.of(edition.newsletterId(), campaignId);
    }

    private void record(Transaction tx, Actor actor, String action, List<String> ids) {
        audit.record(tx, AuditEntry.done(actor, TOOL, action, ids));
    }
}
