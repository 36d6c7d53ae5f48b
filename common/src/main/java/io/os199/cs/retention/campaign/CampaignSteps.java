package io.os199.cs.retention.campaign;

import io.os199.cs.communication.mail.Mail;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.campaign.CampaignStepsDao.Due;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The automatic changes to the steps of campaigns, every quarter of an hour: mail that is due and not yet queued is
 * queued, a step whose mail went out is done, a campaign without an open step is completed, and the first day on
 * which a step is overdue is noted.
 */
public final class CampaignSteps {
    public static final String NAME = "campaign-steps";

    private static final Logger LOG = LoggerFactory.getLogger(CampaignSteps.class);
    private static final Actor SYSTEM = new Actor("system", null);

    private final Database database;
    private final CampaignMail mail;
    private final Timeline timeline;
    private final AuditLog auditLog;
    private final ClientAnswers answers;
    private final Clock clock;

    public CampaignSteps(
            Database database,
            Mail mail,
            Timeline timeline,
            AuditLog auditLog,
            ClientAnswers answers,
            Clock clock) {
        this.database = database;
        this.mail = new CampaignMail(mail);
        this.timeline = timeline;
        this.auditLog = auditLog;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * The result of a round.
     *
     * @param failedCount campaigns that failed; the next round tries them again
     */
    public record Round(
            int queuedCount, int sentCount, int completedCount, int overdueCount, int failedCount) {
        static final Round NOTHING = new Round(0, 0, 0, 0, 0);
        static final Round FAILED = new Round(0, 0, 0, 0, 1);

        Round plus(Round other) {
            return new Round(
                    queuedCount + other.queuedCount,
                    sentCount + other.sentCount,
                    completedCount + other.completedCount,
                    overdueCount + other.overdueCount,
                    failedCount + other.failedCount);
        }
    }

    /** Does what is due now, each campaign on its own; does nothing while another round is under way. */
    public Round run() {
        return SoleRound.run(database, NAME, Round.NOTHING, this::run);
    }

    private Round run(SoleRound round) {
        Instant now = StoredTime.now(clock);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Round all = Round.NOTHING;
        for (Due each : round.tx().dao(CampaignStepsDao.class).due(today, now)) {
            round.stay();
            try {
                all = all.plus(database.write(tx -> run(tx, each, today, now)));
            } catch (RuntimeException e) {
                if (Database.isUnavailable(e)) {
                    throw e;
                }
                LOG.warn("{} failed for {} of {}", NAME, each.campaignId(), each.clientId(), e);
                all = all.plus(Round.FAILED);
            }
        }
        return all;
    }

    private Round run(Transaction tx, Due due, LocalDate today, Instant now) {
        String clientId = due.clientId();
        String campaignId = due.campaignId();
        RetentionCampaignDao campaigns = tx.dao(RetentionCampaignDao.class);
        // The same locks that a change of a step by hand takes.
        campaigns.lockClient(clientId);
        campaigns.lock(clientId, campaignId);
        CampaignStepsDao dao = tx.dao(CampaignStepsDao.class);
        List<TimelineEvent> events = new ArrayList<>();
        int queued = mail.queueDue(tx, dao.unqueued(clientId, campaignId, now), today, now);
        int sent = dao.completeSent(clientId, campaignId, now).size();
        boolean isFinished = dao.isFinished(clientId, campaignId);
        if (isFinished) {
            RetentionCampaign campaign = campaigns.find(campaignId, today).orElseThrow().campaign();
            CampaignOutcome outcome = Campaigns.outcome(tx, campaign, now);
            dao.complete(clientId, campaignId, outcome, today, now);
            events.add(
                    event(
                            due,
                            campaign.kind(),
                            timeline.idOf("campaign_completed", campaignId),
                            "Campaign completed",
                            Map.of("campaign_id", campaignId, "outcome", outcome),
                            Campaigns.impact(outcome),
                            now));
        }
        List<CampaignStepsDao.Step> overdue = dao.noteOverdue(clientId, campaignId, today, now);
        for (CampaignStepsDao.Step each : overdue) {
            events.add(
                    event(
                            due,
                            each.kind(),
                            timeline.idOf(
                                    "campaign_step_overdue",
                                    campaignId,
                                    "" + each.stepNo(),
                                    each.dueDate().toString()),
                            "Campaign step %d is overdue".formatted(each.stepNo()),
                            Map.of("campaign_id", campaignId, "step_no", each.stepNo()),
                            Impact.NEGATIVE,
                            now));
        }
        Round did = new Round(queued, sent, isFinished ? 1 : 0, overdue.size(), 0);
        if (!did.equals(Round.NOTHING)) {
            timeline.record(tx, events);
            answers.changed(tx, clientId);
            auditLog.record(
                    tx,
                    AuditEntry.done(
                            SYSTEM,
                            Campaigns.TOOL,
                            "%d mails queued, %d sent, %d steps overdue%s"
                                    .formatted(
                                            queued,
                                            sent,
                                            overdue.size(),
                                            isFinished ? ", completed" : ""),
                            List.of(clientId, campaignId)));
        }
        return did;
    }

    private static TimelineEvent event(
            Due due,
            CampaignKind kind,
            String eventId,
            String title,
            Map<String, Object> detail,
            Impact impact,
            Instant now) {
        return new TimelineEvent(
                due.clientId(),
                now,
                eventId,
                Campaigns.event(kind),
                title,
                detail,
                impact,
                false,
                SYSTEM.principal(),
                Campaigns.TOOL,
                due.campaignId());
    }
}
